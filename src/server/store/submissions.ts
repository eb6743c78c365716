/**
 * Stores records at most once. The constraints decide what is new, not a look beforehand: the same bytes again are a
 * duplicate, other bytes under a known id or place are refused and kept. Rows and tallies are one transaction.
 */
import type { Database } from './engine.ts';
import type { RecordNote, RecordProblem } from '../../domain/problem.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { OFFICE_ZONE } from '../../domain/period.ts';
import { createRemarkWriter } from './remarks.ts';
import { createSignalQueue, type TabletDay } from './signal-queue.ts';
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
  const insert = db.prepare<(string | number | null)[]>(
    `insert into submissions (id, office_id, device_id, epoch, seq, hash, survey, counter, field, stage, channel, day,
       hour, sent_at, received_at, note, body, sealed)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const hashOf = db.prepare<[string], string>('select hash from submissions where id = ?').pluck();
  const keep = db.prepare<(string | number | null | Uint8Array)[]>(
    `insert into refused_submissions (hash, office_id, device_id, id, code, received_at, body, sent_at)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const writeTallies = createTallyWriter(db, office);
  const writeRemark = createRemarkWriter(db, office, zone);
  const openMonth = createMonthOpener(db, office);
  const lookAgain = createSignalQueue(db, office);
  const keepSequence = createSequenceKeeper(db, office);

  const refuse = ({ hash, device, id, code, receivedAt, body, sentAt }: Omit<Refused, 'ok'>): Outcome => {
    keep.run(hash, office, device, id, code, receivedAt, body, sentAt ?? null);
    return { status: 'refused', code };
  };

  /** What cannot be opened any more was stored when it could. */
  const isKnown = ({ code, id, hash }: Refused) => code === 'sealing-key' && id !== null && hashOf.get(id) === hash;

  /** `null` when the row was new. */
  const conflict = (record: Accepted): Outcome | null => {
    const { submission, hash, receivedAt, note, day, hour, sentAt, body, sealed } = record;
    const { id, device, epoch, seq, survey, counter, field, stage, channel } = submission;
    const { changes } = insert.run(
      id,
      office,
      device,
      epoch,
      seq,
      hash,
      survey,
      counter,
      field ?? '',
      stage ?? '',
      channel,
      day,
      hour,
      sentAt,
      receivedAt,
      note,
      body,
      sealed ?? null,
    );
    if (changes === 1) return null;
    const known = hashOf.get(id);
    if (known === hash) return { status: 'duplicate' };
    const code = known === undefined ? 'sequence-conflict' : 'id-conflict';
    return refuse({ id, device, code, hash, receivedAt, body: Buffer.from(sealed ?? body) });
  };

  const store = db.transaction((records: Checked[]): Outcome[] => {
    let newest = '';
    for (const record of records) if (record.ok && record.day > newest) newest = record.day;
    const sums = createTallySums(openMonth(monthOf(newest)));
    const stored: TabletDay[] = [];
    const outcomes = records.map((record): Outcome => {
      if (!record.ok) return isKnown(record) ? { status: 'duplicate' } : refuse(record);
      const old = conflict(record);
      if (old) return old;
      const { day, hour, submission } = record;
      const { counter, field, stage, channel, survey } = submission;
      const key = { day, hour, counter, field: field ?? '', stage: stage ?? '', channel, survey };
      sums.add(key, submission, record.survey);
      writeRemark(record);
      stored.push({ device: submission.device, day });
      return { status: 'stored', note: record.note };
    });
    writeTallies(sums);
    lookAgain(stored);
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
