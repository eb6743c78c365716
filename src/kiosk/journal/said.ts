/**
 * What the lines of the journal say: the records, what became of them, and the little that is needed to carry on when the
 * database is gone. Never a token or a key. A line is one word and what belongs to it, with single spaces.
 */
import type { OutboxRecord, SentRun } from '../record.ts';

export type Said =
  | { kind: 'record'; record: OutboxRecord }
  /** The record with this hash was not saved after all: its visit was, or will be, under another. */
  | { kind: 'void'; hash: string }
  | { kind: 'sent'; run: SentRun }
  /** The server lacks them: they wait to be sent again. */
  | { kind: 'unsent'; run: Omit<SentRun, 'at'> }
  /** The last place of an epoch, also when its record has been removed after its time. */
  | { kind: 'last'; epoch: number; seq: number; hash: string }
  /** JSON of who the tablet is and its settings; of an event; the id of an event that was taken over. */
  | { kind: 'known' | 'event' | 'told'; text: string };

const COUNTS = String.raw`(\d+) (\d+)`;
const HASH = '([0-9a-f]{64})';
const RECORD = new RegExp(`^record ${COUNTS} (\\S+) ${HASH} (\\d+) ([^]*)$`);
const VOID = new RegExp(`^void ${HASH}$`);
const SENT = new RegExp(`^sent ${COUNTS} (\\d+) (\\d+)$`);
const UNSENT = new RegExp(`^unsent ${COUNTS} (\\d+)$`);
const LAST = new RegExp(`^last ${COUNTS} ${HASH}$`);
const TEXT = /^(known|event|told) ([^]*)$/;

export const recordLine = ({ epoch, seq, id, hash, madeAt, body }: OutboxRecord): string =>
  `record ${epoch} ${seq} ${id} ${hash} ${madeAt} ${body}`;
export const voidLine = (hash: string): string => `void ${hash}`;
export const sentLine = ({ epoch, first, last, at }: SentRun): string => `sent ${epoch} ${first} ${last} ${at}`;
export const unsentLine = ({ epoch, first, last }: Omit<SentRun, 'at'>): string => `unsent ${epoch} ${first} ${last}`;
export const lastLine = ({ epoch, seq, hash }: { epoch: number; seq: number; hash: string }): string =>
  `last ${epoch} ${seq} ${hash}`;
export const textLine = (kind: 'known' | 'event' | 'told', text: string): string => `${kind} ${text}`;

/** @returns `null` for a line of a later version, which is let be. */
export function readSaid(line: string): Said | null {
  const record = RECORD.exec(line);
  if (record) {
    const [, epoch, seq, id = '', hash = '', madeAt, body = ''] = record;
    return {
      kind: 'record',
      record: { epoch: Number(epoch), seq: Number(seq), id, hash, madeAt: Number(madeAt), body },
    };
  }
  const hash = VOID.exec(line)?.[1];
  if (hash !== undefined) return { kind: 'void', hash };
  const sent = SENT.exec(line)?.slice(1).map(Number);
  if (sent) {
    const [epoch = 0, first = 0, last = 0, at = 0] = sent;
    return { kind: 'sent', run: { epoch, first, last, at } };
  }
  const unsent = UNSENT.exec(line)?.slice(1).map(Number);
  if (unsent) {
    const [epoch = 0, first = 0, last = 0] = unsent;
    return { kind: 'unsent', run: { epoch, first, last } };
  }
  const last = LAST.exec(line);
  if (last) return { kind: 'last', epoch: Number(last[1]), seq: Number(last[2]), hash: last[3] ?? '' };
  const text = TEXT.exec(line);
  // The pattern has these three words and no other.
  return text ? { kind: text[1] as 'known' | 'event' | 'told', text: text[2] ?? '' } : null;
}
