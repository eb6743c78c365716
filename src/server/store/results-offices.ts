/**
 * The offices beneath one, side by side. What is small is hidden by the same rules as a counter in an office (suppression-periods.ts): the
 * levels of the tree are the axes of one table, whose whole is the office that asks, so that looking at one office and then at the next
 * gives nobody away.
 */
import { type Period, periodAround } from '../../domain/period.ts';
import type { Late } from '../../domain/results.ts';
import { marksOf, type OfficeRow, type OfficesView } from '../../domain/results-offices.ts';
import { type Group, groupOf } from '../../domain/suppression.ts';
import { createPeriodHiding, type DatedRow } from '../../domain/suppression-periods.ts';
import type { Hiding } from '../../domain/suppression-table.ts';
import { base, type Tally } from '../../domain/tally.ts';
import { Groups, Sums } from './breakdown.ts';
import { lastMonths } from './comparison.ts';
import type { Database } from './engine.ts';
import { readLateBeneath } from './evidence.ts';
import { OfficeTree } from './office-tree.ts';
import { BENEATH } from './office-lines.ts';
import { listUnits, type StoredUnit, unitOf } from './offices.ts';
import { createOfficeSlices, type OfficeSlice, type OfficeSlices, partMonths, yearsOf } from './results-beneath.ts';
import { addTally } from './results-slices.ts';
import type { ResultsQuery } from './results.ts';
import { summedResults } from './results-summed.ts';
import { surveyOn } from './surveys.ts';

export interface OfficesQuery extends Omit<ResultsQuery, 'narrowing'> {
  /** The office that is looked at: the one that asks, or one beneath it. */
  unitId: number;
}

/** The last day with a ballot, by office. */
function lastDays(db: Database, root: number): Map<number, string> {
  const rows = db
    .prepare<[number], { id: number; day: string | null }>(
      `with ${BENEATH}
       select b.id as id, (
         select substr(t.span, 2) from ballot_tallies t
         where t.office_id = b.id and t.span >= 'd' and t.span < 'e' and t.ballots > 0 order by t.span desc limit 1
       ) as day from beneath b`,
    )
    .all(root);
  return new Map(rows.flatMap(({ id, day }) => (day === null ? [] : [[id, day] as const])));
}

interface Hidings {
  ballots: Hiding;
  criteria: readonly Hiding[];
}
function createHidings(slices: OfficeSlices, tree: OfficeTree): (period: Period) => Hidings {
  const daily = tree.depth;
  const column = (baseOf: (tally: Tally) => number) =>
    createPeriodHiding(
      (span, parts) => {
        const { from, to } = span;
        const rows = parts === 'day' ? slices.days(periodAround('month', from)) : slices.months(yearsOf(span));
        return rows
          .filter(({ day }) => day >= from && day <= to)
          .map(({ office, day, tally }): DatedRow => ({ day, at: [...tree.path(office)], base: baseOf(tally) }));
      },
      { daily },
    );
  const ballots = column((tally) => tally.ballots.valid);
  const each = slices.criteria.map((_, c) => column(({ criteria }) => (criteria[c] ? base(criteria[c]) : 0)));
  return (period) => ({ ballots: ballots(period), criteria: each.map((one) => one(period)) });
}

/** All slices that make up a period: whole months, and the days before and after them. */
function slicesIn(slices: OfficeSlices, period: Period): OfficeSlice[] {
  const parts = partMonths(period);
  const isPart = (day: string) => parts.some(({ from, to }) => day >= from && day <= to);
  return [
    ...slices
      .months({ from: periodAround('month', period.from).from, to: period.to })
      .filter(({ day }) => !isPart(day)),
    ...parts.flatMap((month) => slices.days(month).filter(({ day }) => day >= period.from && day <= period.to)),
  ];
}

/** An office, as a cell of the table. */
function groupAt(words: readonly string[], id: string, tally: Tally, hidings: Hidings): Group {
  const axes = words.map((_, axis) => axis);
  return groupOf(id, tally, hidings.ballots(axes, words), (c) => hidings.criteria[c]?.(axes, words) ?? true);
}
/** Offices that are added up, and what they have in the period. */
interface Cell {
  members: number[];
  sums: Sums;
}
/** All that is beneath an office, and the same by the offices right beneath it. */
function cellsOf(tree: OfficeTree, prefix: readonly string[], slices: readonly OfficeSlice[]) {
  const whole: Cell = { members: [], sums: new Sums() };
  const cells = new Map<string, Cell>();
  const at = (office: number): Cell[] => {
    if (!tree.isIn(office, prefix)) return [];
    const word = tree.path(office)[prefix.length];
    if (word === undefined) return [whole];
    let cell = cells.get(word);
    if (!cell) cells.set(word, (cell = { members: [], sums: new Sums() }));
    return [whole, cell];
  };
  for (const id of tree.units.keys()) for (const { members } of at(id)) members.push(id);
  for (const { office, tally } of slices) for (const { sums } of at(office)) addTally(sums, tally);
  return { whole, cells };
}

const askedIn = ({ criteria }: Tally): Set<string> =>
  new Set(criteria.filter((one) => base(one) + one.unknown + one.blank > 0).map(({ id }) => id));

const bothLate = (one: Late | null, other: Late | undefined): Late | null =>
  one && other ? { count: one.count + other.count, since: Math.min(one.since, other.since) } : (other ?? one);

/** Read from one state of the database. */
export function readOffices(db: Database, query: OfficesQuery): OfficesView {
  const { officeId: root, unitId, period, today, now } = query;
  return db.transaction((): OfficesView => {
    const survey = surveyOn(db, root, today);
    if (!survey) throw new Error(`office ${root} has no survey`);
    const asked = survey.criteria.map(({ id }) => id);
    const tree = new OfficeTree(listUnits(db, root));
    const unit = tree.units.get(unitId);
    if (!unit) throw new Error(`office ${unitId} is not beneath ${root}`);
    const series = unitId === root ? null : lastMonths(period.to);
    const years = yearsOf({ from: series && series.from < period.from ? series.from : period.from, to: period.to });
    const slices = createOfficeSlices(db, root, asked, { years, parts: partMonths(period) });
    const { criteria } = slices;
    const hidingsOf = createHidings(slices, tree);
    const hidings = hidingsOf(period);
    const late = now === undefined ? new Map<number, Late>() : readLateBeneath(db, root, now);
    const last = lastDays(db, root);
    const prefix = tree.prefix(unit);
    const { whole, cells } = cellsOf(tree, prefix, slicesIn(slices, period));

    const rowOf = (one: StoredUnit, words: readonly string[], { members, sums }: Cell): OfficeRow => {
      const tally = sums.tally(criteria);
      return {
        unit: unitOf(one),
        beneath: members.length - 1,
        group: groupAt(words, one.code, tally, hidings),
        marks: marksOf(one, period, askedIn(tally), asked),
        missing: members.reduce<Late | null>((all, id) => bothLate(all, late.get(id)), null),
        lastDay: members.reduce<string | null>((newest, id) => {
          const day = last.get(id) ?? null;
          return newest === null || (day !== null && day > newest) ? day : newest;
        }, null),
      };
    };
    const rows = [...cells].flatMap(([code, cell]): OfficeRow[] => {
      const one = tree.byCode.get(code);
      // Its own ballots stand beside those of the offices beneath it, where there are both.
      if (!one || (one === unit && (cells.size === 1 || !last.has(unit.id)))) return [];
      return [rowOf(one, [...prefix, code], cell)];
    });
    const row = rowOf(unit, prefix, whole);
    return {
      results: summedResults(db, query, survey, row.group, criteria),
      path: tree.lineTo(unit).map(({ code, name }) => ({ code, name })),
      unit: row,
      rows: rows.sort((a, b) => Number(a.unit.code === unit.code) - Number(b.unit.code === unit.code)),
      months: series ? monthsOf(slices, tree, prefix, series, hidingsOf) : [],
    };
  })();
}

function monthsOf(
  slices: OfficeSlices,
  tree: OfficeTree,
  prefix: readonly string[],
  period: Period,
  hidingsOf: (period: Period) => Hidings,
): Group[] {
  const groups = new Groups();
  for (const { office, day, tally } of slices.months(period))
    if (tree.isIn(office, prefix)) addTally(groups.of(day.slice(0, 7)), tally);
  return [...groups.byId]
    .map(([month, sums]) => ({ month, tally: sums.tally(slices.criteria) }))
    .filter(({ tally }) => tally.ballots.all > 0)
    .sort((a, b) => (a.month < b.month ? -1 : 1))
    .map(({ month, tally }) => groupAt(prefix, month, tally, hidingsOf(periodAround('month', `${month}-01`))));
}
