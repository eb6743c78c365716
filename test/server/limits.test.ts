import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BATCH_RECORDS, BODY_BYTES } from '../../src/domain/wire.ts';
import { HEADER_BYTES } from '../../src/server/listen.ts';
import { ballotMaker, batchOf, NDJSON, postBatch, sendBatch } from '../helpers/ballots.ts';
import { type Enrolled, startServer, type TestServer } from '../helpers/server.ts';

let now = Date.parse('2026-11-20T02:00:00Z');
let server: TestServer;
let tablet: Enrolled;
beforeEach(async () => {
  server = await startServer({ now: () => now }, { headers: 300, request: 600, check: 50 });
  tablet = await server.enrol();
});
afterEach(() => server.stop());

const ask = (path: string, init: RequestInit) => fetch(server.url + path, init);
const codeOf = async (reply: Response) => ((await reply.json()) as { code?: string }).code;

/** One record, and filling up to exactly this many bytes. */
function batchOfSize(bytes: number): string {
  const { body } = ballotMaker(tablet.device.id, bytes).next();
  return batchOf([body, ' '.repeat(bytes - Buffer.byteLength(batchOf([body, ''])))]);
}

describe('a body', () => {
  test('of exactly one megabyte is read, and one of a byte more is refused', async () => {
    const most = batchOfSize(BODY_BYTES);
    expect(Buffer.byteLength(most)).toBe(BODY_BYTES);
    const { receipts } = await sendBatch(ask, tablet.token, most);
    expect(receipts.map(({ status }) => status)).toEqual(['stored', 'refused']);
    const over = await postBatch(ask, tablet.token, batchOfSize(BODY_BYTES + 1));
    expect([over.status, await codeOf(over)]).toEqual([413, 'too-large']);
  });

  test('of three megabytes that does not say how long it is, is refused while it is read', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(64 * 1024));
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent >= 3 * BODY_BYTES) controller.close();
        else controller.enqueue(chunk);
        sent += chunk.length;
      },
    });
    const init = { method: 'POST', headers: { Authorization: `Bearer ${tablet.token}`, 'Content-Type': NDJSON } };
    const reply = await ask('/api/submissions', { ...init, body: stream, duplex: 'half' } as RequestInit); // lib.dom lacks duplex
    expect([reply.status, await codeOf(reply)]).toEqual([413, 'too-large']);
  });

  test.each(['gzip', 'deflate', 'br', 'GZIP'])(
    'that is packed with %s is refused, whatever is in it',
    async (encoding) => {
      const headers = { Authorization: `Bearer ${tablet.token}`, 'Content-Type': NDJSON, 'Content-Encoding': encoding };
      const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000)));
      const reply = await ask('/api/submissions', { method: 'POST', headers, body: bomb });
      expect([reply.status, await codeOf(reply)]).toEqual([415, 'encoding']);
    },
  );

  test('that breaks off on the way stores nothing, and the server goes on', async () => {
    const { body } = ballotMaker(tablet.device.id, 71).next();
    const text = batchOf([body]);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(
      `POST /api/submissions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${tablet.token}\r\nContent-Type: ${NDJSON}\r\nContent-Length: ${text.length}\r\n\r\n${text.slice(0, -20)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await once(socket, 'close');
    expect(server.db.prepare('select count(*) from submissions').pluck().get()).toBe(0);
    expect((await sendBatch(ask, tablet.token, text)).receipts[0]?.status).toBe('stored');
  });
});

/** Sends text as it is, and waits for what comes back until the server closes. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

describe('what Node itself turns away', () => {
  test('is a head over 16 kB', async () => {
    const head = 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
    const filler = (bytes: number) => `X-Filler: ${'x'.repeat(bytes - head.length - 14)}\r\n\r\n`;
    expect(await raw(head + filler(HEADER_BYTES - 200))).toContain('200 OK');
    expect(await raw(head + filler(HEADER_BYTES + 200))).toContain('"code":"too-large"');
  });

  test('is a head that comes too slowly', async () => {
    expect(await raw('GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')).toContain('"code":"too-slow"');
  });

  test('is a body that comes too slowly', async () => {
    const head = `POST /api/submissions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${tablet.token}\r\nContent-Type: ${NDJSON}\r\nContent-Length: 1000\r\n\r\n`;
    expect(await raw(`${head}{"wire"`)).toContain('"code":"too-slow"');
    expect((await ask('/livez', {})).status).toBe(200);
  });

  test.each([
    'nonsense\r\n\r\n',
    'GET /livez HTTP/1.1\r\n\r\n',
    'GET http://[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'GET /livez HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
  ])('is %j', async (text) => {
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('one tablet', () => {
  const settings = (token: string) => ask('/api/settings', { headers: { Authorization: `Bearer ${token}` } });

  test('may save up 200 requests and then has 60 a minute; another behind the same address has its own', async () => {
    const other = await server.enrol();
    for (let i = 0; i < 200; i++) expect((await settings(tablet.token)).status).toBe(200);
    const over = await settings(tablet.token);
    expect([over.status, await codeOf(over), over.headers.get('Retry-After')]).toEqual([429, 'too-many', '1']);
    expect((await settings(other.token)).status).toBe(200);
    now += 1000;
    expect((await settings(tablet.token)).status).toBe(200);
    expect((await settings(tablet.token)).status).toBe(429);
    now += 60_000;
    const replies = await Promise.all(Array.from({ length: 15 }, () => settings(tablet.token)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    now -= 3_600_000;
    expect((await settings(tablet.token)).status).toBe(200);
  });

  test('may have 20 requests under way, and no more until one is done', async () => {
    const controllers: AbortController[] = [];
    const hanging = Array.from({ length: 20 }, () => {
      const controller = new AbortController();
      controllers.push(controller);
      const body = new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(new Uint8Array([0x7b])) });
      const init = { method: 'POST', headers: { Authorization: `Bearer ${tablet.token}`, 'Content-Type': NDJSON } };
      return ask('/api/submissions', { ...init, body, signal: controller.signal, duplex: 'half' } as RequestInit).catch(
        () => null,
      ); // lib.dom lacks duplex
    });
    await expect.poll(async () => (await settings(tablet.token)).status).toBe(429);
    for (const controller of controllers) controller.abort();
    await Promise.all(hanging);
    await expect.poll(async () => (await settings(tablet.token)).status).toBe(200);
  });
});

test('a batch holds 100 records and not one more', async () => {
  const bodies = ballotMaker(tablet.device.id, 72)
    .many(BATCH_RECORDS + 1)
    .map(({ body }) => body);
  const over = await postBatch(ask, tablet.token, batchOf(bodies));
  expect([over.status, await codeOf(over)]).toEqual([413, 'too-large']);
  expect((await sendBatch(ask, tablet.token, batchOf(bodies.slice(1)))).receipts).toHaveLength(BATCH_RECORDS);
});

test('50 tablets behind one address each send their own', async () => {
  // With the patience that a server really has: this process makes and sends all of them by itself.
  await server.stop();
  server = await startServer({ now: () => now });
  const crowd = await Promise.all(Array.from({ length: 50 }, async (_, i) => ({ ...(await server.enrol()), seed: i })));
  const replies = await Promise.all(
    crowd.map(({ device, token, seed }) =>
      sendBatch(
        ask,
        token,
        batchOf(
          ballotMaker(device.id, 7200 + seed)
            .many(4)
            .map(({ body }) => body),
        ),
      ),
    ),
  );
  expect(replies.flatMap(({ receipts }) => receipts).filter(({ status }) => status === 'stored')).toHaveLength(200);
});
