/**
 * Typed ballots: each gets the next number of its stack when it is saved, once per id. What is decided becomes a
 * submission, stored by the same code as any other, under the device `paper:typed:<batch>`; from then on it is the only
 * copy of what the citizen wrote.
 */
import { createHash } from 'node:crypto';
import type { Database } from './engine.ts';
import { isSameBallot, plainAnswers } from '../../domain/ballot-entry.ts';
import { BATCH_SIZE, BallotContent, type Batch, type Pass, type TypedBallot } from '../../domain/paper.ts';
import {
  BODY_LIMIT,
  canonicalBody,
  cleanRemark,
  type Draft,
  findProblem,
  NO_PREVIOUS,
} from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { noonOf } from './paper-noon.ts';
import { createLastFinder, createSubmissionFinder } from './paper-places.ts';
import { createSubmissionStore } from './submissions.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** Who types, and when (milliseconds since 1970). */
export interface By {
  account: string;
  now: number;
}
export type How = 'single' | 'equal' | 'first' | 'second' | 'typed';
export type SaveEntry =
  | { ok: true; number: number; counted: boolean }
  /** `conflict`: the id is that of another ballot. `invalid`: it does not answer this survey. `full`: the stack is. */
  | { ok: false; code: 'conflict' | 'invalid' | 'full' };

export interface PaperEntries {
  /** Saves the next ballot of a typing that is open. Called in a transaction. */
  save: (batch: Batch, survey: Survey, ballot: TypedBallot, by: By) => SaveEntry;
  /** Counts one sheet. Called in a transaction, once for each number. @returns false when its id is already used. */
  count: (
    batch: Batch,
    survey: Survey,
    sheet: { number: number; id: string; how: How; content: BallotContent },
    by: By,
  ) => boolean;
}

/** As it is stored; `null` when it does not answer the survey. */
export function soundContent(
  { day, counter, field, stage }: Pick<Batch, 'day' | 'counter' | 'field' | 'stage'>,
  survey: Survey,
  { answers, remark }: BallotContent,
): BallotContent | null {
  // In the order of the survey, as a tablet writes them.
  const place = new Map(survey.criteria.map(({ id }, at) => [id, at]));
  const ordered = plainAnswers(answers).sort((a, b) => (place.get(a.criterion) ?? 0) - (place.get(b.criterion) ?? 0));
  const content = { answers: ordered, remark: cleanRemark(remark ?? '') };
  const identity = { id: '0'.repeat(36), device: day, epoch: 1, seq: 1, prev: NO_PREVIOUS };
  const draft = draftOf({ counter, field, stage, channel: 'paper' }, survey, content, 0);
  if (findProblem({ v: 1, ...identity, ...draft }, survey) !== null) return null;
  return Buffer.byteLength(canonicalBody(draft, identity)) > BODY_LIMIT - 200 ? null : content;
}

const draftOf = (
  { counter, field, stage, channel }: Pick<Batch, 'counter' | 'field' | 'stage' | 'channel'>,
  survey: Survey,
  { answers, remark }: BallotContent,
  answeredAt: number,
): Draft => ({
  survey: survey.version,
  counter,
  field,
  stage,
  channel,
  language: 'vi',
  end: 'finished',
  answeredAt,
  tookMs: 0,
  answers,
  remark,
});

export function createPaperEntries(db: Database, office: number, zone: string): PaperEntries {
  const storeSubmissions = createSubmissionStore(db, office, zone);
  const knownEntry = db.prepare<[number, string], { batch: string; pass: number; number: number; hash: string }>(
    'select batch_id as batch, pass, number, hash from paper_entries where office_id = ? and id = ?',
  );
  const isSubmission = createSubmissionFinder(db, office);
  const lastNumber = db
    .prepare<[number, string, number], number>(
      'select coalesce(max(number), 0) from paper_entries where office_id = ? and batch_id = ? and pass = ?',
    )
    .pluck();
  const insert = db.prepare(
    `insert into paper_entries (id, office_id, batch_id, pass, number, typed_by, typed_at, hash, body)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const sheet = 'where office_id = ? and batch_id = ? and number = ?';
  const other = db.prepare<[number, string, number], { id: string; body: string | null }>(
    `select id, body from paper_entries ${sheet} and pass = 1`,
  );
  const forget = db.prepare(`update paper_entries set body = null ${sheet}`);
  const forgetFirst = db.prepare(`update paper_entries set body = null ${sheet} and pass = 1`);
  const decide = db.prepare(
    `insert into paper_outcomes (batch_id, number, office_id, how, submission_id, decided_by, decided_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const lastOf = createLastFinder(db, office);

  const count: PaperEntries['count'] = (batch, survey, { number, id, how, content }, { account, now }) => {
    if (isSubmission(id)) return false;
    const device = `paper:typed:${batch.id}`;
    // The order of counting: with double entry it is not that of the sheets, and the sequence must have no gap.
    const { seq, hash: prev } = lastOf(device) ?? { seq: 0, hash: NO_PREVIOUS };
    const draft = draftOf(batch, survey, content, noonOf(batch.day, zone));
    const identity = { id, device, epoch: 1, seq: seq + 1, prev };
    const body = canonicalBody(draft, identity);
    const [outcome] = storeSubmissions([
      {
        ok: true,
        submission: { v: 1, ...identity, ...draft },
        survey,
        hash: digest(body),
        body,
        day: batch.day,
        hour: 12,
        sentAt: now,
        receivedAt: now,
        note: null,
      },
    ]);
    if (outcome?.status !== 'stored') throw new Error(`a typed ballot of ${device} was ${outcome?.status ?? 'lost'}`);
    decide.run(batch.id, number, office, how, id, account, now);
    // The second person goes on seeing what they typed themselves, until their typing ends.
    if (how === 'equal') forgetFirst.run(office, batch.id, number);
    else forget.run(office, batch.id, number);
    return true;
  };

  /** The second typing of a sheet: counted at once where it says what the first says. */
  const compare = (batch: Batch, survey: Survey, number: number, content: BallotContent, by: By): boolean => {
    const first = other.get(office, batch.id, number);
    if (!first?.body) return false;
    const before = BallotContent.parse(JSON.parse(first.body));
    if (!isSameBallot(before, content)) return false;
    return count(batch, survey, { number, id: first.id, how: 'equal', content: before }, by);
  };

  const save: PaperEntries['save'] = (batch, survey, ballot, by) => {
    const content = soundContent(batch, survey, ballot);
    if (!content) return { ok: false, code: 'invalid' };
    const { id, pass } = ballot;
    const hash = digest(JSON.stringify([batch.id, pass, content]));
    const known = knownEntry.get(office, id);
    if (known)
      return known.hash === hash ? { ok: true, number: known.number, counted: false } : { ok: false, code: 'conflict' };
    if (isSubmission(id)) return { ok: false, code: 'conflict' };
    const number = (lastNumber.get(office, batch.id, pass) ?? 0) + 1;
    if (number > BATCH_SIZE) return { ok: false, code: 'full' };
    insert.run(id, office, batch.id, pass, number, by.account, by.now, hash, JSON.stringify(content));
    const counted = batch.double
      ? pass === 2 && compare(batch, survey, number, content, by)
      : count(batch, survey, { number, id, how: 'single', content }, by);
    return { ok: true, number, counted };
  };
  return { save, count };
}

/** At the end of a typing: what is decided is kept as a submission only. */
export function forgetDecided(db: Database, office: number, batch: string): void {
  db.prepare(
    `update paper_entries set body = null where batch_id = ? and office_id = ? and body is not null
       and number in (select number from paper_outcomes where batch_id = ? and office_id = ?)`,
  ).run(batch, office, batch, office);
}

/** Where a ballot with this id was saved already: a retry that comes after the batch was closed is no error. */
export function findEntry(
  db: Database,
  office: number,
  batch: string,
  { id, pass }: { id: string; pass: Pass },
): number | null {
  const find = 'select number from paper_entries where id = ? and office_id = ? and batch_id = ? and pass = ?';
  return db.prepare<[string, number, string, number], number>(find).pluck().get(id, office, batch, pass) ?? null;
}
