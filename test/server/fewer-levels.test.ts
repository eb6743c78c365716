/** A survey with three levels, from what a tablet, a person or a file brings to the figures and documents. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compare, fraction, toDecimal } from '../../src/domain/fraction.ts';
import { freeze, FrozenPeriod } from '../../src/domain/report.ts';
import { publicResult } from '../../src/domain/report-publication.ts';
import type { Draft } from '../../src/domain/submission.ts';
import { summarise } from '../../src/domain/summary.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';
import { partlyOffered } from '../../src/domain/survey-scale.ts';
import type { Level, Survey } from '../../src/domain/survey.ts';
import { createBallotReader } from '../../src/server/paper/ballot.ts';
import { createLevelOf } from '../../src/server/paper/people-values.ts';
import { versionsText } from '../../src/server/reports/facts.ts';
import { namesOf } from '../../src/server/reports/names.ts';
import { levelsTable } from '../../src/server/reports/tables.ts';
import { readResults } from '../../src/server/store/results.ts';
import { publishSurvey } from '../../src/server/store/surveys.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { summaryOf } from '../../src/server/summary/summary-of.ts';
import { summaryText } from '../../src/server/summary/summary-text.ts';
import { ballotMaker, batchOf, hashOf, sendBatch } from '../helpers/ballots.ts';
import { type Enrolled, openApp, type TestApp } from '../helpers/server.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const THREE = PRESETS['three-levels'];
let server: TestApp;
let tablet: Enrolled;
beforeEach(async () => {
  server = openApp({ now: () => NOW });
  tablet = await server.enrol();
});
afterEach(() => server.close());

const publish = (survey: Survey) => publishSurvey(server.db, server.deps.office, survey, NOW);
const results = () =>
  readResults(server.db, {
    officeId: server.deps.office,
    period: { from: '2026-11-01', to: '2026-11-30' },
    zone: 'Asia/Ho_Chi_Minh',
    today: '2026-11-22',
  });

/** Sends a ballot for each level. */
function send(survey: number, criterion: string, levels: readonly Level[], epoch: number, reasons?: string[]) {
  const maker = ballotMaker(tablet.device.id, epoch, { answeredAt: NOW, epoch });
  const change = (level: Level): Partial<Draft> => ({
    survey,
    stage: 'collecting',
    field: null,
    end: 'finished',
    answers: [{ criterion, level, ...(reasons && { reasons }) }],
  });
  const bodies = levels.map((level) => maker.next(change(level)).body);
  const ask = (path: string, init: RequestInit) => server.app.request(path, init);
  return sendBatch(ask, tablet.token, batchOf(bodies, { sentAt: NOW })).then(({ receipts }) => ({ receipts, bodies }));
}
const times = (count: number, level: Level): Level[] => Array.from({ length: count }, () => level);

describe('a record of a survey with three levels', () => {
  it('at a level that its version does not offer is refused and kept, and never counted', async () => {
    const version = publish(THREE);
    const { receipts, bodies } = await send(version, 'access', [5, 4, 3, 2, 1], 1);
    expect(receipts.map(({ status }) => status)).toEqual(['stored', 'refused', 'stored', 'refused', 'stored']);
    for (const at of [1, 3]) {
      const body = bodies[at] ?? '';
      expect(receipts[at]).toMatchObject({ code: 'level-out-of-range', hash: hashOf(body) });
      const kept = server.db.prepare<[string], Buffer>('select body from refused_submissions where hash = ?').pluck();
      expect(kept.get(hashOf(body))?.toString()).toBe(body);
    }
    const [access] = results().total.criteria;
    expect(access?.levels).toEqual([1, 0, 1, 0, 1]);
    expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ submissions: 3, differences: [] });
  });

  it('does not narrow what an older version offered: a tablet that still asks it goes on', async () => {
    publish(THREE);
    const { receipts } = await send(1, 'access', [4, 2], 1);
    expect(receipts.map(({ status }) => status)).toEqual(['stored', 'stored']);
  });
});

describe('the figures', () => {
  it('of 12 satisfied, 5 neutral and 3 dissatisfied are 60 % satisfied, and 72.5 by score', async () => {
    await send(publish(THREE), 'access', [...times(12, 5), ...times(5, 3), ...times(3, 1)], 1);
    const found = results();
    expect(found.scale.map(({ level, label }) => [level, label.vi])).toEqual([
      [5, 'Hài lòng'],
      [3, 'Bình thường'],
      [1, 'Không hài lòng'],
    ]);
    const shown = (method: 'top2' | 'norm') => {
      const index = summarise(found.total, found.survey, method).criteria[0]?.index;
      return index ? toDecimal(index, 2) : null;
    };
    expect([shown('top2'), shown('norm')]).toEqual(['60.00', '72.50']);
    expect(found.total.ballots).toMatchObject({ valid: 20, satisfied: 12 });
    expect(partlyOffered(found.scale)).toEqual([]);
  });

  it('of the indicators of NĐ 61/2018 are the points over the most that there are: 3×2 + 2×1 + 1×0 of 12', async () => {
    await send(publish(PRESETS['nd-61']), 'conduct', [5, 5, 5, 3, 3, 1], 1);
    const { total, survey } = results();
    const conduct = summarise(total, survey).criteria.find(({ id }) => id === 'conduct');
    expect(compare(conduct?.index ?? fraction(0), fraction(200, 3))).toBe(0);
  });

  it('show the levels that were offered and no others: tables, documents, open data and the command', async () => {
    await send(publish(THREE), 'access', [...times(12, 5), ...times(5, 3), ...times(3, 1)], 1);
    const frozen = freeze(results(), NOW);
    const { columns, rows } = levelsTable(frozen);
    expect(columns.slice(1, 5).map(({ title }) => title)).toEqual([
      'Hài lòng (5)',
      'Bình thường (3)',
      'Không hài lòng (1)',
      'Hợp lệ',
    ]);
    expect(rows[0]?.slice(1, 5)).toEqual([12, 5, 3, 20].map((count) => ({ kind: 'count', count })));
    expect(columns.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(99.5);
    const parts = { counters: false, fields: false, reasons: false };
    expect(publicResult(frozen, parts)).toMatchObject({ offered: [5, 3, 1] });
    const summary = summaryOf(results());
    expect(summary.criteria[0]?.counts).toEqual({ 1: 3, 3: 5, 5: 12 });
    expect(summaryText(summary, '')).toMatch(/Mức 1 +Mức 3 +Mức 5 +Hợp lệ/);
  });

  it('over versions with different levels show them all, and say which had which', async () => {
    await send(1, 'access', [...times(6, 4), 2], 1);
    await send(publish(THREE), 'access', times(5, 5), 2);
    const found = results();
    expect(found.scale.map(({ level, label, versions }) => [level, label.vi, versions])).toEqual([
      [5, 'Hài lòng / Rất hài lòng', [1, 2]],
      [4, 'Hài lòng', [1]],
      [3, 'Bình thường', [1, 2]],
      [2, 'Không hài lòng', [1]],
      [1, 'Không hài lòng / Rất không hài lòng', [1, 2]],
    ]);
    expect(versionsText(freeze(found, NOW))).toContain(
      'các phiên bản 1, 2; mức 4 chỉ có ở phiên bản 1; mức 2 chỉ có ở phiên bản 1',
    );
    expect(summaryText(summaryOf(found), '')).toContain('mức 2 chỉ có ở phiên bản 1; mức 4 chỉ có ở phiên bản 1');
  });

  it('over versions that ask other things call each by its name: on the page, in documents and for the public', async () => {
    await send(1, 'access', times(6, 1), 1, ['hours']);
    const { criteria, ...rest } = PRESETS['nd-61'];
    // One criterion stays, with a reason less.
    const [access] = THREE.criteria.map((one) => ({ ...one, reasons: one.reasons.filter(({ id }) => id !== 'hours') }));
    if (!access) throw new Error('there are six');
    await send(publish({ ...rest, criteria: [...criteria, access] }), 'conduct', times(6, 5), 2);
    const frozen = freeze(results(), NOW);
    const names = namesOf(frozen);
    expect(frozen.total.criteria.map(({ id }) => names.criterion(id))).toEqual(
      [...criteria, ...THREE.criteria].map(({ name }) => name.vi),
    );
    expect(names.reason('access', 'hours')).toBe('Giờ làm việc bất tiện');
    expect(frozen.older?.map(({ id }) => id)).toEqual([
      'access',
      'reception',
      'procedure',
      'staff',
      'result',
      'feedback',
    ]);
    const open = publicResult(frozen, { counters: false, fields: false, reasons: true });
    expect(open.criteria.find(({ id }) => id === 'staff')?.name.en).toBe('Staff service');
    expect(open.reasons).toMatchObject([{ reason: 'hours', label: { vi: 'Giờ làm việc bất tiện' } }]);
    expect(summaryOf(results()).criteria.map(({ name }) => name)).toContain('Thủ tục hành chính');
  });

  it('of what was frozen before are shown as they were', async () => {
    await send(1, 'access', times(6, 4), 1);
    const { scale: _, older: __, ...before } = freeze(results(), NOW);
    const old = FrozenPeriod.parse(JSON.parse(JSON.stringify(before)));
    expect(levelsTable(old)).toEqual(levelsTable(freeze(results(), NOW)));
    expect(levelsTable(old).columns).toHaveLength(9);
  });
});

describe('paper', () => {
  it('that names a level that is not offered is a named problem of its line; the words of the survey are read', () => {
    const read = createBallotReader({
      layout: {
        width: null,
        at: { date: 0, counter: 1, field: null, stage: null },
        criteria: [{ id: 'access', at: 2 }],
      },
      survey: THREE,
      counters: [{ id: 'quay-1', name: 'Quầy 1' }],
      today: '2026-11-22',
      levelOf: createLevelOf(THREE),
    });
    const line = (text: string) => read(['2026-11-20', 'quay-1', text]);
    for (const text of ['4', '2'])
      expect(line(text)).toEqual({ ok: false, code: 'level-not-offered', value: `access: ${text}` });
    for (const text of ['Rất hài lòng', '6']) expect(line(text)).toMatchObject({ ok: false, code: 'bad-level' });
    for (const [text, level] of [
      ['5', 5],
      ['hai long', 5],
      ['Bình thường', 3],
      ['k', 'unknown'],
    ])
      expect(line(String(text))).toMatchObject({ ok: true, ballot: { answers: [{ criterion: 'access', level }] } });
  });

  it('that is typed in is held against the version of its day', async () => {
    publish(THREE);
    const headers = { ...server.signIn('team'), 'Content-Type': 'application/json' };
    const post = (path: string, body: object) =>
      server.app.request(`/api/paper/batches${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const id = randomUUID();
    const place = { day: '2026-11-22', counter: 'quay-1', field: null, stage: null };
    expect((await post('', { id, ...place, channel: 'paper', size: null, double: false })).status).toBe(200);
    const type = async (level: Level) => {
      const answers = [{ criterion: 'access', level }];
      const reply = await post(`/${id}/ballots`, { id: randomUUID(), pass: 1, answers, remark: null });
      return [reply.status, await reply.json()] as const;
    };
    expect(await type(4)).toMatchObject([400, { code: 'ballot-invalid' }]);
    expect(await type(3)).toMatchObject([200, { number: 1 }]);
  });
});
