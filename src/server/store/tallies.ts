/**
 * Writes sums into the tally tables. A month is summed up by place when the first answer of a later one comes; what still
 * arrives for it is added to both.
 */
import type { Database, Row } from './engine.ts';
import { createRowInsert } from './insert-rows.ts';
import { TABLE_NAMES, TALLY_TABLES, type TallySums, type TallyTable } from './tallies-sums.ts';

/**
 * Adds sums to the tables, or takes them out again (`sign` −1). Runs inside the transaction that stores, or no longer
 * counts, the rows behind them.
 */
export function createTallyWriter(db: Database, office: number): (sums: TallySums, sign?: 1 | -1) => void {
  const writers = TABLE_NAMES.map((table) => {
    const { keys, counts } = TALLY_TABLES[table];
    const key = ['office_id', ...keys];
    const added = counts.map((name) => `${name} = ${table}.${name} + excluded.${name}`);
    const onConflict = `on conflict (${key.join(', ')}) do update set ${added.join(', ')}`;
    return { table, write: createRowInsert(db, { table, columns: [...key, ...counts], onConflict }) };
  });
  return (sums, sign = 1) => {
    const rows = new Map<TallyTable, Row[]>(TABLE_NAMES.map((table) => [table, []]));
    for (const { table, key, counts } of sums.rows())
      rows.get(table)?.push([office, ...key, ...counts.map((count) => sign * count)]);
    for (const { table, write } of writers) write(rows.get(table) ?? []);
  };
}

/** yyyy-MM, the first month that is not summed up by place yet; '' when none is. */
const findOpenMonth = (db: Database) =>
  db.prepare<[number], string>('select open_month from offices where id = ?').pluck();
export const readOpenMonth = (db: Database, office: number): string => findOpenMonth(db).get(office) ?? '';

/**
 * Opens a month: those before it that were still open are summed up from their days. Runs inside the transaction that
 * stores the first answers of that month.
 * @returns the month that is open now, which may be a later one already.
 */
export function createMonthOpener(db: Database, office: number): (month: string) => string {
  const find = findOpenMonth(db);
  const save = db.prepare<[string, number]>('update offices set open_month = ? where id = ?');
  const sumUps = TABLE_NAMES.map((table) => {
    const { keys, counts } = TALLY_TABLES[table];
    const columns = keys.slice(1).join(', ');
    const sums = counts.map((name) => `sum(${name})`).join(', ');
    return db.prepare<[number, string, string]>(
      `insert into ${table} (office_id, span, ${columns}, ${counts.join(', ')})
       select office_id, 'm' || substr(span, 1, 7) as month, ${columns}, ${sums} from ${table}
       where office_id = ? and span >= ? and span < ? group by office_id, month, ${columns}`,
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
