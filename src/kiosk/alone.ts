/**
 * The outbox while the database is out: the journal alone says what waits, and what became of it is written there. The next
 * start completes the database. What the server refuses is left alone until then.
 */
import type { DeviceEvent } from '../domain/device-event.ts';
import type { Heartbeat, HeartbeatReply, Receipt } from '../domain/wire.ts';
import { answeredBy } from './answered.ts';
import { byteLength } from './digest.ts';
import type { Journal } from './journal/journal.ts';
import { sentLine, textLine, unsentLine } from './journal/said.ts';
import { eventOf, MOST_TOLD, type Happening } from './keeping.ts';
import { keyOf, type Key } from './key.ts';
import type { Known, OutboxRecord, OutboxState } from './record.ts';
import { runsOf } from './runs.ts';
import { ENVELOPE_BYTES, type Batch } from './sending.ts';
import type { Self } from './saving.ts';

/** @param journal rejects when there is none: then nothing can be read or sent. */
export function createAlone(journal: () => Promise<Journal>, now: () => number, self: Self) {
  /** Refused in this session. */
  const aside = new Set<string>();
  let events: DeviceEvent[] = [];

  async function oldest(limit: number, bytes: number, after: Key | null = null): Promise<Batch> {
    const found = await (await journal()).unsent(after, limit + aside.size);
    const batch: Batch = { records: [], last: null };
    let size = ENVELOPE_BYTES;
    for (const record of found) {
      if (batch.records.length === limit) break;
      if (!aside.has(record.hash)) {
        size += byteLength(record.body) + 1;
        if (size > bytes && batch.records.length > 0) break;
        batch.records.push(record);
      }
      batch.last = keyOf(record);
    }
    return batch;
  }

  async function settle(
    records: readonly OutboxRecord[],
    receipts: readonly Receipt[],
    receivedAt: number,
  ): Promise<number> {
    const answered = answeredBy(receipts, records);
    for (const { record, receipt } of answered) if (receipt.status === 'refused') aside.add(record.hash);
    const sent = runsOf(
      answered.filter(({ receipt }) => receipt.status !== 'refused').map(({ record }) => keyOf(record)),
    );
    await (await journal()).append(sent.map((run) => sentLine({ ...run, at: receivedAt })));
    return records.length - answered.length;
  }

  async function state(): Promise<OutboxState> {
    const { unsent, records, oldestUnsentAt } = await (await journal()).facts();
    return { unsent, kept: records - unsent, oldestUnsentAt, refused: aside.size, last: self.last };
  }

  async function note(...happened: readonly Happening[]): Promise<void> {
    const added = happened.map((one) => eventOf(one, now()));
    events = [...events, ...added];
    await (await journal()).append(added.map((event) => textLine('event', JSON.stringify(event))));
  }
  async function toTell(): Promise<Pick<Heartbeat, 'given' | 'events'>> {
    return Promise.resolve({ events: events.slice(0, MOST_TOLD) });
  }

  async function heard(reply: HeartbeatReply): Promise<boolean> {
    const log = await journal();
    const told = events.filter(({ id }) => reply.events?.includes(id));
    events = events.filter((event) => !told.includes(event));
    const before = (await log.facts()).unsent;
    await log.append([
      ...told.map(({ id }) => textLine('told', id)),
      ...(reply.missing ?? []).map((run) => unsentLine(run)),
    ]);
    return (await log.facts()).unsent > before;
  }

  return { oldest, settle, state, note, toTell, heard, refused: async () => Promise.resolve([]) };
}

export const knownLine = (known: Known): string => textLine('known', JSON.stringify(known));
