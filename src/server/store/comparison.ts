/** What the page "compare" is given: the results of a period, and the months up to its end with their survey versions. */
import type { Database } from './engine.ts';
import { addDays, periodAround } from '../../domain/period.ts';
import type { Comparison } from '../../domain/results-comparison.ts';
import { readSurvey } from './surveys.ts';
import { readMonths } from './results-days.ts';
import { createSlices } from './results-slices.ts';
import { readResults, type ResultsQuery } from './results.ts';
import { totalSpans } from './spans.ts';
import { readOpenMonth } from './tallies.ts';

/** How many months are shown, the period's last one included. */
export const COMPARED_MONTHS = 24;

/** The months that are shown up to a day. */
export function lastMonths(to: string) {
  let from = periodAround('month', to).from;
  for (let i = 1; i < COMPARED_MONTHS; i++) from = periodAround('month', addDays(from, -1)).from;
  return { from, to: periodAround('month', to).to };
}

/** Read from one state of the database. */
export function readComparison(db: Database, query: ResultsQuery): Comparison {
  const { officeId: office, narrowing = {} } = query;
  return db.transaction((): Comparison => {
    const results = readResults(db, query);
    const period = lastMonths(query.period.to);
    const criteria = results.total.criteria.map(({ id }) => id);
    const source = createSlices(db, office, readOpenMonth(db, office), criteria);
    const groups = readMonths(db, office, source, period, narrowing, criteria);
    const versions = db
      .prepare<[number, string, string], { month: string; survey: number }>(
        `select distinct substr(span, 2, 7) as month, survey from ballot_tallies
         where office_id = ? and span between ? and ? group by month, survey having sum(ballots) > 0 order by survey`,
      )
      .all(office, ...totalSpans(period));
    const named = [...new Set(versions.map(({ survey }) => survey))];
    return {
      results,
      months: groups.map((group) => ({
        group,
        versions: versions.filter(({ month }) => month === group.id).map(({ survey }) => survey),
      })),
      surveys: named.flatMap((version) => {
        const survey = readSurvey(db, office, version);
        return survey ? [{ version, method: survey.method, overall: survey.overall }] : [];
      }),
    };
  })();
}
