/** A file that staff exported from a tablet, brought by hand: the exact set arrives, once, and nothing of it is lost. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SealedRecord, lineText, signedText, headText } from '../../src/domain/sealed-record.ts';
import { TabletFileReply } from '../../src/domain/tablet-file.ts';
import { listEvents } from '../../src/server/store/device-events.ts';
import { revokeDevice } from '../../src/server/store/devices.ts';
import { listAside } from '../../src/server/store/aside.ts';
import { verifySequence } from '../../src/server/store/verify-sequence.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { linesOf } from '../../src/server/tablet-file/lines.ts';
import { ballotMaker, batchOf, hashOf, sendBatch } from '../helpers/ballots.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { signingTablet, type SigningTablet } from '../helpers/signing.ts';

let server: TestApp;
let tablet: SigningTablet;
beforeEach(async () => {
  server = openApp();
  tablet = await signingTablet(server);
});
afterEach(() => {
  expect(verifySequence(server.db, server.deps.office)).toEqual([]);
  expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ differences: [], altered: [] });
  server.close();
});

/** As the kiosk writes it: one envelope, however many records. */
const fileOf = (lines: readonly string[]) =>
  [JSON.stringify({ wire: 1, nonce: 'nonce-1234', sentAt: Date.now(), records: lines.length }), ...lines, ''].join(
    '\n',
  );
const bring = async (text: string, path = 'files', role: 'viewer' | 'team' = 'team') =>
  server.app.request(`/api/tablets/${path}`, {
    method: 'POST',
    headers: { ...server.signIn(role), 'Content-Type': 'application/octet-stream' },
    body: text,
  });
const took = async (lines: readonly string[], path = 'files') =>
  TabletFileReply.parse(await (await bring(fileOf(lines), path)).json()).parts.map(({ device, name, ...counts }) => ({
    device,
    known: name !== null,
    counts: [counts.records, counts.known, counts.unsigned, counts.aside, counts.added, counts.refused],
  }));
const hashes = () => server.db.prepare<[], string>('select hash from submissions order by hash').pluck().all();
const decide = (device: string, take: boolean) =>
  server.app.request(`/api/tablets/${device}/aside`, {
    method: 'POST',
    headers: { ...server.signIn('administrator'), 'Content-Type': 'application/json' },
    body: JSON.stringify({ take, note: 'Máy hỏng, đã thu hồi' }),
  });
const part = (device: string, counts: number[], known = true) => ({ device, known, counts });

describe('a file of a tablet', () => {
  test('of more records than a batch may have is looked at, taken in, and adds nothing the second time', async () => {
    const ballots = await tablet.ballots(1).many(250);
    await tablet.send(ballots.slice(0, 30).map(({ line }) => line));
    const lines = ballots.map(({ line }) => line);
    expect(await took(lines, 'files/check')).toEqual([part(tablet.device.id, [250, 30, 0, 0, 0, 0])]);
    expect(hashes()).toHaveLength(30);
    expect(await took(lines)).toEqual([part(tablet.device.id, [250, 30, 0, 0, 220, 0])]);
    expect(hashes()).toEqual(ballots.map(({ hash }) => hash).sort());
    expect(await took(lines)).toEqual([part(tablet.device.id, [250, 250, 0, 0, 0, 0])]);
    expect(hashes()).toHaveLength(250);
    expect(listEvents(server.db, server.deps.office, tablet.device.id, 9)).toEqual([]);
    expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
  });

  test('of a tablet without a key is taken in and marked', async () => {
    const { device } = await server.enrol();
    const ballots = ballotMaker(device.id, 2).many(3);
    expect(await took(ballots.map(({ body }) => body))).toEqual([part(device.id, [3, 0, 3, 0, 3, 0])]);
    expect(server.db.prepare('select distinct note from submissions').pluck().all()).toEqual(['unsigned']);
  });

  test('that was edited is refused record by record, kept, and noted', async () => {
    const [one, two, three] = await tablet.ballots(1).many(3);
    if (!one || !two || !three) throw new Error('three were made');
    const record = SealedRecord.parse(JSON.parse(three.line));
    const forged = lineText(signedText(headText(record), record.sealed.replace(/^../, 'AA')), record.sig);
    expect(await took([one.line, two.line, forged])).toEqual([part(tablet.device.id, [3, 0, 0, 0, 2, 1])]);
    expect(server.db.prepare('select hash, code from refused_submissions').raw().all()).toEqual([
      [hashOf(forged), 'signature-wrong'],
    ]);
    expect(listEvents(server.db, server.deps.office, tablet.device.id, 9)).toMatchObject([{ kind: 'signature-wrong' }]);
    // The place stays open for the record that was signed.
    expect(await took([three.line])).toEqual([part(tablet.device.id, [1, 0, 0, 0, 1, 0])]);
  });

  test('names a tablet that signs, in records that are not signed: kept aside until somebody vouches for them', async () => {
    const plain = ballotMaker(tablet.device.id, 3).many(2);
    expect(await took(plain.map(({ body }) => body))).toEqual([part(tablet.device.id, [2, 0, 2, 2, 0, 0])]);
    expect(hashes()).toEqual([]);
    expect(server.db.prepare('select * from device_runs').all()).toEqual([]);
    expect(listAside(server.db, server.deps.office)).toMatchObject([{ reason: 'unsigned', records: 2, unsigned: 2 }]);
    expect((await decide(tablet.device.id, true)).status).toBe(200);
    expect(hashes()).toHaveLength(2);
    expect(server.db.prepare('select distinct note from submissions').pluck().all()).toEqual(['unsigned']);
  });

  test('has lines that are no records: they are kept, and harm none of the others', async () => {
    const [one, two] = await tablet.ballots(1).many(2);
    const { device } = await server.enrol();
    revokeDevice(server.db, server.deps.office, device.id, Date.now());
    // A good record in another spelling says no tablet: it may not slip past the revocation.
    const [other] = ballotMaker(device.id, 5).many(1);
    const { v, ...rest } = other?.submission ?? { v: 1 };
    const lines = [one?.line ?? '', 'nothing', JSON.stringify({ ...rest, v }), two?.line ?? ''];
    expect(await took(lines)).toEqual([
      part(tablet.device.id, [2, 0, 0, 0, 2, 0]),
      part('', [2, 0, 2, 0, 0, 2], false),
    ]);
    expect(server.db.prepare('select count(*) from refused_submissions').pluck().get()).toBe(2);
    expect(server.db.prepare('select count(*) from submissions').pluck().get()).toBe(2);
  });

  test('is no file of a tablet: nothing is taken in', async () => {
    for (const text of ['', 'date,counter\n', fileOf([]).replace('"wire":1', '"wire":9')]) {
      const reply = await bring(text);
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([422, 'not-a-tablet-file']);
    }
  });

  test('is brought by the survey team, not by a viewer', async () => {
    expect((await bring(fileOf([]), 'files', 'viewer')).status).toBe(403);
    expect((await bring(fileOf([]))).status).toBe(200);
  });
});

describe('records of a tablet that was revoked', () => {
  test('are kept aside and counted when an administrator takes them in', async () => {
    const ballots = await tablet.ballots(1).many(5);
    const lines = ballots.map(({ line }) => line);
    revokeDevice(server.db, server.deps.office, tablet.device.id, Date.now());
    expect(await took(lines, 'files/check')).toEqual([part(tablet.device.id, [5, 0, 0, 5, 0, 0])]);
    expect(listAside(server.db, server.deps.office)).toEqual([]);
    expect(await took(lines)).toEqual([part(tablet.device.id, [5, 0, 0, 5, 0, 0])]);
    expect(await took(lines)).toEqual([part(tablet.device.id, [5, 5, 0, 0, 0, 0])]);
    expect(hashes()).toEqual([]);
    expect(listAside(server.db, server.deps.office)).toMatchObject([
      { device: tablet.device.id, reason: 'revoked', records: 5, unsigned: 0 },
    ]);
    expect((await decide(tablet.device.id, true)).status).toBe(200);
    expect(hashes()).toEqual(ballots.map(({ hash }) => hash).sort());
    expect(listAside(server.db, server.deps.office)).toEqual([]);
    expect((await decide(tablet.device.id, true)).status).toBe(404);
    expect(server.db.prepare("select action from audit_log where action like 'tablet.aside%'").pluck().all()).toEqual([
      'tablet.aside-take',
    ]);
  });

  test('are left, and stay in the file all the same', async () => {
    const lines = (await tablet.ballots(1).many(2)).map(({ line }) => line);
    revokeDevice(server.db, server.deps.office, tablet.device.id, Date.now());
    await took(lines);
    expect((await decide(tablet.device.id, false)).status).toBe(200);
    expect(hashes()).toEqual([]);
    expect(listAside(server.db, server.deps.office)).toEqual([]);
    expect(server.db.prepare('select taken, note from aside_records').raw().all()).toEqual([
      [0, 'Máy hỏng, đã thu hồi'],
      [0, 'Máy hỏng, đã thu hồi'],
    ]);
    expect(await took(lines)).toEqual([part(tablet.device.id, [2, 2, 0, 0, 0, 0])]);
  });

  test('or of one that nobody knows wait as well', async () => {
    const bodies = ballotMaker('b4b4b4b4-0000-4000-8000-000000000000', 1).many(2);
    expect(await took(bodies.map(({ body }) => body))).toMatchObject([{ known: false, counts: [2, 0, 2, 2, 0, 0] }]);
    expect(listAside(server.db, server.deps.office)).toMatchObject([{ reason: 'unknown', records: 2, unsigned: 2 }]);
  });
});

test('the command takes the same file beside the server, and adds nothing twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-file-'));
  const { device, token } = await server.enrol();
  const ballots = ballotMaker(device.id, 9).many(120);
  await sendBatch(server.app.request, token, batchOf(ballots.slice(0, 20).map(({ body }) => body)));
  const file = join(folder, 'hai-long.ndjson');
  writeFileSync(file, fileOf(ballots.map(({ body }) => body)));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['dist/server/import.js', file, ...args], {
      env: { PATH: process.env.PATH ?? '', DATA_DIR: server.dataDir },
      encoding: 'utf8',
    });
  expect(run('--check').stdout).toContain('120 records, nothing was stored');
  expect(hashes()).toHaveLength(20);
  expect(run()).toMatchObject({ status: 0 });
  expect(hashes()).toEqual(ballots.map(({ hash }) => hash).sort());
  expect(run().stdout).toContain('120 here already, 0 added');
  writeFileSync(file, 'date,counter\n');
  expect(run()).toMatchObject({ status: 1 });
  rmSync(folder, { recursive: true });
});

test('lines come whole however the file is cut into parts', async () => {
  const text = Buffer.from('một\n\nhai\nba');
  for (let size = 1; size <= text.length; size++) {
    const parts = async function* () {
      for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
    };
    const lines: string[] = [];
    for await (const line of linesOf(parts(), 6)) lines.push(Buffer.from(line).toString());
    expect(lines).toEqual(['một', 'hai', 'ba']);
  }
  const long: number[] = [];
  for await (const line of linesOf(
    (async function* () {
      yield Buffer.alloc(5000, 97);
      yield Buffer.from('\nx');
    })(),
    100,
  ))
    long.push(line.length);
  expect(long).toEqual([101, 1]);
});
