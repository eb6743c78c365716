/** F17: backups that were cut short or changed at any byte are refused, and nothing in the data folder is touched by that. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listBackups, makeBackup } from '../../src/server/backup/make.ts';
import type * as Restoring from '../../src/server/backup/restore.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { readSecret } from '../../src/server/store/secret.ts';
import { createSubmissionStore } from '../../src/server/store/submissions.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { type Bug, loadWith } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';

const OFFICE = { code: '22504', name: 'Trung tâm' };

/** A folder with some answers and a backup of them, and its secret. */
async function prepare(dataDir: string) {
  const opening = openDatabase({ dataDir, office: OFFICE }, Date.now());
  if (!opening.ok) throw new Error(opening.message);
  const { db, office } = opening;
  const maker = ballotMaker('tablet-1', 1);
  const stamp = { day: '2026-10-01', hour: 9, sentAt: 1, receivedAt: 2, note: null };
  createSubmissionStore(
    db,
    office,
  )(Array.from({ length: 300 }, () => ({ ok: true, ...maker.next(), survey: SIX_CRITERIA, ...stamp }) as const));
  const secret = readSecret(db);
  const backupDir = join(dataDir, 'backups');
  const place = { dataDir, databaseUrl: null, backupDir, office, code: OFFICE.code, keep: 3 };
  await makeBackup(place, Date.now);
  db.close();
  return { secret, bytes: readFileSync(join(backupDir, listBackups(backupDir, OFFICE.code)[0] ?? '')) };
}
const stateOf = (dataDir: string): string[] =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`);

/** The tag, and what gzip writes last. */
const END_BYTES = 24;

async function damaged({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const { restoreBackup } = await loadWith<typeof Restoring>('src/server/backup/restore.ts', bugs);
  const random = randomFrom(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-f17-'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'hai-long-f17-file-'));
  const file = join(elsewhere, 'damaged.backup');
  const { secret, bytes } = await prepare(dataDir);
  const before = stateOf(dataDir);
  const violations: string[] = [];
  const said = new Set<string>();
  for (let trial = 0; trial < n; trial++) {
    const cut = trial % 2 === 0;
    // A third in the first line, which says what the file is, and a third at the end, where only the tag tells.
    const end = bytes.length;
    const [from, upTo] = trial % 3 === 0 ? [0, 400] : trial % 3 === 1 ? [end - END_BYTES, end] : [0, end];
    const at = from + Math.floor(random() * (upTo - from));
    const changed = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
    if (!cut) changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    writeFileSync(file, changed);
    const what = cut ? `cut after ${at} bytes` : `changed at byte ${at}`;
    const restored = await restoreBackup(
      { dataDir, databaseUrl: null, office: OFFICE },
      file,
      secret,
      Date.now(),
    ).catch((error: unknown) => ({ ok: false as const, message: '', error }));
    if (restored.ok) violations.push(`${what}: restored`);
    else if ('error' in restored) violations.push(`${what}: ${String(restored.error)}`);
    else said.add(restored.message);
    if (stateOf(dataDir).join() !== before.join()) violations.push(`${what}: the folder is another one now`);
    if (violations.length > 20) break;
  }
  for (const folder of [dataDir, elsewhere]) rmSync(folder, { recursive: true, force: true });
  return { violations, seen: `${bytes.length} bytes, ${said.size} different refusals` };
}

const F17 = { id: 'F17', what: 'a backup that was cut short or changed', slowMs: 500 };
/** GCM without its tag is a counter that begins with two. */
const tagUnread: Bug = {
  file: 'server/backup/file.ts',
  find: `const opener = createDecipheriv('aes-256-gcm', keyOf(secret, head.salt), Buffer.from(head.nonce, 'base64'));
  opener.setAAD(text).setAuthTag(tag);`,
  put: `const opener = createDecipheriv('aes-256-ctr', keyOf(secret, head.salt),
    Buffer.concat([Buffer.from(head.nonce, 'base64'), Buffer.from([0, 0, 0, 2])]));`,
};
const tooEarly: Bug = {
  file: 'server/backup/restore.ts',
  find: 'const opened = await openFile(',
  put: 'renameSync(databaseFile(dataDir), `${databaseFile(dataDir)}.before`);\n    const opened = await openFile(',
};
fault({ ...F17, runs: { commit: 60, soak: 1000, long: 2000 } }, (trials) => damaged(trials, []));
control(
  { ...F17, runs: { commit: 20, soak: 40, long: 100 } },
  'what is there is moved before the backup is checked',
  (trials) => damaged(trials, [tooEarly]),
);
control({ ...F17, runs: { commit: 12, soak: 40, long: 100 } }, 'the tag is not looked at', (trials) =>
  damaged(trials, [tagUnread]),
);
