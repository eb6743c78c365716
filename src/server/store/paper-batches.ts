/** Batches of typed ballots (domain/paper.ts): opened, listed, and carried from one state to the next. */
import type { Database } from './engine.ts';
import type { Batch, BatchState, NewBatch, PaperChannel, Pass } from '../../domain/paper.ts';

interface Row {
  id: string;
  day: string;
  counter: string;
  counterName: string;
  field: string;
  stage: string;
  channel: PaperChannel;
  survey: number;
  size: number | null;
  double: number;
  state: BatchState;
  openedBy: string;
  first: number;
  second: number;
  counted: number;
  decided: number;
  mineFirst: number;
  mineSecond: number;
}

// Each sum is a search in an index that begins with the batch.
const SELECT = `
  select b.id, b.day, b.counter, coalesce(json_extract(c.settings, '$.name'), b.counter) as counterName, b.field, b.stage, b.channel, b.survey, b.size, b.double_entry as double, b.state,
    a.name as openedBy,
    (select count(*) from paper_entries e where e.office_id = b.office_id and batch_id = b.id and pass = 1) as first,
    (select count(*) from paper_entries e where e.office_id = b.office_id and batch_id = b.id and pass = 2) as second,
    (select count(submission_id) from paper_outcomes o where o.office_id = b.office_id and batch_id = b.id) as counted,
    (select count(*) from paper_outcomes o where o.office_id = b.office_id and batch_id = b.id) as decided,
    exists (select 1 from paper_entries e
      where e.office_id = b.office_id and batch_id = b.id and pass = 1 and typed_by = ?) as mineFirst,
    exists (select 1 from paper_entries e
      where e.office_id = b.office_id and batch_id = b.id and pass = 2 and typed_by = ?) as mineSecond
  from paper_batches b join accounts a on a.office_id = b.office_id and a.id = b.opened_by
    left join counters c on c.office_id = b.office_id and c.id = b.counter
  where b.office_id = ?`;

/** Who has typed a stack once does not type it the other time: two people must have read it. */
function mayType({ state, mineFirst, mineSecond }: Row): Batch['mayType'] {
  if (state === 'open') return mineSecond ? 'same-person' : 1;
  if (state === 'waiting' || state === 'second') return mineFirst ? 'same-person' : 2;
  return 'nothing';
}

function toBatch(row: Row): Batch {
  const { id, day, counter, counterName, channel, survey, size, state, openedBy, first, second, counted, decided } =
    row;
  const double = row.double === 1;
  // While the second person types, nothing tells how the two typings agree.
  const shown = !double || state === 'differences' || state === 'done';
  return {
    id,
    day,
    counter,
    counterName,
    field: row.field === '' ? null : row.field,
    stage: row.stage === '' ? null : row.stage,
    channel,
    size,
    double,
    survey,
    state,
    openedBy,
    typed: [first, second],
    counted: shown ? counted : 0,
    differences: state === 'differences' ? Math.max(first, second) - decided : 0,
    mayType: mayType(row),
  };
}

/** As this account sees it. @returns `null` where this office has none such. */
export function readBatch(db: Database, office: number, id: string, account: string): Batch | null {
  const row = db
    .prepare<[string, string, number, string], Row>(`${SELECT} and b.id = ?`)
    .get(account, account, office, id);
  return row ? toBatch(row) : null;
}

/** Those that wait for somebody first, then the last ones that are done. */
export function listBatches(db: Database, office: number, account: string): Batch[] {
  const order = `order by b.state = 'done', b.opened_at desc, b.rowid desc limit 200`;
  return db.prepare<[string, string, number], Row>(`${SELECT} ${order}`).all(account, account, office).map(toBatch);
}

/**
 * Opens a batch, once per id: a retry finds it open.
 * @returns `conflict` when the id is that of something else.
 */
export function openBatch(
  db: Database,
  office: number,
  batch: NewBatch & { survey: number },
  by: { account: string; now: number },
): 'opened' | 'known' | 'conflict' {
  const { id, day, counter, field, stage, channel, survey, size, double } = batch;
  const values = [day, counter, field ?? '', stage ?? '', channel, size, double ? 1 : 0];
  const added = db
    .prepare(
      `insert into paper_batches (id, office_id, day, counter, field, stage, channel, size, double_entry, survey, state,
         opened_by, opened_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?) on conflict do nothing`,
    )
    .run(id, office, ...values, survey, by.account, by.now);
  if (added.changes === 1) return 'opened';
  const same = db
    .prepare(
      `select 1 from paper_batches where id = ? and office_id = ? and opened_by = ? and day = ? and counter = ?
         and field = ? and stage = ? and channel = ? and size is not distinct from ? and double_entry = ?`,
    )
    .get(id, office, by.account, ...values);
  return same === undefined ? 'conflict' : 'known';
}

export function setBatchState(db: Database, office: number, id: string, state: BatchState): void {
  db.prepare('update paper_batches set state = ? where id = ? and office_id = ?').run(state, id, office);
}

/** The state after one typing of it has ended. Called once the entries are in. */
export function stateAfter(batch: Batch, pass: Pass, undecided: number): BatchState {
  if (batch.double && pass === 1) return batch.typed[0] === 0 ? 'done' : 'waiting';
  return undecided > 0 ? 'differences' : 'done';
}
