/** Traces: what a collector receives of real requests, that it says nothing of anybody, and that nothing of it is there without a collector. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/server/store/database.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { readTraceParent } from '../../src/server/tracing/traceparent.ts';
import { ballotMaker, batchOf, NDJSON } from '../helpers/ballots.ts';
import { freePort, startProcess } from '../helpers/process.ts';

const READ_TOKEN = 'reads-the-results-of-traces';
const OFFICE = { code: '22504', name: 'Xã Đại Lãnh' };
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const REMARK = 'Chị Lan ở quầy 3 rất nhiệt tình';

function emptyFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hai-long-traces-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

interface Sent {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[];
}
async function collector() {
  const bodies: string[] = [];
  const heads: string[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      heads.push(
        `${request.method} ${request.url} ${request.headers['content-type']} ${String(request.headers['x-key'])}`,
      );
      reply.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // an inet listener always has one
  const spans = () =>
    bodies.flatMap((body) => {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] }; // as the server wrote it
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    });
  return { url: `http://127.0.0.1:${port}`, bodies, heads, spans };
}

/** The functions that a process has called, as V8 tells them when it ends. */
const called = (folder: string) =>
  readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      result: { functions: { functionName: string; ranges: { count: number }[] }[] }[];
    }; // of V8
    const functions = result.flatMap((script) => script.functions);
    return functions.flatMap(({ functionName, ranges: [whole] }) => (whole && whole.count > 0 ? [functionName] : []));
  });

/** Starts the server, has it answer what a tablet and a program ask, and stops it. */
async function visit(env: Record<string, string>) {
  const dataDir = emptyFolder();
  const seen = emptyFolder();
  const server = await startProcess(dataDir, await freePort(), { READ_TOKEN, NODE_V8_COVERAGE: seen, ...env });
  const opened = openDatabase({ dataDir, office: OFFICE }, Date.now());
  if (!opened.ok) throw new Error(opened.message);
  const { device, token } = addDevice(opened.db, opened.office, 'quay-1', 'Máy của chị Lan', Date.now());
  opened.db.close();
  const ballots = ballotMaker(device.id, 3).many(3, { answeredAt: Date.now(), remark: REMARK });
  const sent = await fetch(`${server.url}/api/submissions`, {
    method: 'POST',
    headers: {
      'Content-Type': NDJSON,
      Authorization: `Bearer ${token}`,
      'User-Agent': 'Tablet-of-somebody/1.0',
      'X-Forwarded-For': '203.0.113.77',
      traceparent: `00-${TRACE}-${CALLER}-01`,
    },
    body: batchOf(ballots.map(({ body }) => body)),
  });
  expect(sent.status).toBe(200);
  const asked = `${server.url}/api/results?period=year&counter=quay-1`;
  expect((await fetch(asked, { headers: { Authorization: `Bearer ${READ_TOKEN}` } })).status).toBe(200);
  await fetch(`${server.url}/api/reports/a-report-of-somebody`);
  await fetch(`${server.url}/so-dien-thoai/0912345678?name=Lan`);
  await fetch(`${server.url}/livez`, { headers: { traceparent: `00-${'1'.repeat(32)}-${CALLER}-00` } });
  expect(await server.end()).toBe(0);
  const secret = [device.id, token, READ_TOKEN, REMARK, 'Lan', 'Tablet-of-somebody', '203.0.113', '127.0.0.1', '::1'];
  const ids = ballots.flatMap(({ submission, hash }) => [submission.id, hash]);
  return {
    called: called(seen),
    personal: [...secret, ...ids, 'quay-1', 'period=', 'somebody', '0912345678', 'nonce'],
  };
}

it('sends a span for each request with its parts, in the trace of the caller, and nothing of anybody', async () => {
  const { url, bodies, heads, spans } = await collector();
  const { personal } = await visit({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret',
  });
  expect(new Set(heads)).toEqual(new Set(['POST /v1/traces application/json secret']));
  const named = (name: string) => spans().filter((span) => span.name === name);
  const [batch] = named('POST /api/submissions');
  expect(batch).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, kind: 2 });
  const parts = spans().filter(({ parentSpanId }) => parentSpanId === batch?.spanId);
  expect(parts.map(({ name, traceId }) => [name, traceId])).toEqual([
    ['check', TRACE],
    ['commit', TRACE],
  ]);
  for (const { startTimeUnixNano, endTimeUnixNano } of spans()) {
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    expect(Math.abs(Number(BigInt(startTimeUnixNano) / 1_000_000n) - Date.now())).toBeLessThan(120_000);
  }
  const [results] = named('GET /api/results');
  expect(results?.parentSpanId).toBeUndefined();
  expect(spans().find(({ name }) => name === 'result query')?.parentSpanId).toBe(results?.spanId);
  const [refused] = named('GET /api/reports/:id');
  expect(refused?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: '401' } });
  expect(named('GET other')).toHaveLength(1);
  // Who asked does not record it.
  expect(spans().filter(({ traceId }) => traceId.startsWith('1111'))).toEqual([]);
  expect(personal.filter((text) => bodies.join('\n').includes(text))).toEqual([]);
  const keys = new Set(spans().flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  expect([...keys].sort()).toEqual(['error.type', 'http.request.method', 'http.response.status_code', 'http.route']);
}, 60_000);

it('runs nothing of it where no collector is named, and lives without one that does not answer', async () => {
  const without = await visit({});
  expect(without.called).toContain('createApp');
  expect(without.called).not.toContain('startTracing');
  const lost = await visit({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
  expect(lost.called).toContain('startTracing');
}, 60_000);

it('takes over only what is a trace of the caller', () => {
  const good = `00-${TRACE}-${CALLER}-01`;
  expect(readTraceParent(good)).toEqual({ traceId: TRACE, spanId: CALLER, sampled: true });
  const bad = [
    undefined,
    '',
    good.toUpperCase(),
    `ff${good.slice(2)}`,
    good.replace(TRACE, '0'.repeat(32)),
    `${good}0`,
    'Lan',
  ];
  expect(bad.map(readTraceParent)).toEqual(bad.map(() => null));
});
