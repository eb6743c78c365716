/**
 * F18: backups are made beside a server that tablets send to. Each, restored elsewhere, holds every answer that was acknowledged
 * before it began. In the end the server itself goes back to the last one, and the tablets bring what came after it.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listBackups } from '../../src/server/backup/make.ts';
import { restoreBackup } from '../../src/server/backup/restore.ts';
import { secretFile } from '../../src/server/store/secret.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { startFleet } from './fleet.ts';
import { type Bug, builtServer, builtWith } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { verified } from './verified.ts';
import { notKept, readServer } from './visits.ts';

const OFFICE = { code: '22504', name: 'Trung tâm' };
/** A tablet tells how far its sequence goes at most once a minute. */
const BACK_MS = 150_000;
const run = promisify(execFile);

async function set(seed: number, bugs: readonly Bug[]) {
  const main = await builtServer();
  const backup = await builtWith('src/server/cli/backup.ts', bugs);
  const restore = await builtWith('src/server/cli/restore.ts');
  const [dataDir = '', backups = ''] = ['data', 'backups'].map((name) =>
    mkdtempSync(join(tmpdir(), `hai-long-f18-${name}-`)),
  );
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, BACKUP_DIR: backups, PORT: '9' };
  let server = await startServer(main, dataDir);
  const fleet = await startFleet(3, seed, (path, init) => fetch(server.url + path, init));
  const newest = () => join(backups, listBackups(backups, OFFICE.code).at(-1) ?? 'none');
  return {
    dataDir,
    fleet,
    newest,
    backup: () => run(process.execPath, [backup], { env }),
    /** The server goes back to the newest backup. */
    restore: async () => {
      await server.kill();
      await run(process.execPath, [restore, newest()], { env });
      const left = readServer(dataDir).stored.length;
      server = await startServer(main, dataDir);
      return left;
    },
    /** @returns what is wrong at the end. */
    end: async () => {
      const unsent = await fleet.drain();
      fleet.off();
      await server.kill();
      const wrong = [...check({ visits: fleet.visits.all, ...readServer(dataDir), unsent }), ...verified(dataDir)];
      for (const folder of [dataDir, backups]) rmSync(folder, { recursive: true, force: true });
      return wrong;
    },
  };
}

async function made({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const { dataDir, fleet, newest, backup, end } = await set(seed, bugs);
  const random = randomFrom(seed + 2);
  const wrong: string[] = [];
  for (let round = 0; round < n; round++) {
    fleet.returned();
    await pause(100 + random() * 300);
    const acknowledged = [...fleet.receipted];
    const failed = await backup().then(
      () => null,
      (error: unknown) => `round ${round}: no backup: ${String(error)}`,
    );
    if (failed !== null) {
      wrong.push(failed);
      continue;
    }
    const scratch = mkdtempSync(join(tmpdir(), 'hai-long-f18-scratch-'));
    const secret = readFileSync(secretFile(dataDir));
    const restored = await restoreBackup(
      { dataDir: scratch, databaseUrl: null, office: OFFICE },
      newest(),
      secret,
      Date.now(),
    );
    if (restored.ok) wrong.push(...notKept(scratch, acknowledged), ...verified(scratch));
    else wrong.push(`round ${round}: ${restored.message}`);
    rmSync(scratch, { recursive: true, force: true });
  }
  await fleet.rest();
  wrong.push(...(await end()));
  return { violations: wrong, seen: `${fleet.visits.all.length} ballots` };
}

async function gone({ n, seed }: Trials): Promise<Finding> {
  const wrong: string[] = [];
  let [all, lost, slowest] = [0, 0, 0];
  for (let round = 0; round < n; round++) {
    const { dataDir, fleet, backup, restore, end } = await set(seed + round, []);
    await pause(500);
    await backup();
    await pause(500);
    await fleet.rest();
    await fleet.drain();
    const left = await restore();
    all += fleet.visits.all.length;
    lost += fleet.visits.all.length - left;
    const since = performance.now();
    const isBack = async () => {
      fleet.beat();
      await pause(1000);
      await fleet.drain();
      return readServer(dataDir).stored.length === fleet.visits.all.length;
    };
    await becomes(isBack, BACK_MS);
    slowest = Math.max(slowest, performance.now() - since);
    wrong.push(...(await end()));
  }
  const seconds = Math.round(slowest / 1000);
  return { violations: wrong, seen: `${all} ballots, ${lost} after the backup, all back within ${seconds} s` };
}

const copied: Bug = {
  file: 'server/backup/make.ts',
  find: 'const copied = copyInto(live, office, file);',
  put: "const copied = office; (await import('node:fs')).copyFileSync(live.name, file);",
};
const unchecked: Bug = {
  file: 'server/backup/make.ts',
  find: 'if (submissions < before) throw',
  put: 'if (submissions < 0) throw',
};

const F18 = { id: 'F18', what: 'backups while tablets send', slowMs: 20_000 };
fault({ ...F18, runs: { commit: 3, soak: 30, long: 100 } }, (trials) => made(trials, []));
control({ ...F18, runs: { commit: 2, soak: 3, long: 10 } }, 'the file is copied without its log', (trials) =>
  made(trials, [copied, unchecked]),
);
const back = { id: 'F18', what: 'a server goes back to its backup, and the tablets bring the rest', slowMs: 240_000 };
fault({ ...back, runs: { commit: 0, soak: 2, long: 50 } }, gone);
