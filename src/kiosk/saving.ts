/**
 * Makes the record of a finished visit and puts it on the disk: into the database and the journal at once, and nobody is
 * thanked before both have it. Where one of them is out the other suffices. A save that rejects is in neither, or is made
 * void; and every try of one visit has the same id, so that whatever becomes of it, it is counted once.
 */
import { NO_PREVIOUS, type Draft } from '../domain/submission.ts';
import type { Beside } from './beside.ts';
import type { Database } from './database.ts';
import { sha256 } from './digest.ts';
import { recordLine, voidLine } from './journal/said.ts';
import type { MakeLine } from './maker.ts';
import type { MarkStore } from './mark.ts';
import { parseMeta, type Identified, type Last, type OutboxRecord } from './record.ts';

/** What the tablet knows of itself, kept in memory so that a save costs one transaction. */
export interface Self {
  device: Identified | null;
  last: Last | null;
  install: string | null;
  /** It is on the disk that the journal lacks records. */
  behind: boolean;
}
export interface SavingParts {
  database: Database;
  beside: Beside;
  make: MakeLine;
  now: () => number;
  mark: MarkStore;
  self: Self;
  load: () => Promise<void>;
  /** The disk is full, and the reserve was given up. */
  onFull: () => void;
  deadlineMs: number;
}
/** A save under way: whether it is too late for it, and how to stop it; false when it cannot be stopped any more. */
interface Save {
  late: boolean;
  stop: () => boolean;
}
const TOO_LATE = 'the record was not on disk in time';
const isFull = (error: unknown) => error instanceof Error && error.name === 'QuotaExceededError';

export function createSaving({ database, beside, make, now, mark, self, load, onFull, deadlineMs }: SavingParts) {
  const ids = new WeakMap<Draft, string>();
  /** One save after the other: each takes the place after the last, and what that is shows when the one before has ended. */
  let queue: Promise<unknown> = Promise.resolve();

  function idOf(draft: Draft): string {
    const id = ids.get(draft) ?? crypto.randomUUID();
    ids.set(draft, id);
    return id;
  }
  async function recordAfter({ epoch, seq, hash: prev }: Last, device: string, draft: Draft): Promise<OutboxRecord> {
    const place = { epoch, seq: seq + 1 };
    const id = idOf(draft);
    const body = await make(draft, { id, device, ...place, prev });
    return { ...place, id, hash: await sha256(body), body, madeAt: now() };
  }
  function saved({ epoch, seq, hash }: OutboxRecord): void {
    self.last = { epoch, seq, hash };
    if (self.install !== null) mark.write({ install: self.install, epoch, seq, hash });
  }
  const log = (...lines: string[]) => beside.append(lines, deadlineMs);

  /** Puts a record into both. @returns false when another tab has moved on. */
  async function put(record: OutboxRecord, before: Last, save: Save): Promise<boolean> {
    const tx = await database.write(['outbox', 'meta']);
    save.stop = () => stopped(tx);
    if (save.late) save.stop();
    const meta = tx.objectStore('meta');
    const found = parseMeta('last', await meta.get('last'));
    if (found?.epoch !== before.epoch || found.seq !== before.seq || found.hash !== before.hash) {
      await tx.done;
      return false;
    }
    const { epoch, seq, hash } = record;
    const logged = log(recordLine(record));
    const lacking = beside.exists && beside.state() !== 'ok' && !self.behind;
    try {
      await Promise.all([
        tx.objectStore('outbox').add(record),
        meta.put({ epoch, seq, hash }, 'last'),
        ...(lacking ? [meta.put(true, 'behind')] : []),
        tx.done,
      ]);
    } catch (error) {
      const inJournal = await logged;
      // The disk under the database failed: what the journal has is safe, and the next start completes the database.
      if (inJournal && database.state() !== 'ok') return true;
      if (inJournal) await log(voidLine(hash));
      throw tx.error ?? error; // What ended it; a request tells only that it was ended.
    }
    if (lacking) self.behind = true;
    if (!(await logged) && beside.exists && !self.behind) await noteBehind();
    return true;
  }
  async function noteBehind(): Promise<void> {
    try {
      const tx = await database.write(['meta']);
      await Promise.all([tx.store.put(true, 'behind'), tx.done]);
      self.behind = true;
    } catch (error) {
      console.warn('the journal lacks a record, and that could not be noted', error); // It is told as a loss of the journal.
    }
  }

  async function append(draft: Draft, save: Save): Promise<void> {
    if (!self.device || !self.last) await load();
    let roomMade = false;
    while (!save.late && database.state() === 'ok') {
      if (!self.device || !self.last) throw new Error('this tablet is not enrolled');
      const before = self.last;
      const record = await recordAfter(before, self.device.id, draft);
      try {
        if (await put(record, before, save)) {
          saved(record);
          return;
        }
        await load();
      } catch (error) {
        if (database.state() !== 'ok') break;
        if (!isFull(error) || roomMade || !(await beside.giveUpReserve())) throw error;
        roomMade = true;
        onFull();
      }
    }
    if (save.late) throw new Error(TOO_LATE);
    await appendAlone(draft);
  }

  /** The journal is the only store left. */
  async function appendAlone(draft: Draft): Promise<void> {
    if (!self.device || !self.last) throw new Error('this tablet is not enrolled');
    const record = await recordAfter(self.last, self.device.id, draft);
    if (!(await log(recordLine(record)))) throw new Error('the disk failed; the record is nowhere');
    saved(record);
  }

  /**
   * Makes the record of a finished visit and puts it on disk.
   * @returns when it is on the disk for good, and only then; rejects when it is not, or took too long and was stopped.
   */
  function add(draft: Draft): Promise<void> {
    return new Promise((resolve, reject) => {
      const save: Save = { late: false, stop: () => true };
      const timer = setTimeout(() => {
        save.late = true;
        if (save.stop()) reject(new Error(TOO_LATE));
      }, deadlineMs);
      const turn = queue.then(() => append(draft, save));
      queue = turn.catch(() => undefined);
      turn.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
  return { add };
}

export const firstOf = (epoch: number): Last => ({ epoch, seq: 0, hash: NO_PREVIOUS });

/** Aborts. @returns false for a transaction that is already on its way to the disk: only its own end says what became of it. */
function stopped(tx: { abort(): void }): boolean {
  try {
    tx.abort();
    return true;
  } catch {
    return false;
  }
}
