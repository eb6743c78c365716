/**
 * Paper ballots, stored at most once: a ballot's id is worked out from where it was read (the source), what it says, and
 * how many equal ones stand before it in the file. The same file again, or a corrected one, meets the ids it has.
 */
import { createHash } from 'node:crypto';
import type { Database } from './engine.ts';
import { type Answer, canonicalBody, type Draft, NO_PREVIOUS } from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { noonOf } from './paper-noon.ts';
import { createLastFinder, createSubmissionFinder } from './paper-places.ts';
import { type Accepted, createSubmissionStore } from './submissions.ts';

export interface PaperBallot {
  /** yyyy-MM-dd */
  day: string;
  counter: string;
  field: string | null;
  stage: string | null;
  answers: Answer[];
}
export interface PaperContext {
  office: number;
  source: string;
  survey: Survey;
  zone: string;
  /** Milliseconds since 1970. */
  now: number;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
/** The device id of what is read from a source. */
export const paperDevice = (source: string): string => `paper:${digest(source).toString('hex').slice(0, 16)}`;

/** What a file is called, and what a person says about it. */
export interface PaperFile {
  name: string;
  hash: string;
  /** Said outright: files with the same source are one another's corrections. */
  source: string | undefined;
  /** What a file is that has the name of an earlier one and other content. */
  sameName: 'correction' | 'other' | undefined;
}

/**
 * The source that a file's bytes belong to: the one under which they were first imported, whatever the file is called now.
 * Said before the first ballot is stored, so that an import that was cut short can be taken up again.
 * @returns `null` when only a person can know: a name that was used for other content may be a correction, whose good
 * lines must not count twice, or other people's ballots, which must not be taken for the first.
 */
export function sourceFor(
  db: Database,
  office: number,
  { name, hash, source, sameName }: PaperFile,
  now: number,
): string | null {
  const find = db
    .prepare<[number, string], string>('select source from paper_files where office_id = ? and file_hash = ?')
    .pluck();
  const known = find.get(office, hash);
  if (known !== undefined) return known;
  const namesake = db
    .prepare<[number, string], string>(
      'select source from paper_files where office_id = ? and name = ? order by imported_at desc, rowid desc limit 1',
    )
    .pluck()
    .get(office, name);
  if (source === undefined && namesake !== undefined && sameName === undefined) return null;
  const mine = source ?? (sameName === 'correction' ? namesake : undefined) ?? hash;
  db.prepare(
    `insert into paper_files (office_id, file_hash, name, source, imported_at) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
  ).run(office, hash, name, mine, now);
  return find.get(office, hash) ?? mine;
}

/** The shape of a UUID (version 8, RFC 9562: bits of our own making). */
function uuid(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What a ballot says, whatever the order of the file's columns. */
const contentOf = ({ day, counter, field, stage, answers }: PaperBallot): string =>
  JSON.stringify([day, counter, field, stage, answers.map(({ criterion, level }) => `${criterion}=${level}`).sort()]);

/** Equal ballots within a file are different ballots. They are counted on disk: a file may have millions. */
function createOrdinals(db: Database): { next: (content: string) => number; close: () => void } {
  db.pragma?.('temp_store = file');
  db.exec('drop table if exists paper_contents');
  db.exec('create temp table paper_contents (content text primary key, count integer not null)');
  const count = db
    .prepare<[string], number>(
      `insert into paper_contents (content, count) values (?, 1)
       on conflict (content) do update set count = paper_contents.count + 1 returning count`,
    )
    .pluck();
  return {
    next: (content) => count.get(digest(content).toString('base64')) ?? 1,
    close: () => db.exec('drop table if exists paper_contents'),
  };
}

export interface PaperStore {
  /** Stores the next ballots of the file in one durable transaction. @returns how many were new, and how many known. */
  store: (ballots: readonly PaperBallot[]) => { added: number; known: number };
  /** Once the file has ended. */
  close: () => void;
}

/**
 * For one pass over one file, on a connection of its own: the ballots must come in the order of the file, from its start.
 */
export function createPaperStore(db: Database, { office, source, survey, zone, now }: PaperContext): PaperStore {
  // Each group touches hundreds of pages: copied into the data file every 40 MB, not after each of them.
  db.pragma?.('wal_autocheckpoint = 10000');
  db.pragma?.('cache_size = -16384');
  const ordinals = createOrdinals(db);
  const storeSubmissions = createSubmissionStore(db, office, zone);
  const device = paperDevice(source);
  const isKnown = createSubmissionFinder(db, office);
  const lastOf = createLastFinder(db, office);

  const noons = new Map<string, number>();
  const noonAt = (day: string): number => {
    const noon = noons.get(day) ?? noonOf(day, zone);
    noons.set(day, noon);
    return noon;
  };

  const accept = (ballot: PaperBallot, id: string, seq: number, prev: string): Accepted => {
    const { day, counter, field, stage, answers } = ballot;
    const draft: Draft = {
      survey: survey.version,
      counter,
      field,
      stage,
      channel: 'paper',
      language: 'vi',
      end: 'finished',
      answeredAt: noonAt(day),
      tookMs: 0,
      answers,
      remark: null,
    };
    const body = canonicalBody(draft, { id, device, epoch: 1, seq, prev });
    const hash = digest(body).toString('hex');
    const submission = { v: 1 as const, id, device, epoch: 1, seq, prev, ...draft };
    return { ok: true, submission, survey, hash, body, day, hour: 12, sentAt: now, receivedAt: now, note: null };
  };

  const store = db.transaction((ballots: readonly PaperBallot[]) => {
    // Places are given to new ballots only, under the write lock: no other import can be given the same.
    let { seq, hash } = lastOf(device) ?? { seq: 0, hash: NO_PREVIOUS };
    const fresh: Accepted[] = [];
    for (const ballot of ballots) {
      const content = contentOf(ballot);
      const id = uuid(digest(JSON.stringify([source, content, ordinals.next(content)])));
      if (isKnown(id)) continue;
      const accepted = accept(ballot, id, ++seq, hash);
      hash = accepted.hash;
      fresh.push(accepted);
    }
    const lost = storeSubmissions(fresh).find(({ status }) => status !== 'stored');
    if (lost) throw new Error(`a new paper ballot of "${source}" was ${lost.status}`);
    return { added: fresh.length, known: ballots.length - fresh.length };
  });
  return { store: (ballots) => store.immediate(ballots), close: ordinals.close };
}
