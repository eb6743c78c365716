/** The reasons of a period: in all, and by a dimension for the groups that show their criterion. */
import type { Database } from './engine.ts';
import type { Hidden, ReasonTally } from '../../domain/results.ts';
import { type Dimension, narrowedBy, type Narrowing } from '../../domain/results-narrowing.ts';
import type { GroupReason } from '../../domain/results-why.ts';
import type { Group } from '../../domain/suppression.ts';
import type { SpanRange } from './spans.ts';

/** Summed by one column besides criterion and reason; '' sums over all of them. */
function read(db: Database, office: number, ranges: readonly SpanRange[], narrowing: Narrowing, by: Dimension | "''") {
  const places = narrowedBy(narrowing);
  const rows = db.prepare<(string | number)[], GroupReason>(
    `select ${by} as id, criterion, reason, sum(count) as count from reason_tallies
     where office_id = ? and span between ? and ? ${places.map((name) => `and ${name} = ?`).join(' ')}
     group by 1, criterion, reason having sum(count) > 0`,
  );
  const sums = new Map<string, GroupReason>();
  for (const [from, to] of ranges)
    for (const one of rows.all(office, from, to, ...places.map((name) => narrowing[name] ?? ''))) {
      const key = `${one.id}|${one.criterion}|${one.reason}`;
      sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
    }
  return [...sums].sort(([a, { count: m }], [b, { count: n }]) => n - m || (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The most frequent first. Those of a criterion that is hidden are hidden with it. */
export const readReasons = (
  db: Database,
  office: number,
  ranges: readonly SpanRange[],
  narrowing: Narrowing = {},
  hidden: Hidden = { ballots: false, criteria: [] },
): ReasonTally[] =>
  read(db, office, ranges, narrowing, "''")
    .filter(({ criterion }) => !hidden.criteria.includes(criterion))
    .map(({ criterion, reason, count }) => ({ criterion, reason, count }));

/** The same by a dimension. @param groups the breakdown by it: what it hides is hidden here. */
export function readGroupReasons(
  db: Database,
  office: number,
  ranges: readonly SpanRange[],
  narrowing: Narrowing,
  by: Dimension,
  groups: readonly Group[],
): GroupReason[] {
  const shown = new Set(
    groups.flatMap(({ id, shown: { criteria } }) => criteria.flatMap((one) => (one ? [`${id}|${one.id}`] : []))),
  );
  return read(db, office, ranges, narrowing, by).filter(({ id, criterion }) => shown.has(`${id}|${criterion}`));
}
