/** The flags of one tablet's day: written anew as a whole, together with the tallies of the ballots that they are about. */
import { createCatalogue } from './catalogue.ts';
import type { Database } from './engine.ts';
import type { Flag } from '../../domain/signal.ts';
import type { DayBallot } from './signal-ballots.ts';
import type { TabletDay } from './signal-queue.ts';
import { createTallyWriter, readOpenMonth } from './tallies.ts';
import { createTallySums } from './tallies-sums.ts';

export const isFlagged = (db: Database, office: number, submission: string): boolean =>
  db.prepare('select 1 from flagged_ballots where office_id = ? and submission_id = ?').get(office, submission) !==
  undefined;

const OF_DAY = 'select id from flags where office_id = ? and day = ? and device_id = ?';

interface StoredFlag {
  kind: string;
  counter: string;
  facts: string;
  ballots: string;
}
const sameOrder = (list: readonly StoredFlag[]) => JSON.stringify(list.map((one) => JSON.stringify(one)).sort());

/** In the form in which flags are held against one another; the ids of each in one fixed order. */
function storedFlags(db: Database, office: number, { device, day }: TabletDay): StoredFlag[] {
  return db
    .prepare<[number, string, string], StoredFlag>(
      `select kind, counter, facts,
         (select string_agg(submission_id, ' ' order by submission_id) from flagged_ballots b
          where b.office_id = f.office_id and b.flag_id = f.id) as ballots
       from flags f where office_id = ? and day = ? and device_id = ?`,
    )
    .all(office, day, device);
}
const asStored = ({ kind, counter, facts, ballots }: Flag): StoredFlag => ({
  kind,
  counter,
  facts: JSON.stringify(facts),
  ballots: ballots.toSorted().join(' '),
});

function addToTallies(db: Database, office: number, ballots: readonly DayBallot[], sign: 1 | -1): void {
  const counted = ballots.filter((ballot) => !ballot.void);
  if (counted.length === 0) return;
  const sums = createTallySums(readOpenMonth(db, office), 'flagged');
  const catalogue = createCatalogue(db, office);
  for (const { key, submission } of counted) {
    const survey = catalogue.survey(key.survey);
    if (!survey) throw new Error(`office ${office} has no survey ${key.survey}`);
    sums.add(key, submission, survey);
  }
  createTallyWriter(db, office)(sums, sign);
}

/**
 * Puts the flags of a day in place of those that it had. Inside a transaction.
 * @param ballots all ballots of that tablet and day. @returns whether anything is different now.
 */
export function replaceFlags(
  db: Database,
  office: number,
  tabletDay: TabletDay,
  flags: readonly Flag[],
  ballots: ReadonlyMap<string, DayBallot>,
): boolean {
  if (!db.inTransaction) throw new Error('flags change together with their tallies');
  const { device, day } = tabletDay;
  const before = storedFlags(db, office, tabletDay);
  if (sameOrder(before) === sameOrder(flags.map(asStored))) return false;
  const were = new Set(before.flatMap((flag) => flag.ballots.split(' ')));
  const are = new Set(flags.flatMap((flag) => flag.ballots));
  const those = (ids: readonly string[]) =>
    ids.map((id) => {
      const ballot = ballots.get(id);
      if (!ballot) throw new Error(`flagged ballot ${id} is not of ${device} on ${day}`);
      return ballot;
    });
  db.prepare(`delete from flagged_ballots where office_id = ? and flag_id in (${OF_DAY})`).run(
    office,
    office,
    day,
    device,
  );
  db.prepare('delete from flags where office_id = ? and day = ? and device_id = ?').run(office, day, device);
  const insert = db
    .prepare<(string | number)[], number>(
      'insert into flags (office_id, device_id, day, counter, kind, facts) values (?, ?, ?, ?, ?, ?) returning id',
    )
    .pluck();
  const mark = db.prepare<(string | number)[]>(
    'insert into flagged_ballots (flag_id, submission_id, office_id, day, kind) values (?, ?, ?, ?, ?)',
  );
  for (const { kind, counter, facts, ballots: ids } of flags) {
    const flag = insert.get(office, device, day, counter, kind, JSON.stringify(facts)) ?? 0;
    for (const id of ids) mark.run(flag, id, office, day, kind);
  }
  addToTallies(db, office, those([...were].filter((id) => !are.has(id))), -1);
  addToTallies(db, office, those([...are].filter((id) => !were.has(id))), 1);
  return true;
}
