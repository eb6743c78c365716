/**
 * The void ballots of a period, counted from their bodies: they are few, and in no tally. They are a group of their own, and hidden
 * as every other group is: by place and by time, also where nothing is narrowed.
 */
import type { Database } from './engine.ts';
import { safeParse } from 'zod/v4/core';
import type { Period } from '../../domain/period.ts';
import { DIMENSIONS, type Narrowing } from '../../domain/results-narrowing.ts';
import { createPeriodHiding, type DatedRow } from '../../domain/suppression-periods.ts';
import { base, emptyBallots, emptyCriterion, type Tally, tallyOf } from '../../domain/tally.ts';
import { Sums } from './breakdown.ts';
import { readSurvey } from './surveys.ts';
import { RecordShape } from './record-shape.ts';

interface VoidBallot {
  day: string;
  at: string[];
  tally: Tally;
}
function readVoids(db: Database, office: number, criteria: readonly string[]): VoidBallot[] {
  const rows = db
    .prepare<[number], Record<'survey' | 'day' | 'counter' | 'field' | 'stage' | 'channel' | 'body', string | number>>(
      // A cross join is read from the left: left to itself SQLite would look up every submission instead.
      `select s.survey, s.day, s.counter, s.field, s.stage, s.channel, s.body
       from voids v cross join submissions s on s.office_id = v.office_id and s.id = v.submission_id
       where v.office_id = ?`,
    )
    .all(office);
  return rows.map((row) => {
    const submission = safeParse(RecordShape, JSON.parse(String(row.body)));
    const survey = readSurvey(db, office, Number(row.survey));
    if (!submission.success || !survey) throw new Error('a void ballot can no longer be counted');
    const { ballots, criteria: each } = tallyOf(submission.data, survey);
    const sums = new Sums();
    sums.addBallots([ballots.all, ballots.left, ballots.valid, ballots.satisfied]);
    for (const { id, levels, unknown, blank } of each) sums.addCriterion(id, [...levels, unknown, blank]);
    return {
      day: String(row.day),
      at: DIMENSIONS.map((name) => String(row[name])),
      tally: sums.tally(criteria),
    };
  });
}

/** @returns their counts; of what must be hidden only how many ballots there are. */
export function readVoided(
  db: Database,
  office: number,
  period: Period,
  narrowing: Narrowing,
  criteria: readonly string[],
): Tally {
  const voids = readVoids(db, office, criteria);
  const axes = DIMENSIONS.flatMap((name, axis) => (narrowing[name] === undefined ? [] : [axis]));
  const words = DIMENSIONS.flatMap((name) => narrowing[name] ?? []);
  const sums = new Sums();
  for (const { day, at, tally } of voids) {
    if (day < period.from || day > period.to || !axes.every((axis, i) => at[axis] === words[i])) continue;
    const { all, left, valid, satisfied } = tally.ballots;
    sums.addBallots([all, left, valid, satisfied]);
    for (const { id, levels, unknown, blank } of tally.criteria) sums.addCriterion(id, [...levels, unknown, blank]);
  }
  const hides = (baseOf: (tally: Tally) => number): boolean =>
    createPeriodHiding(
      ({ from, to }) =>
        voids
          .filter(({ day }) => day >= from && day <= to)
          .map(({ day, at, tally }): DatedRow => ({ day, at, base: baseOf(tally) })),
      // All of them together are a group, too.
      { daily: 1, given: () => () => null },
    )(period)(axes, words);
  const total = sums.tally(criteria);
  const hidden = total.ballots.all > 0 && hides(({ ballots }) => ballots.valid);
  return {
    ballots: hidden ? { ...emptyBallots(), all: total.ballots.all } : total.ballots,
    criteria: total.criteria.map((one, c) =>
      hidden || (base(one) > 0 && hides(({ criteria: each }) => (each[c] ? base(each[c]) : 0)))
        ? emptyCriterion(one.id)
        : one,
    ),
  };
}
