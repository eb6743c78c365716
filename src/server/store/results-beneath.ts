/**
 * Tallies of an office and all that is beneath it, by office and by month or day. A statement reads all of them: months that are summed up
 * from their sums, what is still open and the days of a month that lies partly in the period from the days over all places. How much is read
 * follows offices and months (spans.ts), never answers.
 */
import { type Period, periodAround } from '../../domain/period.ts';
import type { Tally } from '../../domain/tally.ts';
import { type BallotRow, type CriterionRow, Sums } from './breakdown.ts';
import type { Database } from './engine.ts';
import { BENEATH } from './office-lines.ts';
import { monthOf } from './spans.ts';

/** What one office has of a month or of a day. */
export interface OfficeSlice {
  office: number;
  /** The day, or the first of the month. */
  day: string;
  tally: Tally;
}
export interface OfficeSlices {
  /** By month, of whole years. */
  months: (years: Period) => readonly OfficeSlice[];
  /** By day, of a month that was asked for. */
  days: (month: Period) => readonly OfficeSlice[];
  /** Every criterion that anybody was asked. */
  criteria: readonly string[];
}

const TABLES = [
  { table: 'ballot_tallies', by: '', counts: ['ballots', 'left_early', 'valid', 'satisfied'] },
  { table: 'tallies', by: ', t.criterion', counts: ['n1', 'n2', 'n3', 'n4', 'n5', 'unknown', 'blank'] },
] as const;
type Row = (string | number)[];
type Read = (table: (typeof TABLES)[number]) => Row[];

/** @param dayOf the day that a span, without its first letter, stands for. */
function slicesOf(read: Read, dayOf: (span: string) => string, criteria: Set<string>): Map<string, Sums> {
  const found = new Map<string, Sums>();
  const sumsAt = ([office, span]: Row): Sums => {
    const key = `${office}|${dayOf(String(span))}`;
    let sums = found.get(key);
    if (!sums) found.set(key, (sums = new Sums()));
    return sums;
  };
  // The columns after the words are the sums, in the order of the query.
  for (const row of read(TABLES[0])) sumsAt(row).addBallots(row.slice(2) as BallotRow);
  for (const row of read(TABLES[1])) {
    criteria.add(String(row[2]));
    sumsAt(row).addCriterion(String(row[2]), row.slice(3) as CriterionRow);
  }
  return found;
}

/** By month: from its sums where there are some, else from the days over all places. */
const monthsOf = (db: Database, root: number, { from, to }: Period): Read => {
  const [first, end] = [monthOf(from), `${Number(to.slice(0, 4)) + 1}-01`];
  return ({ table, by, counts }) => {
    const sums = counts.map((name) => `sum(t.${name})`).join(', ');
    const columns = `o.id as office, substr(t.span, 2, 7) as month${by}, ${sums}`;
    const from = `from beneath b cross join offices o on o.id = b.id cross join ${table} t on t.office_id = o.id`;
    return db
      .prepare<(number | string)[], Row>(
        `with ${BENEATH}
         select ${columns} ${from} and t.span >= ? and t.span < case when o.open_month < ? then 'm' || o.open_month else ? end
         group by o.id, substr(t.span, 2, 7)${by}
         union all
         select ${columns} ${from} and t.span >= case when o.open_month > ? then 'd' || o.open_month else ? end and t.span < ?
         group by o.id, substr(t.span, 2, 7)${by}`,
      )
      .raw()
      .all(root, `m${first}`, end, `m${end}`, first, `d${first}`, `d${end}`);
  };
};

const daysOf =
  (db: Database, root: number, { from, to }: Period): Read =>
  ({ table, by, counts }) =>
    db
      .prepare<(number | string)[], Row>(
        `with ${BENEATH}
         select b.id as office, substr(t.span, 2) as day${by}, ${counts.map((name) => `sum(t.${name})`).join(', ')}
         from beneath b cross join ${table} t on t.office_id = b.id and t.span between ? and ?
         group by b.id, t.span${by}`,
      )
      .raw()
      .all(root, `d${from}`, `d${to}`);

/**
 * @param asked the criteria in the order in which they are wanted; others that were asked follow.
 * @param periods all years of these are read at once, and each month that one of them has only a part of.
 */
export function createOfficeSlices(
  db: Database,
  root: number,
  asked: readonly string[],
  { years, parts }: { years: Period; parts: readonly Period[] },
): OfficeSlices {
  const seen = new Set(asked);
  const byMonth = slicesOf(monthsOf(db, root, years), (month) => `${month}-01`, seen);
  const byDay = parts.map((month) => ({ month, found: slicesOf(daysOf(db, root, month), (day) => day, seen) }));
  const criteria = [...seen];
  const named = (found: Map<string, Sums>): OfficeSlice[] =>
    [...found].map(([key, sums]) => {
      const [office = '', day = ''] = key.split('|');
      return { office: Number(office), day, tally: sums.tally(criteria) };
    });
  const months = named(byMonth);
  const days = new Map(byDay.map(({ month, found }) => [month.from, named(found)]));
  return {
    criteria,
    months: ({ from, to }) => months.filter(({ day }) => day >= from && day <= to),
    days({ from }) {
      const found = days.get(from);
      // Nothing is not what there is: what is hidden is decided by it.
      if (!found) throw new Error(`the days of ${from} were not read`);
      return found;
    },
  };
}

/** The years that a period touches. */
export const yearsOf = ({ from, to }: Period): Period => ({
  from: periodAround('year', from).from,
  to: periodAround('year', to).to,
});

/** The months of which a period has only a part: the first, the last, both or none. */
export function partMonths({ from, to }: Period): Period[] {
  const [first, last] = [periodAround('month', from), periodAround('month', to)];
  const isPart = (month: Period) => month.from < from || month.to > to;
  return [first, ...(last.from === first.from ? [] : [last])].filter(isPart);
}
