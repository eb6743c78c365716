/** What the page "why" is given: the results of a period with their reasons by place and by hour of the week. */
import type { Database } from './engine.ts';
import type { Period } from '../../domain/period.ts';
import { narrowedBy } from '../../domain/results-narrowing.ts';
import type { Why } from '../../domain/results-why.ts';
import { readHourCells, readHourReasons } from './hours.ts';
import { readGroupReasons, readReasons } from './results-reasons.ts';
import { readResults, type ResultsQuery } from './results.ts';
import { placeSpans } from './spans.ts';
import { readOpenMonth } from './tallies.ts';

/** Read from one state of the database. */
export function readWhy(db: Database, query: ResultsQuery): Why {
  const { officeId: office, narrowing = {} } = query;
  return db.transaction((): Why => {
    const openMonth = readOpenMonth(db, office);
    const spansOf = (period: Period) => placeSpans(period, openMonth);
    const results = readResults(db, query);
    const { before, counters, fields, stages } = results;
    const spans = spansOf(query.period);
    const { counter, ...others } = narrowing;
    const hoursKnown = narrowedBy(others).length === 0;
    const criteria = results.total.criteria.map(({ id }) => id);
    const hours = hoursKnown ? readHourCells(db, { office, period: query.period, openMonth, criteria, counter }) : null;
    return {
      results,
      reasonsBefore: before ? readReasons(db, office, spansOf(before.period), narrowing, before.hidden) : [],
      counters: readGroupReasons(db, office, spans, narrowing, 'counter', counters),
      fields: readGroupReasons(db, office, spans, narrowing, 'field', fields),
      stages: readGroupReasons(db, office, spans, narrowing, 'stage', stages),
      hours,
      hourReasons: hours ? readHourReasons(db, office, spans, hours, counter) : [],
    };
  })();
}
