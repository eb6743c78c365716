/** Counts by hour of the week: kept with the answers, the same as a recount, and filled in for a file that had none. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { addDays, weekday } from '../../src/domain/period.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Database } from '../../src/server/deps.ts';
import { readHourCells, readHourReasons, readHours } from '../../src/server/store/hours.ts';
import { placeSpans } from '../../src/server/store/spans.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { readOpenMonth } from '../../src/server/store/tallies.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { backToLevel } from '../helpers/old-file.ts';
import { openFolderAt } from '../helpers/paper.ts';

const PERIOD = { from: '2026-07-01', to: '2026-09-30' };
const CRITERIA = SIX_CRITERIA.criteria.map(({ id }) => id);
type Folder = ReturnType<typeof openFolderAt>;

/** Answers on July to September days, at 7 to 16 o'clock; some on paper, whose hour says nothing. */
function filled(seed: number, count = 400) {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-hours-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const folder = openFolderAt(dataDir);
  const random = randomFrom(seed);
  const maker = ballotMaker('tablet-1', seed);
  const records = Array.from({ length: count }, (): Accepted => {
    const day = addDays(PERIOD.from, Math.floor(random() * 100));
    const channel = random() < 0.1 ? 'paper' : 'kiosk';
    const made = maker.next({ channel });
    const hour = channel === 'paper' ? 12 : 7 + Math.floor(random() * 10);
    return { ok: true, ...made, survey: SIX_CRITERIA, day, hour, sentAt: 0, receivedAt: 0, note: null };
  });
  const store = createSubmissionStore(folder.db, folder.office);
  for (let at = 0; at < count; at += 50) store(records.slice(at, at + 50));
  return { folder, records };
}
const spansOf = ({ db, office }: Folder) => placeSpans(PERIOD, readOpenMonth(db, office));
const hoursOf = (folder: Folder) => readHours(folder.db, folder.office, spansOf(folder));

/** The same from the records themselves. */
function recount(records: readonly Accepted[]) {
  const cells = new Map<string, { valid: number; satisfied: number; low: number }>();
  for (const { submission, day, hour } of records) {
    if (day < PERIOD.from || day > PERIOD.to || submission.channel === 'paper') continue;
    for (const { criterion, level } of submission.answers) {
      if (level === 'unknown') continue;
      const key = `${submission.counter}|${weekday(day) * 24 + hour}|${criterion}`;
      const cell = cells.get(key) ?? { valid: 0, satisfied: 0, low: 0 };
      cells.set(key, {
        valid: cell.valid + 1,
        satisfied: cell.satisfied + (level >= 4 ? 1 : 0),
        low: cell.low + (level <= 2 ? 1 : 0),
      });
    }
  }
  return cells;
}

it.each([1, 2])('hour tallies are what the bodies say, over closed and open months, without paper, seed %i', (seed) => {
  const { folder, records } = filled(seed);
  const found = new Map<string, { valid: number; satisfied: number; low: number }>();
  for (const { counter, hour, criterion, valid, satisfied, low } of hoursOf(folder)) {
    const known = found.get(`${counter}|${hour}|${criterion}`) ?? { valid: 0, satisfied: 0, low: 0 };
    found.set(`${counter}|${hour}|${criterion}`, {
      valid: known.valid + valid,
      satisfied: known.satisfied + satisfied,
      low: known.low + low,
    });
  }
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(recount(records)));
  expect(verifyTallies(folder.db, folder.office)).toEqual({ submissions: 400, differences: [], altered: [] });
});

it('a changed, a missing and a wrong hour row are found by the check', () => {
  const { folder } = filled(3, 60);
  const { db, office } = folder;
  db.exec(`update hour_tallies set low = low + 1 where criterion = 'access'
    and (span, counter, hour) in (select span, counter, hour from hour_tallies where criterion = 'access' limit 1)`);
  db.exec(`delete from hour_reason_tallies where (span, counter, hour, criterion, reason) in
    (select span, counter, hour, criterion, reason from hour_reason_tallies limit 1)`);
  db.exec(`insert into hour_tallies values (${office}, '2020-01-01', 'quay-1', 9, 1, 'access', 1, 1, 0)`);
  const kinds = verifyTallies(db, office).differences.map(({ table, kind }) => `${table} ${kind}`);
  expect(kinds.sort()).toEqual(['hour_reason_tallies missing', 'hour_tallies different', 'hour_tallies extra']);
});

it('a file of before is filled from its bodies: every hour row is as if it had always been counted', () => {
  const { folder } = filled(4);
  const rows = (db: Folder['db']) =>
    ['hour_tallies', 'hour_reason_tallies'].map((table) => db.prepare(`select * from ${table}`).all());
  const before = rows(folder.db);
  expect(before.every((list) => list.length > 100)).toBe(true);
  folder.db.close();
  backToLevel(folder.dataDir, 3);
  const again = openFolderAt(folder.dataDir);
  expect(rows(again.db)).toEqual(before);
  expect(verifyTallies(again.db, again.office)).toEqual({ submissions: 400, differences: [], altered: [] });
});

it('the heat map hides small cells, the same for all counters and for one, and no reason of theirs is told', () => {
  const { folder, records } = filled(5, 900);
  const { db, office } = folder;
  const asked = { office, period: PERIOD, openMonth: readOpenMonth(db, office), criteria: CRITERIA };
  const all = readHourCells(db, { ...asked, counter: undefined });
  const people = recount(records);
  const validIn = (hour: number, criterion: string, counter?: string) =>
    [...people]
      .filter(
        ([key]) => key.endsWith(`|${hour}|${criterion}`) && (counter === undefined || key.startsWith(`${counter}|`)),
      )
      .reduce((sum, [, { valid }]) => sum + valid, 0);
  const shown = all.filter(({ counts }) => counts !== null);
  expect(shown.length).toBeGreaterThan(50);
  for (const { hour, criterion, counts } of all.filter((cell) => cell.criterion !== '')) {
    if (validIn(hour, criterion) < 5) expect(counts).toBeNull();
    if (counts) expect(counts.valid).toBe(validIn(hour, criterion));
  }
  // Of one counter: never a cell that the others, or the whole, would give away.
  const byCounter = ['quay-1', 'quay-2', 'quay-3'].map((id) => readHourCells(db, { ...asked, counter: id }));
  for (const { hour, criterion, counts } of shown) {
    if (criterion === '' || counts === null) continue;
    const parts = byCounter.map((cells) => cells.find((cell) => cell.hour === hour && cell.criterion === criterion));
    const known = parts.flatMap((cell) => (cell?.counts ? [cell.counts.valid] : []));
    const rest = counts.valid - known.reduce((sum, n) => sum + n, 0);
    expect(rest === 0 || rest >= 5, `${criterion} at ${hour}: ${rest} would be left`).toBe(true);
  }
  const reasons = readHourReasons(folder.db, folder.office, spansOf(folder), all);
  const open = new Set(shown.map(({ hour, criterion }) => `${hour}|${criterion}`));
  expect(reasons.length).toBeGreaterThan(10);
  for (const { hour, criterion } of reasons) expect(open.has(`${hour}|${criterion}`)).toBe(true);
  // A database gives sums in whatever order it likes.
  const prepare = (sql: string) => ({
    all: (...given: unknown[]) =>
      db
        .prepare(sql)
        .all(...given)
        .reverse(),
  });
  expect(readHourReasons({ prepare } as unknown as Database, office, spansOf(folder), all)).toEqual(reasons);
});
