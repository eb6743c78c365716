/**
 * A tablet without a screen: the kiosk's own parts, put together as src/kiosk/index.tsx does, on a database that can lose
 * its power at any moment. Harnesses build this file, so that a control can have a bug in any of the parts.
 */
import 'fake-indexeddb/auto';
import type { Draft } from '../../src/domain/submission.ts';
import { createApi, type Send } from '../../src/kiosk/api.ts';
import { createDatabase, type Database } from '../../src/kiosk/database.ts';
import { createDevice } from '../../src/kiosk/device.ts';
import { createHeartbeat } from '../../src/kiosk/heartbeat.ts';
import type { Clock } from '../../src/kiosk/job.ts';
import { createMaker } from '../../src/kiosk/maker.ts';
import { createOutbox, type OutboxOptions } from '../../src/kiosk/outbox.ts';
import type { OutboxState } from '../../src/kiosk/record.ts';
import { createSchedule } from '../../src/kiosk/schedule.ts';
import { createSync } from '../../src/kiosk/sync.ts';

export interface Surroundings {
  /** Of the database: the same name is the same tablet, started again. */
  name: string;
  /** As `fetch`, with the address as the kiosk names it: a path. */
  send: Send;
  clock: Clock;
  /** Milliseconds since 1970, by the tablet. */
  now: () => number;
  random: () => number;
  /** How long a request may take. */
  timeoutMs?: number;
  /** Between the kiosk and its database. */
  wrap?: (database: Database) => Database;
  /** Resolves when the power goes, which may be before the tablet has started. */
  ended?: Promise<void>;
  /** The stores beside the database, where it has any. */
  stores?: Omit<OutboxOptions, 'saveDeadlineMs'>;
}
export interface Tablet {
  /** Opens the journal and compares the stores, as is done behind the first picture. */
  attach(): Promise<void>;
  /** Rejects when the server could not be asked, or would not have it. */
  enrol(code?: string): Promise<void>;
  /** Whether it has a key of its own, and not only a token. */
  signs(): boolean;
  save(draft: Draft): Promise<void>;
  sendNow(): Promise<void>;
  returned(): void;
  beat(): void;
  state(): Promise<OutboxState>;
  /** The power is gone: what was not committed is not there, and nothing that was under way goes on. */
  cut(): void;
}

const RETRY_MS = 10_000;
const never = new Promise<never>(() => undefined);

/** A database whose power can be cut: transactions that were not yet complete never were. */
function cuttable(database: Database): { database: Database; cut: () => void } {
  let off = false;
  const live = new Set<{ abort(): void }>();
  const start = async <Tx extends { abort(): void; done: Promise<void> }>(opening: Promise<Tx>): Promise<Tx> => {
    const tx = await opening;
    if (off) {
      tx.abort();
      tx.done.catch(() => undefined);
      return never;
    }
    live.add(tx);
    const over = () => void live.delete(tx);
    tx.done.then(over, over);
    return tx;
  };
  return {
    database: {
      ...database,
      read: (stores) => (off ? never : start(database.read(stores))),
      write: (stores) => (off ? never : start(database.write(stores))),
    },
    cut() {
      off = true;
      for (const tx of live)
        try {
          tx.abort();
        } catch {
          // It was committed already; then it is on the disk.
        }
      database.close();
    },
  };
}

/** Loads what is loaded only when it is needed, so that a harness need not wait for it in the middle. */
export const loadAll = async (): Promise<void> => void (await import('../../src/kiosk/sealing.ts'));

/** Starts the tablet on what lies on its disk. */
export async function startTablet(around: Surroundings): Promise<Tablet> {
  const { name, clock, now, random, timeoutMs, wrap = (database: Database) => database, stores = {} } = around;
  let off = false;
  const { database, cut } = cuttable(wrap(createDatabase(name)));
  void around.ended?.then(cut);
  const send: Send = async (address, init) => {
    const reply = off ? never : await around.send(address, init);
    return off ? never : reply;
  };
  const maker = createMaker(() => device);
  const outbox = createOutbox(database, maker.line, now, stores);
  const api = createApi(() => device.credentials(), now, send, timeoutMs);
  const device = createDevice(outbox, api);
  /** What cannot be read is tried again, as often as it takes. */
  async function ready(): Promise<void> {
    const loading = Promise.all([outbox.load(), device.load()]);
    await loading.catch(() => clock.after(RETRY_MS, () => void (off ? null : ready())));
  }
  await ready();
  const pass = createSync(outbox, api, (_steal, work) => work());
  const schedule = createSchedule(clock, random, pass, () => heartbeat.hurry());
  const prepare = () => void maker.prepare().catch(() => undefined);
  prepare();
  device.onSettings(prepare);
  const storage = () => Promise.resolve({ persisted: true, usage: 0, quota: 0 });
  const lacking = () => schedule.returned();
  const heartbeat = createHeartbeat(clock, { outbox, api, device, storage, app: 'test', lacking, now });
  return {
    attach: () => outbox.attach(),
    async enrol(code) {
      const end = await device.enrol(code);
      if (!end.ok) throw new Error(end.code);
      schedule.returned();
    },
    signs: () => Boolean(device.credentials()?.keys),
    async save(draft) {
      await outbox.add(draft);
      schedule.saved();
    },
    sendNow: () => schedule.sendNow(),
    returned: () => schedule.returned(),
    beat: () => heartbeat.hurry(),
    state: () => outbox.state(),
    cut() {
      off = true;
      schedule.stop();
      heartbeat.stop();
      cut();
    },
  };
}
