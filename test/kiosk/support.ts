/** What the tests of the kiosk's data share: a tablet on fake-indexeddb, and a server that answers as the real one must. */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { Submission, type Draft } from '../../src/domain/submission.ts';
import type { Receipt } from '../../src/domain/wire.ts';
import type { SendEnd } from '../../src/kiosk/api.ts';
import { createDatabase, type Database } from '../../src/kiosk/database.ts';
import type { Clock } from '../../src/kiosk/job.ts';
import { plainLine } from '../../src/kiosk/maker.ts';
import { createOutbox, type Outbox, type OutboxOptions } from '../../src/kiosk/outbox.ts';
import { SentRun, type CachedSettings, type OutboxRecord } from '../../src/kiosk/record.ts';

export const START = 1_795_000_000_000;
let names = 0;
export const freshName = () => `test-${++names}`;

export const cached: CachedSettings = {
  tag: 'tag-1',
  settings: {
    device: { id: 'device-1', name: 'Máy 1' },
    office: { code: '22504', name: 'UBND xã Đại Lãnh' },
    counter: { id: 'quay-1', name: 'Quầy 1', asksField: true, field: null, asksStage: true, stage: null },
    survey: SIX_CRITERIA,
    rules: { idleSeconds: 30, countdownSeconds: 10, onLeft: 'keep' },
    pin: { salt: '00'.repeat(16), iterations: 10, hash: '0'.repeat(64) },
  },
};

export const draft = (number = 1, remark: string | null = null): Draft => ({
  survey: 1,
  counter: 'quay-1',
  field: 'land',
  stage: 'filing',
  channel: 'kiosk',
  language: 'vi',
  end: 'finished',
  answeredAt: START + number,
  tookMs: 20_000,
  answers: [{ criterion: 'access', level: 5 }],
  remark,
});

export interface Tablet {
  name: string;
  database: Database;
  outbox: Outbox;
  time: { now: number };
}

/** A tablet in another tab, or after a restart, when the name is one that was used before. */
export function openTablet(
  name: string,
  wrap = (database: Database) => database,
  saveDeadlineMs?: number,
  stores: Omit<OutboxOptions, 'saveDeadlineMs'> = {},
): Tablet {
  const time = { now: START };
  const database = wrap(createDatabase(name));
  const options = { ...stores, ...(saveDeadlineMs !== undefined && { saveDeadlineMs }) };
  return { name, database, outbox: createOutbox(database, plainLine, () => time.now, options), time };
}
/** An enrolled tablet with some records on it. */
export async function tabletWith(records: number): Promise<Tablet> {
  const tablet = openTablet(freshName());
  await tablet.outbox.enrolled({ id: 'device-1', token: 'token-1' }, cached);
  for (let number = 1; number <= records; number++) await tablet.outbox.add(draft(number));
  return tablet;
}

export const sha = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Everything on the tablet, straight from the database: `outbox` waits to be sent, `kept` was sent. */
export async function disk({ database }: Pick<Tablet, 'database'>) {
  const tx = await database.read(['outbox', 'refused', 'meta']);
  const [rows, refused, last, runs] = await Promise.all([
    tx.objectStore('outbox').getAll(),
    tx.objectStore('refused').getAll(),
    tx.objectStore('meta').get('last'),
    tx.objectStore('meta').get('sent'),
  ]);
  const sent = z.array(SentRun).parse(runs ?? []);
  const wasSent = ({ epoch, seq }: OutboxRecord) =>
    sent.some((run) => run.epoch === epoch && run.first <= seq && seq <= run.last);
  return { outbox: rows.filter((row) => !wasSent(row)), kept: rows.filter(wasSent), refused, last };
}

/** Puts any value where a record belongs. */
export async function plant({ database }: Tablet, row: object): Promise<void> {
  const tx = await database.write(['outbox']);
  // What a broken disk may give back is, on purpose, no record.
  await Promise.all([tx.store.put(row as OutboxRecord), tx.done]);
}

/** Stores what it is sent, at most once, and says so in receipts. `verdict` may give another status to a body. */
export function createServer(verdict: (body: string) => Receipt['status'] | null | undefined = () => undefined) {
  const stored = new Map<string, string>();
  return {
    stored,
    batches: [] as string[][],
    receive(bodies: readonly string[]): Receipt[] {
      this.batches.push([...bodies]);
      return bodies.flatMap((body) => {
        const { id } = Submission.parse(JSON.parse(body));
        const judged = verdict(body);
        if (judged === null) return [];
        const status = judged ?? (stored.has(id) ? 'duplicate' : 'stored');
        if (status === 'stored') stored.set(id, body);
        return [{ id, hash: sha(body), status, ...(status === 'refused' && { code: 'unknown-field' }) }];
      });
    },
    sendBatch(bodies: readonly string[]): Promise<SendEnd> {
      return Promise.resolve({ kind: 'receipts', receipts: this.receive(bodies), receivedAt: START });
    },
  };
}

/** A generator of chances that is the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A clock that stands still until it is told to go on; promises are let finish between two timers. */
export function createFakeClock(): Clock & { advance(ms: number): Promise<void> } {
  let at = 0;
  let timers: { at: number; run: () => void }[] = [];
  const settle = async () => {
    for (let turn = 0; turn < 12; turn++) await Promise.resolve();
  };
  return {
    now: () => at,
    after(ms, run) {
      const timer = { at: at + Math.max(0, ms), run };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    async advance(ms) {
      const end = at + ms;
      await settle();
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        at = Math.max(at, next.at);
        next.run();
        await settle();
      }
      at = end;
    },
  };
}
