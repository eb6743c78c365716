/**
 * Tallies are summed in memory first and then added once for each key: one write for a thousand answers to the same
 * criterion on the same day. Both the ingest and the check that re-derives them count with this. A month is summed up by
 * place when the first answer of a later one comes; what still arrives for it is added to both.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Submission } from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { tallyOf } from '../../domain/tally.ts';
import { monthOf, monthSpan, totalSpan } from './spans.ts';

/** Where a submission counts. `field` and `stage` are '' where there is none. */
export interface TallyKey {
  day: string;
  counter: string;
  field: string;
  stage: string;
  channel: string;
  survey: number;
}
/** [n1, n2, n3, n4, n5, unknown, blank] */
type CriterionCounts = number[];
/** [ballots, left_early, valid, satisfied] */
type BallotCounts = number[];
interface Cell {
  /** The span, and the words of the key after it, in the order of KEY_COLUMNS. */
  words: (string | number)[];
  ballots: BallotCounts;
  criteria: Map<string, CriterionCounts>;
  /** By criterion, then by reason. */
  reasons: Map<string, Map<string, number>>;
}

const inOrder = <T>(entries: Iterable<[string, T]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
const addTo = (sum: number[], counts: readonly number[]) => {
  for (const [i, count] of counts.entries()) sum[i] = (sum[i] ?? 0) + count;
};

/** A row of one of the three tables: the words of its key, and its counts. */
export type TallyRow = { table: TallyTable; key: (string | number)[]; counts: number[] };
export const TALLY_TABLES = {
  tallies: { keys: ['criterion'], counts: ['n1', 'n2', 'n3', 'n4', 'n5', 'unknown', 'blank'] },
  ballot_tallies: { keys: [], counts: ['ballots', 'left_early', 'valid', 'satisfied'] },
  reason_tallies: { keys: ['criterion', 'reason'], counts: ['count'] },
} as const;
export type TallyTable = keyof typeof TALLY_TABLES;
export const KEY_COLUMNS = ['span', 'counter', 'field', 'stage', 'channel', 'survey'] as const;

export interface TallySums {
  add: (key: TallyKey, submission: Pick<Submission, 'answers' | 'stage' | 'end'>, survey: Survey) => void;
  /** Every row to add, in the order of the keys. */
  rows: () => Generator<TallyRow>;
}

/** @param openMonth yyyy-MM; the months before it are counted by month as well. */
export function createTallySums(openMonth: string): TallySums {
  const cells = new Map<string, Cell>();
  const cellFor = (words: (string | number)[]): Cell => {
    const name = words.join('|');
    let cell = cells.get(name);
    if (!cell) cells.set(name, (cell = { words, ballots: [], criteria: new Map(), reasons: new Map() }));
    return cell;
  };
  return {
    add({ day, counter, field, stage, channel, survey: version }, submission, survey) {
      const { ballots, criteria, reasons } = tallyOf(submission, survey);
      const spans = monthOf(day) < openMonth ? [day, monthSpan(day)] : [day];
      const byPlace = spans.map((span) => cellFor([span, counter, field, stage, channel, version]));
      const overall = cellFor([totalSpan(day), '', '', '', '', version]);
      for (const cell of [...byPlace, overall]) {
        addTo(cell.ballots, [ballots.all, ballots.left, ballots.valid, ballots.satisfied]);
        for (const { id, levels, unknown, blank } of criteria) {
          let counts = cell.criteria.get(id);
          if (!counts) cell.criteria.set(id, (counts = []));
          addTo(counts, [...levels, unknown, blank]);
        }
      }
      for (const cell of byPlace)
        for (const { criterion, reason } of reasons) {
          let counts = cell.reasons.get(criterion);
          if (!counts) cell.reasons.set(criterion, (counts = new Map()));
          counts.set(reason, (counts.get(reason) ?? 0) + 1);
        }
    },
    *rows() {
      for (const [, { words, ballots, criteria, reasons }] of inOrder(cells)) {
        yield { table: 'ballot_tallies', key: words, counts: ballots };
        for (const [criterion, counts] of inOrder(criteria))
          yield { table: 'tallies', key: [...words, criterion], counts };
        for (const [criterion, byReason] of inOrder(reasons))
          for (const [reason, count] of inOrder(byReason))
            yield { table: 'reason_tallies', key: [...words, criterion, reason], counts: [count] };
      }
    },
  };
}

/** Adds sums to the tables. Runs inside the transaction that stores the rows they count. */
export function createTallyWriter(db: BetterSqlite3.Database, office: number): (sums: TallySums) => void {
  const upsert = (table: TallyTable) => {
    const { keys, counts } = TALLY_TABLES[table];
    const columns = ['office_id', ...KEY_COLUMNS, ...keys, ...counts];
    const added = counts.map((name) => `${name} = ${name} + excluded.${name}`);
    return db.prepare<(string | number)[]>(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
       on conflict do update set ${added.join(', ')}`,
    );
  };
  const statements = {
    tallies: upsert('tallies'),
    ballot_tallies: upsert('ballot_tallies'),
    reason_tallies: upsert('reason_tallies'),
  };
  return (sums) => {
    for (const { table, key, counts } of sums.rows()) statements[table].run(office, ...key, ...counts);
  };
}

/** yyyy-MM, the first month that is not summed up by place yet; '' when none is. */
const findOpenMonth = (db: BetterSqlite3.Database) =>
  db.prepare<[number], string>('select open_month from offices where id = ?').pluck();
export const readOpenMonth = (db: BetterSqlite3.Database, office: number): string =>
  findOpenMonth(db).get(office) ?? '';

/**
 * Opens a month: those before it that were still open are summed up from their days. Runs inside the transaction that
 * stores the first answers of that month.
 * @returns the month that is open now, which may be a later one already.
 */
export function createMonthOpener(db: BetterSqlite3.Database, office: number): (month: string) => string {
  const find = findOpenMonth(db);
  const save = db.prepare<[string, number]>('update offices set open_month = ? where id = ?');
  const sumUps = Object.entries(TALLY_TABLES).map(([table, { keys, counts }]) => {
    const [, ...places] = KEY_COLUMNS;
    const columns = [...places, ...keys].join(', ');
    const sums = counts.map((name) => `sum(${name})`).join(', ');
    return db.prepare<[number, string, string]>(
      `insert into ${table} (office_id, span, ${columns}, ${counts.join(', ')})
       select office_id, 'm' || substr(span, 1, 7) as month, ${columns}, ${sums} from ${table}
       where office_id = ? and span >= ? and span < ? group by month, ${columns}`,
    );
  });
  return (month) => {
    const open = find.get(office) ?? '';
    if (month <= open) return open;
    for (const sumUp of sumUps) sumUp.run(office, open, month);
    save.run(month, office);
    return month;
  };
}
