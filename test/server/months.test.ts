/** Sums by month: whatever the order in which days arrive, a year read from them is what its days add up to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { addDays } from '../../src/domain/period.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { readResults } from '../../src/server/store/results.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { type Accepted, createSubmissionStore } from '../../src/server/store/submissions.ts';
import { readOpenMonth } from '../../src/server/store/tallies.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { backToLevel } from '../helpers/old-file.ts';
import { openFolderAt, TODAY, ZONE } from '../helpers/paper.ts';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };
type Folder = ReturnType<typeof openFolderAt>;
const resultsOf = ({ db, office }: Folder, period = YEAR) =>
  readResults(db, { officeId: office, period, zone: ZONE, today: TODAY });
const monthRows = ({ db }: Folder) =>
  db.prepare("select distinct substr(span, 2) from ballot_tallies where span >= 'm' order by 1").pluck().all();

function newFolder(): Folder {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-months-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return openFolderAt(dataDir);
}
function makerOf(seed: number) {
  const maker = ballotMaker(`tablet-${seed}`, seed);
  return (day: string): Accepted => ({
    ok: true,
    ...maker.next(),
    survey: SIX_CRITERIA,
    day,
    hour: 9,
    sentAt: 0,
    receivedAt: 0,
    note: null,
  });
}
const sound = (submissions: number) => ({ submissions, differences: [], altered: [] });

it.each([1, 2, 3])('days that come in any order are counted once by day and once by month, seed %i', (seed) => {
  const folder = newFolder();
  const store = createSubmissionStore(folder.db, folder.office);
  const make = makerOf(seed);
  const random = randomFrom(seed);
  let all = 0;
  for (let batch = 0; batch < 25; batch++) {
    const late = Math.floor(random() * 150);
    const days = Array.from({ length: 8 }, () => addDays('2026-05-20', Math.floor(random() * (1 + batch * 6)) - late));
    const outcomes = store(days.map(make));
    all += outcomes.filter(({ status }) => status === 'stored').length;
    expect(verifyTallies(folder.db, folder.office)).toEqual(sound(all));
  }
  expect(all).toBe(200);
  const open = readOpenMonth(folder.db, folder.office);
  expect(open > '2026-06').toBe(true);
  expect(monthRows(folder).length).toBeGreaterThan(4);
  expect(monthRows(folder)).not.toContain(open);
  // The days before May were in 2025 for some: the year, month by month, is all that was stored in it.
  const inYear = folder.db.prepare("select count(*) from submissions where day >= '2026-01-01'").pluck().get();
  const year = resultsOf(folder);
  expect(year.total.ballots.all).toBe(inYear);
  const whole = resultsOf(folder, { from: '2025-01-01', to: '2026-12-31' });
  expect(whole.total.ballots.all).toBe(200);
});

it('what is refused or known already opens no month with wrong sums', () => {
  const folder = newFolder();
  const store = createSubmissionStore(folder.db, folder.office);
  const make = makerOf(4);
  const first = make('2026-03-05');
  store([first, make('2026-03-06')]);
  // The same bytes again, by a server whose clock has moved on.
  expect(store([{ ...first, day: '2026-08-01' }])).toEqual([{ status: 'duplicate' }]);
  store([make('2026-03-07'), make('2026-04-01')]);
  expect(verifyTallies(folder.db, folder.office)).toEqual(sound(4));
  expect(resultsOf(folder).total.ballots.all).toBe(4);
});

it('a file of the first schema, where the newest month was summed up too, is taken over', () => {
  const folder = newFolder();
  const store = createSubmissionStore(folder.db, folder.office);
  const make = makerOf(5);
  store(['2026-01-10', '2026-01-11', '2026-02-03'].map(make));
  const before = resultsOf(folder);
  folder.db.close();
  backToLevel(folder.dataDir, 1);
  // What the first schema held: every month by place, the newest too.
  const db = new Sqlite(databaseFile(folder.dataDir));
  for (const [table, counts] of Object.entries({ ballot_tallies: 4, tallies: 7, reason_tallies: 1 })) {
    const columns = db.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table);
    const kept = columns.slice(2, -counts).join(', ');
    const summed = columns.slice(-counts).map((name) => `sum(${name})`);
    db.exec(`delete from ${table} where span like 'm%'; insert into ${table} select office_id,
      'm' || substr(span, 1, 7), ${kept}, ${summed.join(', ')} from ${table} where span < 'd' group by 1, 2, ${kept}`);
  }
  expect(monthRows({ ...folder, db })).toEqual(['2026-01', '2026-02']);
  db.close();

  const again = openFolderAt(folder.dataDir);
  expect(again.db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  expect(verifyTallies(again.db, again.office)).toEqual(sound(3));
  expect(resultsOf(again)).toEqual(before);
  createSubmissionStore(again.db, again.office)([make('2026-02-04')]);
  expect(monthRows(again)).toEqual(['2026-01']);
  expect(verifyTallies(again.db, again.office)).toEqual(sound(4));
});
