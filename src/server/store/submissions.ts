/**
 * Stores records at most once. The constraints decide what is new, not a look beforehand: the same bytes again are a
 * duplicate, other bytes under a known id or place are refused and kept. Rows and tallies are one transaction.
 */
import type { Database, Row } from './engine.ts';
import type { RecordNote, RecordProblem } from '../../domain/problem.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { OFFICE_ZONE } from '../../domain/period.ts';
import { createEachFinder } from './each-finder.ts';
import { createNewRowInsert, createRowInsert } from './insert-rows.ts';
import { createRemarkWriter } from './remarks.ts';
import { createSignalQueue } from './signal-queue.ts';
import { createSequenceKeeper } from './sequence.ts';
import { monthOf } from './spans.ts';
import { createMonthOpener, createTallyWriter } from './tallies.ts';
import { createTallySums } from './tallies-sums.ts';

/** A record that was found good: what it says, and what was worked out about it at the door. */
export interface Accepted {
  ok: true;
  submission: Submission;
  survey: Survey;
  /** SHA-256 of what came, in hex: of `sealed`, or of `body` where there is none. */
  hash: string;
  /** The canonical body. */
  body: string;
  /** The line that it came sealed in; missing where it came plain. */
  sealed?: string;
  /** yyyy-MM-dd and 0 to 23 in the office's zone. */
  day: string;
  hour: number;
  sentAt: number;
  receivedAt: number;
  note: RecordNote | null;
}
/** A record that cannot be counted. Its bytes are kept all the same. */
export interface Refused {
  ok: false;
  id: string | null;
  /** The tablet that sent it. */
  device: string;
  code: RecordProblem;
  hash: string;
  body: Uint8Array;
  receivedAt: number;
  /** Where the record may be taken in later. */
  sentAt?: number;
}
export type Checked = Accepted | Refused;

export type Outcome =
  { status: 'stored'; note: RecordNote | null } | { status: 'duplicate' } | { status: 'refused'; code: RecordProblem };

/** Stores checked records in one durable transaction, wherever that is done. When it rejects, nothing of it is stored. */
export type StoreRecords = (records: Checked[]) => Promise<Outcome[]>;

const SUBMISSION = [
  'id',
  'office_id',
  'device_id',
  'epoch',
  'seq',
  'hash',
  'survey',
  'counter',
  'field',
  'stage',
  'channel',
  'day',
  'hour',
  'sent_at',
  'received_at',
  'note',
  'body',
  'sealed',
];
const REFUSED = ['hash', 'office_id', 'device_id', 'id', 'code', 'received_at', 'body', 'sent_at'];

/** What was sealed and cannot be opened says its id all the same. */
const isSealed = (record: Refused): record is Refused & { id: string } =>
  record.code === 'sealing-key' && record.id !== null;

/**
 * Prepares the statements once. @returns a function that stores checked records in one durable transaction and says, in
 * order, what became of each. When it throws, nothing of it is stored.
 * @param zone the office's, in which a remark's working days begin
 */
export function createSubmissionStore(
  db: Database,
  office: number,
  zone = OFFICE_ZONE,
): (records: Checked[]) => Outcome[] {
  const insert = createNewRowInsert(db, { table: 'submissions', columns: SUBMISSION }, ['id', 'hash']);
  const find = createEachFinder<[number, string], { hash: string }>(
    db,
    'select hash from submissions where office_id = ? and id = ?',
  );
  const keep = createRowInsert(db, {
    table: 'refused_submissions',
    columns: REFUSED,
    onConflict: 'on conflict do nothing',
  });
  const writeTallies = createTallyWriter(db, office);
  const writeRemarks = createRemarkWriter(db, office, zone);
  const openMonth = createMonthOpener(db, office);
  const lookAgain = createSignalQueue(db, office);
  const keepSequence = createSequenceKeeper(db, office);

  const rowOf = ({ submission, hash, day, hour, sentAt, receivedAt, note, body, sealed }: Accepted): Row => {
    const { id, device, epoch, seq, survey, counter, field, stage, channel } = submission;
    const place = [survey, counter, field ?? '', stage ?? '', channel, day, hour];
    return [id, office, device, epoch, seq, hash, ...place, sentAt, receivedAt, note, body, sealed ?? null];
  };
  const refusedRow = ({ hash, device, id, code, receivedAt, body, sentAt }: Omit<Refused, 'ok'>): Row => {
    return [hash, office, device, id, code, receivedAt, body, sentAt ?? null];
  };

  /** What has the ids of those that were not written. */
  const hashesOf = (records: readonly Checked[]) => {
    // What cannot be opened any more was stored when it could.
    const asked = records.flatMap((record) => (record.ok ? record.submission.id : isSealed(record) ? record.id : []));
    const found = find(asked.map((id) => [office, id]));
    return new Map(asked.map((id, at) => [id, found[at]?.[0]?.hash]));
  };

  const store = db.transaction((records: Checked[]): Outcome[] => {
    const good = records.filter((record) => record.ok);
    const written = insert(good.map(rowOf));
    const stored = good.filter((_, at) => written[at]);
    let next = 0;
    const isNew = records.map((record) => record.ok && written[next++] === true);
    const known = hashesOf(records.filter((_, at) => !isNew[at]));
    let newest = '';
    for (const { day } of good) if (day > newest) newest = day;
    const sums = createTallySums(openMonth(monthOf(newest)));
    for (const { day, hour, submission, survey: asked } of stored) {
      const { counter, field, stage, channel, survey } = submission;
      sums.add({ day, hour, counter, field: field ?? '', stage: stage ?? '', channel, survey }, submission, asked);
    }
    const refused: Row[] = [];
    const refuse = (record: Omit<Refused, 'ok'>): Outcome => {
      refused.push(refusedRow(record));
      return { status: 'refused', code: record.code };
    };
    const outcomes = records.map((record, at): Outcome => {
      if (!record.ok) {
        const isKnown = isSealed(record) && known.get(record.id) === record.hash;
        return isKnown ? { status: 'duplicate' } : refuse(record);
      }
      if (isNew[at]) return { status: 'stored', note: record.note };
      const { submission, hash, receivedAt, body, sealed } = record;
      const { id, device } = submission;
      // Not new: these bytes are there already, or others in its place.
      const there = known.get(id);
      if (there === hash) return { status: 'duplicate' };
      const code = there === undefined ? 'sequence-conflict' : 'id-conflict';
      return refuse({ id, device, code, hash, receivedAt, body: Buffer.from(sealed ?? body) });
    });
    keep(refused);
    writeTallies(sums);
    writeRemarks(stored);
    lookAgain(stored.map(({ submission, day }) => ({ device: submission.device, day })));
    keepSequence(records, outcomes);
    return outcomes;
  });
  return (records) => store.immediate(records);
}

/** The same in this very thread, where nobody is held up by it: for the demo, and wherever a test holds the database. */
export function createStoreHere(...at: Parameters<typeof createSubmissionStore>): StoreRecords {
  const store = createSubmissionStore(...at);
  return (records) => new Promise((done) => done(store(records)));
}
