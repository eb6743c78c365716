import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { SettingsReply } from '../../src/domain/wire.ts';
import { newKeyPair } from '../../src/seal/sign.ts';
import { openBackup, sealBackup } from '../../src/server/key-backup.ts';
import { checkKeys } from '../../src/server/key-check.ts';
import { backupOf, restoreKeys } from '../../src/server/key-restore.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { listSealingKeys, rotateSealingKey, toldSealingKey } from '../../src/server/store/sealing-keys.ts';
import { secretFile } from '../../src/server/store/secret.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { takeInWaiting } from '../../src/server/waiting.ts';
import { sendBatch, batchOf } from '../helpers/ballots.ts';
import { freePort } from '../helpers/process.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { sealedBallots, type SealedBallot, signingTablet } from '../helpers/signing.ts';

const PASSPHRASE = 'bốn con vịt qua sông';
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hai-long-keys-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = () => {
  const server = openApp({ dataDir });
  onTestFinished(() => {
    if (server.db.open) server.close();
  });
  return server;
};
const folderOf = ({ db, deps }: TestApp) => ({ db, office: deps.office, config: deps.config });
const states = async ({ db, deps }: TestApp) => (await checkKeys(db, deps.office)).map(({ state }) => state);
const linesOf = (ballots: readonly SealedBallot[]) => ballots.map(({ line }) => line);

describe('the sealing key', () => {
  test('is made at the first start, stays, and tablets hear of another by the tag of their settings', async () => {
    const first = open();
    const { db, deps } = first;
    const told = toldSealingKey(db, deps.office);
    expect(told?.key).toMatch(/^[A-Za-z0-9_-]{87}$/);
    const tablet = await signingTablet(first);
    const settings = async () => SettingsReply.parse(await (await tablet.request('/api/settings')).json());
    const before = await settings();
    expect(before.settings.sealing).toEqual(told);
    const id = rotateSealingKey(db, deps.office, Date.now());
    const after = await settings();
    expect(after.settings.sealing?.id).toBe(id);
    expect(after.tag).not.toBe(before.tag);
    first.close();
    const second = open();
    expect(listSealingKeys(second.db, deps.office).map((key) => key.id)).toEqual([told?.id, id]);
    expect(await states(second)).toEqual(['works', 'works']);
  });

  test('lies in the data file sealed: no bytes of a private half are in the file or the log', () => {
    const server = open();
    const { db, deps } = server;
    rotateSealingKey(db, deps.office, Date.now());
    const keys = listSealingKeys(db, deps.office);
    expect(keys).toHaveLength(2);
    const { content } = backupOf(folderOf(server));
    const file = sealBackup(content, PASSPHRASE);
    db.pragma('wal_checkpoint(truncate)');
    const bytes = readFileSync(databaseFile(dataDir));
    for (const { privateKey, publicKey } of keys) {
      if (!privateKey) throw new Error('both can be opened');
      const raw = Buffer.from(privateKey.d, 'base64url');
      for (const text of [privateKey.d, raw.toString('hex'), raw.toString('base64')]) {
        expect(bytes.includes(text)).toBe(false);
        expect(file).not.toContain(text);
        expect(server.logged.join('\n')).not.toContain(text);
      }
      expect(bytes.includes(raw)).toBe(false);
      // The scan sees what is there.
      expect(bytes.includes(publicKey)).toBe(true);
    }
    expect(file).not.toContain(content.secret);
  });

  test('that does not belong to its public half is found by the canary', async () => {
    const server = open();
    const { db, deps } = server;
    rotateSealingKey(db, deps.office, Date.now());
    const [first, second] = listSealingKeys(db, deps.office);
    db.prepare('update sealing_keys set public_key = ? where id = ?').run(second?.publicKey, first?.id);
    expect(await states(server)).toEqual(['broken', 'works']);
  });
});

describe('a backup of the keys', () => {
  const contentOf = () => backupOf(folderOf(open())).content;

  test('opens with its passphrase only, and in no part that was changed', () => {
    const content = contentOf();
    const text = sealBackup(content, PASSPHRASE);
    expect(openBackup(text, PASSPHRASE)).toEqual({ ok: true, content });
    // Typed on another keyboard the letters may come apart from their marks.
    expect(openBackup(text, PASSPHRASE.normalize('NFD'))).toEqual({ ok: true, content });
    const wrong = { ok: false, code: 'wrong-passphrase' };
    expect(openBackup(text, `${PASSPHRASE} `)).toEqual(wrong);
    for (const [from, to] of [
      [/"sealed": "(.)/, (char: string) => (char === 'A' ? 'B' : 'A')],
      [/"tag": "(.)/, (char: string) => (char === 'A' ? 'B' : 'A')],
      [/"salt": "(.)/, (char: string) => (char === 'A' ? 'B' : 'A')],
      [/"office": "(.)/, () => '9'],
    ] as const)
      expect(
        openBackup(
          text.replace(from, (all, char: string) => all.slice(0, -1) + to(char)),
          PASSPHRASE,
        ),
      ).toEqual(wrong);
    const none = { ok: false, code: 'no-backup' };
    for (const other of ['', '{}', text.slice(0, -40), text.replace('131072', '1073741824')])
      expect(openBackup(other, PASSPHRASE)).toEqual(none);
  });
});

test('the drill: a change of keys, tablets with old settings, the secret lost, and every answer counted once at the end', async () => {
  const count = (server: TestApp, table: string) =>
    Number(server.db.prepare(`select count(*) from ${table}`).pluck().get());
  const first = open();
  const { office } = first.deps;
  const keys = await newKeyPair();
  const early = await signingTablet(first, { keys });
  const maker = early.ballots(1);
  const before = await maker.many(20);
  await early.send(linesOf(before.slice(0, 10)));
  rotateSealingKey(first.db, office, Date.now());
  const late = await signingTablet(first, { counter: 'quay-2' });
  const lateMaker = late.ballots(2);
  // The first has not heard of the new key, and never will before the loss.
  const meanwhile = [...(await maker.many(10)), ...(await lateMaker.many(20))];
  const { token, device } = await first.enrol('quay-3');
  const unsigned = await sealedBallots(device.id, 3, { sealing: early.sealing, keys: null }).many(10);
  const file = sealBackup(backupOf(folderOf(first)).content, PASSPHRASE);
  first.close();

  rmSync(secretFile(dataDir));
  const second = open();
  expect(await states(second)).toEqual(['lost', 'lost', 'works']);
  expect(second.logged.join('\n')).toContain('sealing-key-lost');
  const ask = second.app.request;
  const again = await signingTablet(second, { keys, ask });
  const all = [...before, ...meanwhile];
  const sent = await again.send(linesOf(all));
  // Ten were stored while they could be opened.
  expect(sent.receipts.map(({ status, code }) => code ?? status)).toEqual(
    all.map((_, at) => (at < 10 ? 'duplicate' : 'sealing-key')),
  );
  const { receipts } = await sendBatch(ask, token, batchOf(linesOf(unsigned)));
  expect(new Set(receipts.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['refused sealing-key']));
  // Who hears of the third key goes on as if nothing were.
  const after = await again.ballots(4).many(10);
  expect(new Set((await again.send(linesOf(after))).receipts.map(({ status }) => status))).toEqual(new Set(['stored']));
  expect([count(second, 'submissions'), count(second, 'refused_submissions')]).toEqual([20, all.length]);
  expect(await takeInWaiting(second.deps)).toBe(0);
  expect(count(second, 'refused_submissions')).toBe(all.length);
  second.close();

  const third = open();
  const opened = openBackup(file, PASSPHRASE);
  if (!opened.ok) throw new Error(opened.code);
  const restored = restoreKeys(folderOf(third), opened.content, false, Date.now());
  expect(restored.keys).toHaveLength(2);
  expect(restored.secretMovedTo).toMatch(/secret\.key\.before-/);
  third.close();

  const fourth = open();
  expect(await states(fourth)).toEqual(['works', 'works', 'works']);
  expect(await takeInWaiting(fourth.deps)).toBe(all.length);
  expect(count(fourth, 'refused_submissions')).toBe(0);
  const total = all.length + unsigned.length + after.length;
  expect(verifyTallies(fourth.db, office)).toEqual({ submissions: total, differences: [], altered: [] });
  const asks = await signingTablet(fourth, { keys });
  const repeated = await asks.send(linesOf([...all, ...after]));
  expect(new Set(repeated.receipts.map(({ status }) => status))).toEqual(new Set(['duplicate']));
  expect(await takeInWaiting(fourth.deps)).toBe(0);
  expect(verifyTallies(fourth.db, office).submissions).toBe(total);
  // A second restore changes nothing.
  expect(restoreKeys(folderOf(fourth), opened.content, false, Date.now())).toEqual({ keys: [], secretMovedTo: null });
});

test('npm run keys does all of this from the command line', { timeout: 120_000 }, async () => {
  const server = open();
  const tablet = await signingTablet(server);
  const lines = linesOf(await tablet.ballots(9).many(5));
  server.close();
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: String(await freePort()) };
  const run = (args: string[], more: Record<string, string> = { KEYS_PASSPHRASE: PASSPHRASE }) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/server/keys.js', ...args], {
      env: { ...env, ...more },
      encoding: 'utf8',
      input: '',
    });
    return { status, text: stdout + stderr };
  };
  const file = join(dataDir, 'keys.backup');
  const secret = join(dataDir, 'passphrase');
  writeFileSync(secret, `${PASSPHRASE}\n`);
  expect(run(['check'])).toMatchObject({ status: 0 });
  expect(run(['rotate'])).toMatchObject({ status: 0 });
  expect(run(['backup', file], { KEYS_PASSPHRASE: 'too short' })).toMatchObject({ status: 1 });
  expect(run(['backup', file], {})).toMatchObject({ status: 2 });
  expect(run(['backup', file, '--passphrase-file', secret], {})).toMatchObject({ status: 0 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // A backup is never written over.
  expect(run(['backup', file])).toMatchObject({ status: 1 });
  expect(run(['list']).text.match(/works/g)).toHaveLength(2);

  rmSync(secretFile(dataDir));
  const without = open();
  const stands = await signingTablet(without, { keys: tablet.keys });
  const { receipts } = await stands.send(lines);
  expect(new Set(receipts.map(({ code }) => code))).toEqual(new Set(['sealing-key']));
  without.close();
  expect(run(['check'])).toMatchObject({ status: 1 });
  expect(run(['restore', file], { KEYS_PASSPHRASE: 'another passphrase' })).toMatchObject({ status: 1 });
  expect(run(['restore', databaseFile(dataDir)])).toMatchObject({ status: 1 });
  const { status, text } = run(['restore', file]);
  expect(text).toContain('5 answers that had waited');
  expect(status).toBe(0);
  expect(run(['check'])).toMatchObject({ status: 0 });
  expect(run(['dance'])).toMatchObject({ status: 2 });
  expect(readdirSync(dataDir).some((name) => name.startsWith('secret.key.before-'))).toBe(true);
  expect(existsSync(secretFile(dataDir))).toBe(true);
  expect(text).not.toContain(PASSPHRASE);
});
