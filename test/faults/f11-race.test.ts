/** F11: 64 senders of one record at once, at two servers on one file: the same bytes, and other bytes under its id. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { EnrolReply } from '../../src/domain/wire.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { ballotMaker, batchOf, hashOf, postBatch } from '../helpers/ballots.ts';
import { BatchReply } from '../../src/domain/wire.ts';
import { type Bug, builtServer } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { verified } from './verified.ts';

const SENDERS = 64;
const DEVICES = 8;

async function race({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const file = await builtServer(bugs);
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-f11-'));
  const servers = [await startServer(file, dataDir), await startServer(file, dataDir)];
  const urls = servers.map(({ url }) => url);
  const enrol = async () => {
    const headers = { 'Content-Type': 'application/json' };
    const reply = await fetch(`${urls[0]}/api/enrolment`, { method: 'POST', headers, body: '{}' });
    return EnrolReply.parse(await reply.json());
  };
  // Several tablets send what one of them made, as after an exchange of tablets: no tablet is over its allowance.
  const tablets = await Promise.all(Array.from({ length: DEVICES }, enrol));
  const violations: string[] = [];
  const maker = ballotMaker(tablets[0]?.settings.device.id ?? '', seed);
  const db = new Sqlite(databaseFile(dataDir), { readonly: true });
  const rows = db.prepare<[string], { hash: string }>('select hash from submissions where body like ?');

  async function send(body: string, sender: number) {
    const ask = (path: string, init: RequestInit) => fetch((urls[sender % 2] ?? '') + path, init);
    const { token } = tablets[Math.floor(sender / 2) % DEVICES] ?? {};
    for (;;) {
      const reply = await postBatch(ask, token ?? '', batchOf([body]));
      const text = await reply.text();
      if (reply.status === 200) return BatchReply.parse(JSON.parse(text)).receipts[0];
      if (reply.status !== 429 && reply.status !== 503) throw new Error(`${reply.status} ${text}`);
      await new Promise((later) => setTimeout(later, 1100));
    }
  }
  for (let round = 0; round < n; round++)
    for (const kind of ['the same bytes', 'other bytes'] as const) {
      const { body, submission } = maker.next({ remark: null });
      const bodies = Array.from({ length: SENDERS }, (_, sender) =>
        kind === 'the same bytes' ? body : JSON.stringify({ ...submission, tookMs: 1000 + sender }),
      );
      const receipts = await Promise.all(bodies.map(send));
      const found = rows.all(`%${submission.id}%`);
      const at = `${kind}, round ${round}`;
      if (found.length !== 1) violations.push(`${at}: ${found.length} rows`);
      const stored = receipts.filter((receipt) => receipt?.status === 'stored').length;
      if (stored !== 1) violations.push(`${at}: ${stored} said stored`);
      receipts.forEach((receipt, sender) => {
        const own = hashOf(bodies[sender] ?? '');
        const wanted = own === found[0]?.hash ? ['stored', 'duplicate'] : ['refused'];
        if (receipt?.hash !== own || !wanted.includes(receipt.status))
          violations.push(`${at}: receipt ${receipt?.status}`);
      });
    }
  db.close();
  await Promise.all(servers.map((server) => server.kill()));
  violations.push(...verified(dataDir));
  rmSync(dataDir, { recursive: true, force: true });
  return { violations, trials: n * 2, seen: `${SENDERS} senders, ${DEVICES} tablets, two servers on one file` };
}

const F11 = { id: 'F11', what: '64 senders of one record', slowMs: 8000 };
fault({ ...F11, runs: { commit: 2, soak: 20, long: 500 } }, (trials) => race(trials, []));
const lookFirst: Bug[] = [
  {
    file: 'store/submissions.ts',
    find: 'return [id, office, device, epoch',
    put: 'return [crypto.randomUUID(), office, device, epoch',
  },
  { file: 'store/submissions.ts', find: 'writeRemarks(stored);', put: '' },
  { file: 'schema/1-submissions.ts', find: 'unique (device_id, epoch, seq)', put: 'check (seq > 0)' },
];
control({ ...F11, runs: { commit: 1, soak: 3, long: 10 } }, 'no unique constraint', (trials) =>
  race(trials, lookFirst),
);
