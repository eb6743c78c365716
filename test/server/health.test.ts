/**
 * What a proxy and Prometheus ask. `/metrics`: only for the token, in the format that scrapers read, with true numbers and nothing of
 * anybody in it. `/readyz`: only a write that is on disk is a yes, and asking often is no way to make the disk work.
 */
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMeasures } from '../../src/server/metrics/measures.ts';
import { metricsText } from '../../src/server/metrics/text.ts';
import { createReadiness } from '../../src/server/readiness.ts';
import { createStoreThread } from '../../src/server/store-thread.ts';
import { openConnection } from '../../src/server/store/connection.ts';
import { saveLastBackup } from '../../src/server/store/last-backup.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { paperFolder, ZONE } from '../helpers/paper.ts';
import { openApp } from '../helpers/server.ts';

const METRICS_TOKEN = 'a-metrics-token-of-some-length';
const NAMES = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAMES})(?:\\{((?:${NAMES}="(?:[^"\\\\\\n]|\\\\[\\\\"n])*",?)*)\\})? (\\S+)$`);

/** Reads the text as strictly as its specification says. @returns value by name and labels */
function parse(text: string): Map<string, number> {
  expect(text.endsWith('\n')).toBe(true);
  const found = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of text.trimEnd().split('\n')) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (comment) {
      const [, kind, name = '', rest = ''] = comment;
      if (kind === 'TYPE') {
        expect([name, types.has(name)]).toEqual([name, false]);
        expect(['counter', 'gauge', 'histogram']).toContain(rest);
        types.set(name, rest);
      }
      continue;
    }
    const [, name = '', labels, value = ''] = SAMPLE.exec(line) ?? [];
    expect(name, line).not.toBe('');
    const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
    expect([line, types.has(family)]).toEqual([line, true]);
    const number = value === '+Inf' ? Infinity : Number(value);
    expect([line, Number.isNaN(number)]).toEqual([line, false]);
    const key = labels === undefined ? name : `${name}{${labels}}`;
    expect([key, found.has(key)]).toEqual([key, false]);
    found.set(key, number);
  }
  return found;
}

function measured(options: Parameters<typeof openApp>[0] = {}) {
  const server = openApp({ ...options, env: { METRICS_TOKEN } });
  onTestFinished(server.close);
  const read = async () => {
    const reply = await server.app.request('/metrics', { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } });
    expect([reply.status, reply.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect(reply.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await reply.text();
    return { text, values: parse(text) };
  };
  return { server, read };
}

it('is not there without a token in the settings, and shut to whoever has another', async () => {
  const off = openApp({ env: { READ_TOKEN: METRICS_TOKEN } });
  onTestFinished(off.close);
  const { server } = measured();
  const ask = async ({ app }: typeof off, headers: Record<string, string>) =>
    (await app.request('/metrics', { headers })).status;
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  expect(await ask(off, {})).toBe(404);
  expect(await ask(off, bearer(METRICS_TOKEN))).toBe(404);
  expect(await ask(off, off.signIn('administrator'))).toBe(404);
  expect(await ask(server, {})).toBe(401);
  expect(await ask(server, bearer(`${METRICS_TOKEN}x`))).toBe(401);
  expect(await ask(server, server.signIn('administrator'))).toBe(401);
  expect(await ask(server, bearer(METRICS_TOKEN))).toBe(200);
  expect((await server.app.request('/metrics', { method: 'POST', headers: bearer(METRICS_TOKEN) })).status).toBe(405);
});

it('counts what became of records, commits and refused requests', async () => {
  const { server, read } = measured();
  const tablet = await server.enrol();
  const send = (bodies: string[]) =>
    sendBatch((path, init) => server.app.request(path, init), tablet.token, batchOf(bodies));
  const bodies = ballotMaker(tablet.device.id, 5)
    .many(4)
    .map(({ body }) => body);
  await send(bodies);
  await send([...bodies.slice(0, 2), 'not a record']);
  await server.app.request('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ signInName: 'nobody', password: 'wrong' }),
  });
  server.db.pragma('query_only = on');
  const failed = await server.app.request('/api/submissions', {
    method: 'POST',
    headers: { Authorization: `Bearer ${tablet.token}`, 'Content-Type': 'application/x-ndjson' },
    body: batchOf(
      ballotMaker(tablet.device.id, 6)
        .many(1)
        .map(({ body }) => body),
    ),
  });
  expect(failed.status).toBe(503);
  server.db.pragma('query_only = off');
  const { values } = await read();
  expect(Object.fromEntries([...values].filter(([name]) => /^hai_long.*_total/.test(name)))).toEqual({
    'hai_long_records_total{outcome="stored"}': 4,
    'hai_long_records_total{outcome="duplicate"}': 2,
    'hai_long_records_total{outcome="refused"}': 1,
    'hai_long_refused_records_total{code="record-malformed"}': 1,
    hai_long_failed_commits_total: 1,
    'hai_long_refused_requests_total{code="sign-in-failed",status="401"}': 1,
    'hai_long_refused_requests_total{code="storage",status="503"}': 1,
  });
  expect(values.get('hai_long_commit_seconds_count')).toBe(2);
  expect(values.get('hai_long_commit_seconds_bucket{le="+Inf"}')).toBe(2);
  expect(values.get('hai_long_commit_seconds_sum')).toBeGreaterThan(0);
  expect(values.get('hai_long_queued_records')).toBe(0);
  expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(20_000_000);
  expect(values.get('nodejs_eventloop_lag_p99_seconds')).toBeLessThan(60);
});

it('tells how the folder and the tablets are', async () => {
  let now = Date.parse('2026-11-23T01:00:00Z'); // Monday, 8:00 at the office
  const { server, read } = measured({ now: () => now });
  await Promise.all([server.enrol(), server.enrol('quay-2')]);
  const before = (await read()).values;
  expect(before.get('hai_long_backup_age_seconds')).toBe(Infinity);
  expect(before.get('hai_long_tablets{state="new"}')).toBe(2);
  const { db, office } = server.deps;
  const [tablet = ''] = db.prepare<[], string>('select id from devices order by id').pluck().all();
  db.prepare(
    "insert into device_told (office_id, device_id, epoch, seq, hash, told_at) values (?, ?, 1, 3, '', ?)",
  ).run(office, tablet, now);
  saveLastBackup(db, office, { at: now, name: 'x', submissions: 0, bytes: 1, elsewhere: true });
  now += 26 * 3_600_000;
  const { values } = await read();
  expect(values.get('hai_long_backup_age_seconds')).toBe(26 * 3600);
  expect(values.get('hai_long_backup_elsewhere')).toBe(1);
  expect(values.get('hai_long_tablets{state="never"}')).toBe(2);
  expect(values.get('hai_long_missing_places{late="yes"}')).toBe(3);
  expect(values.get('hai_long_missing_places{late="no"}')).toBe(0);
  expect(values.get('hai_long_unsent_records')).toBe(0);
  expect(values.get('hai_long_open_alerts{acknowledged="no"}')).toBe(0);
  expect(values.get('hai_long_database_bytes')).toBeGreaterThan(0);
  expect(values.get('hai_long_wal_bytes')).toBeGreaterThan(0);
  expect(values.get('hai_long_disk_free_bytes')).toBeGreaterThan(0);
});

it('counts the result pages that follow, until they have gone', async () => {
  const { server, read } = measured();
  const reply = await server.app.request('/api/results/changes', { headers: server.signIn('viewer') });
  expect((await read()).values.get('hai_long_open_streams')).toBe(1);
  await reply.body?.cancel();
  await expect.poll(async () => (await read()).values.get('hai_long_open_streams')).toBe(0);
});

it('holds no word, person, tablet, counter or satisfaction', async () => {
  const { server, read } = measured();
  const tablet = await server.enrol('quay-2');
  const remark = 'Chờ lâu quá, gọi 0905123456';
  const { body, submission } = ballotMaker(tablet.device.id, 7, { counters: ['quay-2'] }).next({ remark });
  await sendBatch((path, init) => server.app.request(path, init), tablet.token, batchOf([body]));
  const cookie = server.signIn('team').Cookie;
  const { text } = await read();
  expect(text).toContain('hai_long_records_total{outcome="stored"} 1');
  const forbidden = [remark, '0905123456', submission.id, tablet.device.id, tablet.token, cookie, METRICS_TOKEN];
  for (const word of [...forbidden, 'quay-', 'Nguyễn', 'satisf', 'level', 'criterion', server.deps.config.office.name])
    expect(text.includes(word), word).toBe(false);
});

it('writes labels and help so that nothing in them ends a line', () => {
  const sample = { labels: { a: 'x"y\\z\nhai_long_fake 1' }, value: 1 };
  const text = metricsText([{ name: 'one', type: 'gauge', help: 'two\nlines \\', samples: [sample] }]);
  expect(parse(text).size).toBe(1);
  expect(text).toBe('# HELP one two\\nlines \\\\\n# TYPE one gauge\none{a="x\\"y\\\\z\\nhai_long_fake 1"} 1\n');
  expect(metricsText([{ name: 'none', type: 'gauge', help: 'nothing', samples: [] }])).toBe('');
});

it('puts the time of a commit into every bucket that holds it', () => {
  const measures = createMeasures();
  measures.committed([{ status: 'stored', note: null }], 0.03);
  measures.committed([], 3);
  const values = parse(metricsText(measures.read()));
  const bucket = (le: string) => values.get(`hai_long_commit_seconds_bucket{le="${le}"}`);
  expect(['0.025', '0.05', '2.5', '5', '10', '+Inf'].map(bucket)).toEqual([0, 1, 1, 2, 2, 2]);
});

const KEEP = 10_000;

/** The thread that stores on a real folder, and a clock that the test holds. */
function asked(patience = 5_000) {
  const folder = paperFolder();
  const { dataDir, office } = folder;
  const thread = createStoreThread(resolve('dist/server/store.js'), { dataDir, databaseUrl: null, office, zone: ZONE });
  onTestFinished(() => thread.end());
  const closing = new AbortController();
  const told: string[] = [];
  let now = 0;
  const readiness = createReadiness(
    {
      tryToWrite: thread.tryToWrite,
      closing: closing.signal,
      log: (event) => told.push(event),
      monotonic: () => now,
    },
    { keep: KEEP, patience },
  );
  const triedAt = () =>
    Number(folder.db.prepare("select value from office_settings where name = 'triedToWrite'").pluck().get() ?? 0);
  return { ...folder, readiness, closing, told, triedAt, later: (ms: number) => (now += ms) };
}

describe('readiness', () => {
  it('writes once for all who ask within ten seconds, and again after them', async () => {
    const { readiness, triedAt, later } = asked();
    expect(await Promise.all(Array.from({ length: 50 }, readiness))).toEqual(Array.from({ length: 50 }, () => null));
    const first = triedAt();
    expect(Date.now() - first).toBeLessThan(20_000);
    await wait(5);
    later(KEEP - 1);
    for (let i = 0; i < 500; i++) expect(await readiness()).toBeNull();
    expect(triedAt()).toBe(first);
    later(1);
    expect(await readiness()).toBeNull();
    expect(triedAt()).toBeGreaterThan(first);
  });

  it('says no while another program keeps the file, does not ask the thread twice, and comes back by itself', async () => {
    const { dataDir, readiness, told, later } = asked(100);
    const other = openConnection(dataDir);
    onTestFinished(() => void other.close());
    other.exec('begin immediate');
    expect(await readiness()).toBe('not-storing');
    expect(await readiness()).toBe('not-storing');
    expect(told).toEqual(['not-ready']);
    other.exec('rollback');
    for (let turn = 0; turn < 200 && (await readiness()) !== null; turn++) {
      await wait(25);
      later(KEEP);
    }
    expect(await readiness()).toBeNull();
  }, 30_000);

  it('is told by the server: 200, 503 for a file that cannot be written, and 503 at once when it stops', async () => {
    let now = 0;
    const server = openApp({ monotonic: () => now });
    const ready = async () => {
      const reply = await server.app.request('/readyz');
      expect(reply.headers.get('Cache-Control')).toBe('no-store');
      const said = (await reply.json()) as { status: string; code?: string };
      return [reply.status, said.code ?? said.status];
    };
    expect(await ready()).toEqual([200, 'ready']);
    server.db.pragma('query_only = on');
    expect(await ready()).toEqual([200, 'ready']);
    now += KEEP;
    expect(await ready()).toEqual([503, 'storage']);
    server.db.pragma('query_only = off');
    expect(await ready()).toEqual([503, 'storage']);
    now += KEEP;
    expect(await ready()).toEqual([200, 'ready']);
    server.close();
    expect(await ready()).toEqual([503, 'stopping']);
  });
});
