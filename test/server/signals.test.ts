/** Flags in the data file: the same whatever the order of arrival, counted in their own tallies, and lost by no stop. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dayHour } from '../../src/domain/period.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { DEFAULT_THRESHOLDS } from '../../src/domain/signal-thresholds.ts';
import type { Draft } from '../../src/domain/submission.ts';
import { chanceFrom } from '../../src/server/demo/chance.ts';
import { startSignals } from '../../src/server/signals/start.ts';
import { saveSetting } from '../../src/server/store/office-settings.ts';
import { readResults } from '../../src/server/store/results.ts';
import { dayQuery, readDayBallots } from '../../src/server/store/signal-ballots.ts';
import { lookAtAll, lookAtNext as lookAtDay } from '../../src/server/store/signal-look.ts';
import { lengthOfQueue, queueAgain } from '../../src/server/store/signal-queue.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { restoreBallot, voidBallot } from '../../src/server/store/voids.ts';
import { createStoredNotifier } from '../../src/server/stored.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openFolderAt, TODAY } from '../helpers/paper.ts';
import { LOW, MIXED, TOP, ZONE } from '../helpers/signals.ts';

type Folder = ReturnType<typeof folder>;
function folder() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-signals-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return openFolderAt(dataDir);
}

const makers = new Map<string, ReturnType<typeof ballotMaker>>();
/** A ballot that the tablet of a counter made at a time, by a clock that may be off by so many milliseconds. */
function record(device: string, time: string, change: Partial<Draft> = {}, off = 0): Accepted {
  const made = makers.get(device) ?? ballotMaker(device, makers.size + 1, { counters: [device.slice(0, 6)] });
  makers.set(device, made);
  const at = Date.parse(time);
  const still: Partial<Draft> = { channel: 'kiosk', end: 'finished', tookMs: 30_000, answers: MIXED, stage: null };
  const one = made.next({ ...still, ...change, answeredAt: at + off });
  const receivedAt = Date.parse('2026-11-10T18:00:00+07:00');
  return {
    ok: true,
    ...one,
    survey: SIX_CRITERIA,
    ...dayHour(at, ZONE),
    sentAt: receivedAt + off,
    receivedAt,
    note: null,
  };
}
const clock = (day: string, minutes: number) =>
  new Date(Date.parse(`${day}T08:00:00+07:00`) + minutes * 60_000).toISOString();

/** A day with a bad ballot and what followed on it, a burst, an evening, and ordinary people in between. */
function dayOf(device: string, day: string, off = 0): Accepted[] {
  return [
    ...Array.from({ length: 12 }, (_, at) => record(device, clock(day, at * 7), {}, off)),
    record(device, clock(day, 90), { answers: LOW }, off),
    ...[92, 93].map((at) => record(device, clock(day, at), { answers: TOP, tookMs: 7000 }, off)),
    ...Array.from({ length: 9 }, (_, at) => record(device, clock(day, 150 + at / 4), { answers: TOP }, off)),
    record(device, clock(day, 700), { answers: TOP }, off),
  ];
}
const FLAGGED = { compensation: 2, burst: 9, 'straight-top': 9, 'out-of-hours': 1 };

/** All that is known about flags, without the numbers that the file gives to rows. */
function flagsIn({ db }: Folder): unknown[] {
  return db
    .prepare(
      `select device_id, f.day, counter, f.kind, facts, group_concat(submission_id, ' ' order by submission_id) as ballots
       from flags f join flagged_ballots b on b.flag_id = f.id group by f.id order by 1, 2, 4, 6`,
    )
    .all();
}
const store = ({ db, office }: Folder, records: Accepted[]) => createSubmissionStore(db, office)(records);
const look = ({ db, office }: Folder) => lookAtAll(db, office, ZONE);
const results = ({ db, office }: Folder, narrowing = {}, from = '2026-11-01', to = '2026-11-30') =>
  readResults(db, { officeId: office, period: { from, to }, narrowing, zone: ZONE, today: TODAY });
const sound = ({ db, office }: Folder) =>
  expect(verifyTallies(db, office)).toMatchObject({ differences: [], altered: [] });

describe('flags of a tablet’s day', () => {
  it('are stored with their kind, their numbers and their ballots, and counted', () => {
    const place = folder();
    const records = dayOf('quay-1-a', '2026-11-10');
    store(place, records);
    expect(lengthOfQueue(place.db, place.office)).toBe(1);
    expect(look(place)).toBe(1);
    const { flagged, total } = results(place);
    expect(Object.fromEntries(flagged.kinds.map(({ kind, count }) => [kind, count]))).toEqual(FLAGGED);
    expect(flagged.ballots).toBe(12);
    expect(flagged.without?.ballots.all).toBe(total.ballots.all - 12);
    // What is left are the twelve ordinary ballots and the bad one.
    expect(flagged.without?.criteria.find(({ id }) => id === 'result')?.levels).toEqual([1, 0, 12, 0, 0]);
    sound(place);
  });

  it('are looked for in the same ballots, found by the day or by the tablet, whichever has fewer', () => {
    const place = folder();
    const { db, office } = place;
    const [device, day] = ['quay-1-few', '2026-11-10'];
    const wanted = dayOf(device, day);
    store(place, wanted);
    for (const other of ['quay-1-two', 'quay-2-two', 'quay-3-two']) store(place, dayOf(other, day));
    const ids = wanted.map(({ submission }) => submission.id).sort();
    const found = () => [...readDayBallots(db, office, { device, day }).keys()].sort();
    expect(found()).toEqual(ids);
    for (let n = 1; n < 6; n++) store(place, dayOf(device, `2026-11-0${n}`));
    expect(found()).toEqual(ids);
    for (const [bySequence, index] of [
      [true, 'sqlite_autoindex_submissions_2 (device_id=? AND epoch>?)'],
      [false, 'submissions_by_day (office_id=? AND day=?)'],
    ] as const) {
      const query = dayQuery(bySequence);
      const plan = db.prepare<string[], { detail: string }>(`explain query plan ${query}`);
      expect(plan.all(String(office), day, device)[0]?.detail).toBe(`SEARCH submissions USING INDEX ${index}`);
      const bodies = db.prepare<unknown[], { body: string }>(query).all(office, day, device);
      expect(bodies.map(({ body }) => body).sort()).toEqual(wanted.map(({ body }) => body).sort());
    }
  });

  it.each([21, 22])(
    'are the same when the ballots come late and out of order, looked at in between, seed %i',
    (seed) => {
      const chance = chanceFrom(seed);
      const records = ['2026-11-09', '2026-11-10'].flatMap((day) => dayOf(`quay-2-${seed}`, day));
      const [inOrder, shuffled] = [folder(), folder()];
      store(inOrder, records);
      look(inOrder);
      const mixed = records.map((one) => ({ one, at: chance.next() })).sort((a, b) => a.at - b.at);
      for (let from = 0; from < mixed.length; from += 7) {
        store(
          shuffled,
          mixed.slice(from, from + 7).map(({ one }) => one),
        );
        if (chance.happens(0.7)) look(shuffled);
        if (chance.happens(0.3)) store(shuffled, records.slice(0, 1));
      }
      look(shuffled);
      expect(flagsIn(shuffled)).toEqual(flagsIn(inOrder));
      expect(flagsIn(inOrder).length).toBeGreaterThan(6);
      expect(results(shuffled).flagged).toEqual(results(inOrder).flagged);
      sound(shuffled);
    },
  );

  it('do not depend on a clock that is two hours wrong, nor on a queue that is sent at once', () => {
    const [right, wrong] = [folder(), folder()];
    store(right, dayOf('quay-3-x', '2026-11-10'));
    store(wrong, dayOf('quay-3-y', '2026-11-10', -2 * 3_600_000));
    look(right);
    look(wrong);
    expect(results(wrong).flagged.kinds).toEqual(results(right).flagged.kinds);
    // All of it was received in the same second, and only the nine that were made together are a burst.
    const burst = 'select count(*) from flagged_ballots where kind = ?';
    expect(wrong.db.prepare(burst).pluck().get('burst')).toBe(9);
  });

  it('follow a month that is summed up, and go when the thresholds are switched off', () => {
    const place = folder();
    store(place, dayOf('quay-1-m', '2026-09-08'));
    look(place);
    store(place, dayOf('quay-1-m', '2026-11-10'));
    look(place);
    store(place, dayOf('quay-1-n', '2026-09-09'));
    look(place);
    expect(results(place, {}, '2026-09-01').flagged.ballots).toBe(36);
    sound(place);
    const off = { ...DEFAULT_THRESHOLDS, burst: { ...DEFAULT_THRESHOLDS.burst, on: false } };
    saveSetting(place.db, place.office, 'signals', { ...off, straightTop: { ...off.straightTop, on: false } });
    expect(queueAgain(place.db, place.office, '2026-11-01')).toBe(1);
    look(place);
    // Only what was looked at again has changed.
    expect(results(place).flagged.ballots).toBe(3);
    expect(results(place, {}, '2026-09-01').flagged.ballots).toBe(27);
    sound(place);
  });

  it('leave their tallies with a void ballot and come back with it', () => {
    const place = folder();
    const records = dayOf('quay-1-v', '2026-11-10');
    store(place, records);
    look(place);
    const before = results(place).flagged;
    const id = String(place.db.prepare('select submission_id from flagged_ballots limit 1').pluck().get());
    const { db, office } = place;
    db.transaction(() => voidBallot(db, office, id, { reason: 'test', note: '', by: 'someone', at: 0 }))();
    expect(results(place).flagged.ballots).toBe(before.ballots - 1);
    sound(place);
    // A day that is looked at again keeps the void ballot out.
    queueAgain(db, office, '2026-11-10');
    look(place);
    store(place, [record('quay-1-v', clock('2026-11-10', 710), { answers: TOP })]);
    look(place);
    expect(results(place).flagged.ballots).toBe(before.ballots);
    sound(place);
    db.transaction(() => restoreBallot(db, office, id))();
    expect(results(place).flagged.ballots).toBe(before.ballots + 1);
    sound(place);
  });

  it('that were changed by hand are found by the check', () => {
    const place = folder();
    store(place, dayOf('quay-1-h', '2026-11-10'));
    look(place);
    sound(place);
    place.db.exec('delete from flagged_ballots');
    const { differences } = verifyTallies(place.db, place.office);
    expect([...new Set(differences.map(({ table }) => table))].sort()).toEqual([
      'flagged_ballot_tallies',
      'flagged_tallies',
    ]);
  });
});

describe('the figure without flagged ballots', () => {
  /** A counter with so many ordinary ballots, and so many that were entered in the evening. */
  const counter = (name: string, ordinary: number, evening: number, day = '2026-11-10') => [
    ...Array.from({ length: ordinary }, (_, at) => record(`${name}-o`, clock(day, at * 5))),
    ...Array.from({ length: evening }, (_, at) => record(`${name}-o`, clock(day, 700 + at * 5))),
  ];
  it('is not told where one to four ballots make the difference, in any view', () => {
    const place = folder();
    store(place, [...counter('quay-1', 20, 3)]);
    look(place);
    expect(results(place).flagged).toMatchObject({ ballots: 3, without: null });
    expect(results(place, { counter: 'quay-1' }).flagged).toMatchObject({ ballots: 3, without: null });
  });
  it('is not told where it could be had from another view', () => {
    const place = folder();
    store(place, [...counter('quay-1', 20, 3), ...counter('quay-2', 20, 6), ...counter('quay-3', 20, 9)]);
    look(place);
    const without = (narrowing = {}) => results(place, narrowing).flagged.without?.ballots.all ?? null;
    expect(without()).toBe(60);
    expect(without({ counter: 'quay-1' })).toBeNull();
    // 18 − 9 − 6 would be the three: the next smallest is hidden with them.
    expect(without({ counter: 'quay-2' })).toBeNull();
    expect(without({ counter: 'quay-3' })).toBe(20);
  });
  it('is not told where it could be had from another period', () => {
    const place = folder();
    const weeks = [counter('quay-1', 20, 2, '2026-10-20'), counter('quay-1', 20, 7, '2026-10-27')];
    store(place, [...weeks.flat(), ...counter('quay-1', 20, 6, '2026-11-03'), ...counter('quay-1', 20, 5)]);
    look(place);
    const without = (from: string, to: string) => results(place, {}, from, to).flagged.without?.ballots.all ?? null;
    expect(without('2026-10-01', '2026-10-31')).toBe(40);
    // 9 − 7 would be the two.
    expect(without('2026-10-19', '2026-10-25')).toBeNull();
    expect(without('2026-10-26', '2026-10-31')).toBeNull();
    expect(without('2026-10-27', '2026-10-27')).toBeNull();
    expect(without('2026-11-02', '2026-11-08')).toBe(20);
    expect(without('2026-11-10', '2026-11-10')).toBe(20);
    expect(without('2026-01-01', '2026-12-31')).toBe(80);
  });
});

describe('the process', () => {
  const pace = { quiet: 20, latest: 60, every: 10_000 };
  const until = async (done: () => boolean) => {
    for (let turn = 0; turn < 200 && !done(); turn++) await wait(10);
    expect(done()).toBe(true);
  };
  it('looks soon after a ballot was stored, says when something is different, and loses nothing by a stop', async () => {
    const place = folder();
    const { db, office } = place;
    const stored = createStoredNotifier();
    let told = 0;
    stored.onStored(() => (told += 1));
    const log: string[] = [];
    const lookAtNext = () => {
      const looked = lookAtDay(db, office, ZONE);
      return Promise.resolve(looked && { ...looked, took: 0.1 });
    };
    const deps = { stored, log: (event: string) => void log.push(event), lookAtNext };
    startSignals(deps, pace)();
    store(place, dayOf('quay-1-p', '2026-11-10'));
    stored.fire();
    await wait(60);
    expect(lengthOfQueue(db, office)).toBe(1);
    const stop = startSignals(deps, pace);
    onTestFinished(stop);
    await until(() => lengthOfQueue(db, office) === 0);
    await until(() => told === 2);
    expect(results(place).flagged.ballots).toBe(12);
    // While ballots keep coming it is put off, and not for ever.
    store(place, [record('quay-1-p', clock('2026-11-10', 800), { answers: TOP })]);
    for (let turn = 0; turn < 12; turn++) {
      stored.fire();
      await wait(10);
    }
    expect(results(place).flagged.ballots).toBe(13);
    expect(log).toEqual([]);
  });
});
