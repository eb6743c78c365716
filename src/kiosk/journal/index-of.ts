/** What the lines of a journal amount to, taken in one by one in their order: which records there are, and what became of them. */
import { keyOf, type Key } from '../key.ts';
import type { Last, OutboxRecord, SentRun } from '../record.ts';
import { covers, without, withSent } from '../runs.ts';
import { lastLine, sentLine, textLine, type Said } from './said.ts';

/** A record, and where its line lies. */
export interface Entry extends Omit<OutboxRecord, 'body' | 'id'> {
  at: number;
  length: number;
}
export type Spot = Pick<Entry, 'at' | 'length'>;
const nameOf = ({ epoch, seq }: { epoch: number; seq: number }) => `${epoch} ${seq}`;

export function createIndex() {
  const entries = new Map<string, Entry>();
  const byHash = new Map<string, Entry>();
  const lasts = new Map<number, Last>();
  const events = new Map<string, string>();
  let sent: SentRun[] = [];
  let known: string | null = null;
  let live = 0;
  let inOrder: Entry[] | null = [];

  function remove(entry: Entry | undefined): void {
    if (!entry) return;
    entries.delete(nameOf(entry));
    byHash.delete(entry.hash);
    live -= entry.length;
    inOrder = null;
  }
  function seen(place: Last): void {
    if ((lasts.get(place.epoch)?.seq ?? 0) < place.seq) lasts.set(place.epoch, place);
  }

  return {
    take(said: Said, { at, length }: Spot): void {
      if (said.kind === 'record') {
        const { epoch, seq, hash, madeAt } = said.record;
        const entry = { epoch, seq, hash, madeAt, at, length };
        remove(entries.get(nameOf(entry)));
        entries.set(nameOf(entry), entry);
        byHash.set(hash, entry);
        live += length;
        const newest = inOrder?.at(-1);
        if (!newest || epoch > newest.epoch || (epoch === newest.epoch && seq > newest.seq)) inOrder?.push(entry);
        else inOrder = null;
        seen({ epoch, seq, hash });
      } else if (said.kind === 'void') {
        const entry = byHash.get(said.hash);
        remove(entry);
        // The place is free again: the next record may take it.
        if (entry && lasts.get(entry.epoch)?.hash === said.hash) {
          const before = entries.get(nameOf({ epoch: entry.epoch, seq: entry.seq - 1 }));
          if (before) lasts.set(entry.epoch, { epoch: before.epoch, seq: before.seq, hash: before.hash });
          else lasts.delete(entry.epoch);
        }
      } else if (said.kind === 'sent') sent = withSent(sent, [said.run], said.run.at);
      else if (said.kind === 'unsent') sent = without(sent, [said.run]);
      else if (said.kind === 'last') seen(said);
      else if (said.kind === 'known') known = said.text;
      else if (said.kind === 'event') events.set(idOf(said.text), said.text);
      else events.delete(said.text);
    },

    get: (key: Key): Entry | undefined => entries.get(nameOf({ epoch: key[0], seq: key[1] })),
    /** In the order of their places. */
    all(): readonly Entry[] {
      inOrder ??= [...entries.values()].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
      return inOrder;
    },
    isSent: ({ epoch, seq }: Entry): boolean => covers(sent, epoch, seq),
    drop(runs: Parameters<typeof covers>[0]): void {
      for (const entry of entries.values()) if (covers(runs, entry.epoch, entry.seq)) remove(entry);
      sent = without(sent, runs);
    },
    /** Everything that is no record, as lines. */
    rest: (): string[] => [
      ...[...lasts.values()].map(lastLine),
      ...sent.map(sentLine),
      ...(known === null ? [] : [textLine('known', known)]),
      ...[...events.values()].map((text) => textLine('event', text)),
    ],
    liveBytes: () => live,
    facts: () => ({ sent, known, events: [...events.values()], lasts: [...lasts.values()] }),
  };
}
export type Index = ReturnType<typeof createIndex>;

/** The first entry after a key, by its number in the list. */
export function firstAfter(entries: readonly Entry[], after: Key | null): number {
  if (!after) return 0;
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    const key = entry ? keyOf(entry) : after;
    if (key[0] < after[0] || (key[0] === after[0] && key[1] <= after[1])) low = middle + 1;
    else high = middle;
  }
  return low;
}

const idOf = (text: string): string => /"id":"([^"]+)"/.exec(text)?.[1] ?? text;
