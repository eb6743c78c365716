/** Void ballots: in no tally, in both figures, and back again without a trace. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { readResults } from '../../src/server/store/results.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { addVoid, removeVoid } from '../../src/server/store/void-tallies.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openFolderAt, TODAY, ZONE } from '../helpers/paper.ts';

function filled() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-voids-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const folder = openFolderAt(dataDir);
  const maker = ballotMaker('tablet-1', 9);
  // Two closed months and an open one.
  const days = ['2026-09-02', '2026-10-05', '2026-11-03', '2026-11-04'];
  const records = days.flatMap((day): Accepted[] =>
    maker.many(20).map((made) => ({
      ok: true,
      ...made,
      survey: SIX_CRITERIA,
      day,
      hour: 9,
      sentAt: 0,
      receivedAt: 0,
      note: null,
    })),
  );
  createSubmissionStore(folder.db, folder.office)(records);
  const results = () =>
    readResults(folder.db, {
      officeId: folder.office,
      // Of a part of it the void ballots would be too few to be told.
      period: { from: '2026-01-01', to: '2026-12-31' },
      zone: ZONE,
      today: TODAY,
    });
  const { db, office } = folder;
  const strike = db.transaction((id: string) => {
    db.prepare("insert into voids values (?, ?, 'test', '', 'someone', 0)").run(id, office);
    return addVoid(db, office, id);
  });
  const restore = db.transaction((id: string) => {
    if (db.prepare('delete from voids where submission_id = ?').run(id).changes === 1) removeVoid(db, office, id);
  });
  return { ...folder, records, results, strike, restore };
}
const sound = { submissions: 80, differences: [], altered: [] };

it('are taken out of days, months and hours alike, and the check counts without them', () => {
  const { db, office, records, results, strike, restore } = filled();
  const before = results();
  const struck = records.filter((_, i) => i % 8 === 0).map(({ submission }) => submission.id);
  for (const id of struck) expect(strike(id)).toBe(true);
  expect(verifyTallies(db, office)).toEqual(sound);
  const after = results();
  expect(after.total.ballots.all).toBe(80 - struck.length);
  expect(after.voided.ballots.all).toBe(struck.length);
  for (const [i, { levels }] of before.total.criteria.entries()) {
    const [counted, voided] = [after.total.criteria[i], after.voided.criteria[i]];
    expect(levels).toEqual(counted?.levels.map((n, at) => n + (voided?.levels[at] ?? 0)));
  }
  for (const id of struck) restore(id);
  expect(verifyTallies(db, office)).toEqual(sound);
  expect(results()).toEqual(before);
});

it('that are in no tally though nobody struck them out, or still in one though somebody did, are found', () => {
  const { db, office, records } = filled();
  const [first, second] = records.map(({ submission }) => submission.id);
  if (first === undefined || second === undefined) throw new Error('there are records');
  db.transaction(() => addVoid(db, office, first))();
  expect(verifyTallies(db, office).differences.length).toBeGreaterThan(0);
  db.transaction(() => removeVoid(db, office, first))();
  db.prepare("insert into voids values (?, ?, 'test', '', 'someone', 0)").run(second, office);
  expect(verifyTallies(db, office).differences.length).toBeGreaterThan(0);
});

it('need a transaction around them, and an id that the office does not have changes nothing', () => {
  const { db, office, records } = filled();
  const id = records[0]?.submission.id ?? '';
  expect(() => addVoid(db, office, id)).toThrow();
  expect(db.transaction(() => addVoid(db, office, '00000000-0000-4000-8000-000000000000'))()).toBe(false);
  expect(db.transaction(() => addVoid(db, office + 1, id))()).toBe(false);
  expect(verifyTallies(db, office)).toEqual(sound);
});

it('leave no version and no day behind when they were all that there was', () => {
  const { records, results, strike } = filled();
  for (const { submission, day } of records) if (day !== '2026-11-04') strike(submission.id);
  expect(results().days.map(({ id }) => id)).toEqual(['2026-11-04']);
  for (const { submission, day } of records) if (day === '2026-11-04') strike(submission.id);
  expect(results()).toMatchObject({ versions: [], days: [], counters: [] });
});

it('that are too few are only counted, also where nothing is narrowed and in a part of the time', () => {
  const { db, office, records, results, strike } = filled();
  for (const { submission } of records.slice(0, 3)) strike(submission.id);
  const few = results().voided;
  expect(few.ballots).toEqual({ all: 3, left: 0, valid: 0, satisfied: 0 });
  expect(few.criteria.every(({ levels, unknown, blank }) => [...levels, unknown, blank].every((n) => n === 0))).toBe(
    true,
  );
  // Enough of the year, but of its first months there are three: the others would give them away.
  for (const { submission } of records.slice(60, 80)) strike(submission.id);
  expect(results().voided.ballots.valid).toBeGreaterThan(15);
  const voidedIn = (from: string, to: string) =>
    readResults(db, { officeId: office, period: { from, to }, zone: ZONE, today: TODAY }).voided.ballots;
  expect(voidedIn('2026-09-01', '2026-09-30')).toMatchObject({ all: 3, valid: 0 });
  expect(voidedIn('2026-10-01', '2026-12-31')).toMatchObject({ all: 20, valid: 0 });
});
