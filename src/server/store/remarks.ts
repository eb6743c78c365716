/**
 * The row of a remark, written in the transaction that stores its submission: neither is there without the other. The words themselves
 * stay in the submission's body; what is kept beside it is what a remark is found by.
 */
import type { Database, Row } from './engine.ts';
import { foldText } from '../../domain/fold-text.ts';
import { findPersonal } from '../../domain/remark-personal.ts';
import type { Submission } from '../../domain/submission.ts';
import { dayHour } from '../../domain/period.ts';
import { addWorkingDays, DUE_WORKING_DAYS } from '../../domain/working-days.ts';
import { createRowInsert } from './insert-rows.ts';
import { createHolidays, holidaySet } from './remark-holidays.ts';

const MOST_DAYS = 1000;

/** What is worked out from the words, at ingest and again when an old file is filled. */
export const searchColumns = (words: string): [folded: string, personal: 0 | 1] => [
  foldText(words),
  findPersonal(words).length > 0 ? 1 : 0,
];

const levelsOf = ({ answers }: Pick<Submission, 'answers'>) =>
  answers.flatMap(({ criterion, level }) => (level === 'unknown' ? [] : [{ criterion, level }]));

/**
 * The working days of a remark begin when somebody could have read it: a ballot of last month that is typed in today, or
 * that a tablet could not send, is not overdue on arrival.
 * @param day of the ballot
 * @param received yyyy-MM-dd
 */
export const firstReadable = (day: string, received: string): string => (day > received ? day : received);

/**
 * The first account has just been made: before today nobody could read a remark, so all that wait begin to count today.
 * @param today yyyy-MM-dd in the office's zone
 */
export function startCounting(db: Database, office: number, today: string): void {
  const due = addWorkingDays(today, DUE_WORKING_DAYS, holidaySet(db, office));
  db.prepare('update remarks set due = ? where office_id = ? and due < ?').run(due, office, due);
}

/** A submission that was stored just now. */
interface WithRemark {
  submission: Submission;
  day: string;
  receivedAt: number;
}

/** @returns what is called with the submissions that were stored; those without a remark have no row. */
export function createRemarkWriter(db: Database, office: number, zone: string) {
  const findHolidays = createHolidays(db, office);
  let holidays: ReadonlySet<string> = new Set();
  // Worked out once for each day: a batch has hundreds of remarks of the same one.
  const dues = new Map<string, string>();
  const dueOf = (day: string): string => {
    const known = dues.get(day);
    if (known !== undefined) return known;
    const due = addWorkingDays(day, DUE_WORKING_DAYS, holidays);
    dues.set(day, due);
    return due;
  };
  const insert = createRowInsert(db, {
    table: 'remarks',
    columns: [
      'submission_id',
      'office_id',
      'day',
      'counter',
      'field',
      'stage',
      'channel',
      'survey',
      'lowest',
      'low_criteria',
      'folded',
      'personal',
      'due',
    ],
  });
  const rowOf = ({ submission, day, receivedAt }: WithRemark, remark: string): Row => {
    const { id, counter, field, stage, channel, survey } = submission;
    const levels = levelsOf(submission);
    const low = levels.flatMap(({ criterion, level }) => (level <= 2 ? [criterion] : []));
    return [
      id,
      office,
      day,
      counter,
      field ?? '',
      stage ?? '',
      channel,
      survey,
      levels.length === 0 ? null : Math.min(...levels.map(({ level }) => level)),
      low.length === 0 ? '' : ` ${low.join(' ')} `,
      ...searchColumns(remark),
      dueOf(firstReadable(day, dayHour(receivedAt, zone).day)),
    ];
  };
  return (stored: readonly WithRemark[]): void => {
    if (stored.every(({ submission }) => submission.remark === null)) return;
    const found = findHolidays();
    if (found !== holidays || dues.size > MOST_DAYS) dues.clear();
    holidays = found;
    insert(
      stored.flatMap((one) => {
        const { remark } = one.submission;
        return remark === null ? [] : [rowOf(one, remark)];
      }),
    );
  };
}
