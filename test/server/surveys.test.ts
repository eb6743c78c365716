import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { SurveysReply } from '../../src/domain/survey-admin.ts';
import { draftOf, newId, type SurveyDraft } from '../../src/domain/survey-draft.ts';
import { readSettings } from '../../src/server/store/office.ts';
import { readSurvey, surveyOn } from '../../src/server/store/surveys.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

/** The one at a place, which there is. */
function nth<T>(list: readonly T[], at: number): T {
  const found = list[at];
  if (found === undefined) throw new Error(`there is none at ${at}`);
  return found;
}

/** 23 November 2026, 09:00 in Vietnam. */
const MORNING = Date.UTC(2026, 10, 23, 2);
const DAY = 86_400_000;

let now: number;
let server: TestApp;
let admin: { Cookie: string };
beforeEach(() => {
  now = MORNING;
  server = openApp({ now: () => now });
  admin = server.signIn('administrator');
});
afterEach(() => server.close());

const ask = (method: string, path: string, body?: unknown, headers = admin) =>
  server.app.request(`/api/surveys${path}`, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const read = async () => SurveysReply.parse(await (await ask('GET', '')).json());
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code;
const draft = (change: (draft: SurveyDraft) => void = () => {}): SurveyDraft => {
  const made = structuredClone(draftOf(SIX_CRITERIA));
  change(made);
  return made;
};
const save = (body: SurveyDraft, revision = 0) => ask('PUT', '/draft', { revision, base: 1, body });
const publish = async (validFrom: string, revision?: number) =>
  ask('POST', '', { revision: revision ?? (await read()).draft?.revision ?? 0, validFrom });
const audited = () => server.db.prepare<[], string>('select action from audit_log order by seq').pluck().all();
const goal = (value: number) => draft((one) => (one.goal = value));
const tagOf = async (counter = 'quay-1') => {
  const { device } = await server.enrol(counter);
  return readSettings(server.db, server.deps.office, { ...device, counter }, today(), 'Asia/Ho_Chi_Minh').settings
    .survey.version;
};
const today = () => new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);

describe('the draft', () => {
  it('may be incomplete, and is there again as it was', async () => {
    const body = draft((one) => {
      one.goal = null;
      one.criteria = [];
      one.fields.push({ id: newId(one), label: { vi: '', en: '' } });
    });
    expect(await (await save(body)).json()).toEqual({ revision: MORNING, updatedAt: MORNING });
    expect((await read()).draft).toMatchObject({ revision: MORNING, base: 1, body, updatedBy: 'Nguyễn Thị Lan' });
  });

  it('is not overwritten by who did not see the last save, and a save that comes twice is one', async () => {
    await save(goal(90));
    expect(await (await save(goal(90))).json()).toMatchObject({ revision: MORNING });
    const late = await save(goal(70));
    expect([late.status, await codeOf(late)]).toEqual([409, 'draft-changed']);
    expect((await read()).draft?.body.goal).toBe(90);
    expect(await (await save(goal(70), MORNING)).json()).toMatchObject({ revision: MORNING + 1 });
    expect(await (await save(goal(70), MORNING)).json()).toMatchObject({ revision: MORNING + 1 });
  });

  it('is thrown away at the revision that was seen', async () => {
    await save(goal(90));
    await save(goal(91), MORNING);
    expect((await ask('DELETE', '/draft', { revision: MORNING })).status).toBe(409);
    expect((await ask('DELETE', '/draft', { revision: MORNING + 1 })).status).toBe(200);
    expect((await read()).draft).toBeNull();
    expect(audited()).toEqual(['survey.discard-draft']);
    now += 1000;
    await save(goal(92));
    expect((await save(goal(93), MORNING)).status).toBe(409);
  });

  it('that does not have the shape of one is refused', async () => {
    expect((await ask('PUT', '/draft', { revision: 0, base: 1, body: { ...draft(), extra: 1 } })).status).toBe(400);
    expect((await ask('PUT', '/draft', { revision: 0, base: 7, body: draft() })).status).toBe(400);
    const long = draft((one) => (one.title.vi = 'x'.repeat(2001)));
    expect((await save(long)).status).toBe(400);
  });
});

describe('publishing', () => {
  it('makes the next version, which tablets get on its day and not before', async () => {
    const before = readSurvey(server.db, server.deps.office, 1);
    await save(goal(90));
    expect(await (await publish('2026-11-25')).json()).toEqual({ version: 2 });
    expect(await tagOf()).toBe(1);
    expect((await read()).current).toBe(1);
    now += 2 * DAY - 3 * 3_600_000;
    admin = server.signIn('administrator');
    // 25 November, 06:00 in Vietnam, and still the 24th in UTC.
    expect(await tagOf()).toBe(2);
    const after = await read();
    expect([after.current, after.draft]).toEqual([2, null]);
    expect(after.versions.map(({ survey, validFrom }) => [survey.version, survey.goal, validFrom])).toEqual([
      [2, 90, '2026-11-25'],
      [1, 85, '2026-11-23'],
    ]);
    expect(readSurvey(server.db, server.deps.office, 1)).toEqual(before);
    expect(audited()).toEqual(['survey.publish']);
  });

  it('changes the tag of the settings on that day, so that a heartbeat tells it', async () => {
    const { token } = await server.enrol();
    const settings = (headers = {}) =>
      server.app.request('/api/settings', { headers: { Authorization: `Bearer ${token}`, ...headers } });
    await save(goal(90));
    const first = await settings();
    await publish('2026-11-24');
    const tag = { 'If-None-Match': first.headers.get('ETag') ?? '' };
    expect((await settings(tag)).status).toBe(304);
    now += DAY;
    expect((await settings(tag)).status).toBe(200);
  });

  it.each(['waits', 'was withdrawn'])('accepts answers to a version that %s', async (how) => {
    await save(goal(90));
    await publish('2026-11-30');
    if (how === 'was withdrawn') await ask('DELETE', '/2');
    const { device, token } = await server.enrol();
    const ballots = ballotMaker(device.id, 6, { answeredAt: now });
    const batch = batchOf([ballots.next({ survey: 2 }).body], { sentAt: now });
    const { receipts } = await sendBatch(server.app.request.bind(server.app), token, batch);
    expect(receipts[0]?.status).toBe('stored');
  });

  it('refuses what has problems, another revision, and a day that is over', async () => {
    expect(await codeOf(await publish('2026-11-23'))).toBe('draft-changed');
    await save(draft((one) => (nth(one.criteria, 0).question.en = '')));
    const incomplete = await publish('2026-11-23');
    expect([incomplete.status, await codeOf(incomplete)]).toEqual([422, 'draft-incomplete']);
    await save(goal(90), MORNING);
    expect(await codeOf(await publish('2026-11-23', MORNING))).toBe('draft-changed');
    for (const day of ['2026-11-22', '2026-02-30', '9999-99-99'])
      expect(await codeOf(await publish(day))).toBe('bad-day');
    expect(audited()).toEqual([]);
    expect((await publish('2026-11-23')).status).toBe(200);
    expect((await read()).current).toBe(2);
  });

  it('never lets a later version hold before an earlier one', async () => {
    await save(goal(90));
    await publish('2026-11-30');
    await save(goal(95));
    expect(await codeOf(await publish('2026-11-29'))).toBe('version-waiting');
    expect((await publish('2026-11-30')).status).toBe(200);
    expect(surveyOn(server.db, server.deps.office, '2026-11-30')?.goal).toBe(95);
  });

  it('gives new things ids that no version used, withdrawn ones included', async () => {
    const withField = (name: string) =>
      draft((one) => void one.fields.push({ id: newId(one), label: { vi: name, en: name } }));
    await save(withField('Môi trường'));
    await publish('2026-11-30');
    await ask('DELETE', '/2');
    await save(withField('Môi trường'));
    await publish('2026-11-23');
    expect(readSurvey(server.db, server.deps.office, 3)?.fields.at(-1)?.id).toBe('moi-truong-2');
  });
});

describe('withdrawing', () => {
  it('takes back a version before its day, and its number is not used again', async () => {
    await save(goal(90));
    await publish('2026-11-30');
    expect((await ask('DELETE', '/2')).status).toBe(200);
    expect(audited()).toEqual(['survey.publish', 'survey.withdraw']);
    now += 10 * DAY;
    admin = server.signIn('administrator');
    expect(await tagOf()).toBe(1);
    expect((await read()).versions[0]).toMatchObject({ withdrawnAt: MORNING, survey: { version: 2 } });
    await save(goal(95));
    expect(await (await publish('2026-12-03')).json()).toEqual({ version: 3 });
  });

  it('is too late once its day has come', async () => {
    await save(goal(90));
    await publish('2026-11-23');
    const late = await ask('DELETE', '/2');
    expect([late.status, await codeOf(late)]).toEqual([409, 'version-holds']);
    expect((await ask('DELETE', '/9')).status).toBe(404);
    expect((await ask('DELETE', '/x')).status).toBe(404);
  });
});

describe('who may', () => {
  it.each(['viewer', 'team'] as const)('a %s reads everything and changes nothing', async (role) => {
    const headers = server.signIn(role);
    expect((await ask('GET', '', undefined, headers)).status).toBe(200);
    for (const [method, path] of [
      ['PUT', '/draft'],
      ['DELETE', '/draft'],
      ['POST', ''],
      ['PUT', '/merges'],
      ['DELETE', '/1'],
    ] as const)
      expect((await ask(method, path, method === 'DELETE' ? undefined : {}, headers)).status).toBe(403);
  });

  it('nobody reaches the versions of another office', async () => {
    const { db } = server;
    db.prepare(`insert into offices (id, code, name, pin, rules) values (99, 'X', 'X', '', '{}')`).run();
    const copy = `insert into surveys (office_id, version, body, published_at, valid_from) select 99, 7, body, 0, '2027-01-01' from surveys`;
    db.prepare(copy).run();
    expect((await ask('DELETE', '/7')).status).toBe(404);
    expect((await read()).versions).toHaveLength(1);
  });
});

describe('criteria joined for a report', () => {
  const part = { id: 'access-conditions', name: { vi: 'Tiếp cận', en: 'Access' }, criteria: ['access', 'reception'] };
  it('are kept for each version, and audited', async () => {
    const merges = [{ version: 1, parts: [part] }];
    expect(await (await ask('PUT', '/merges', merges)).json()).toEqual(merges);
    expect((await read()).merges).toEqual(merges);
    expect(audited()).toEqual(['survey.merge']);
  });

  it('must be criteria of that version, each in one part, under a name of their own', async () => {
    for (const wrong of [
      { version: 2, parts: [part] },
      { version: 1, parts: [{ ...part, criteria: ['access', 'gone'] }] },
      { version: 1, parts: [{ ...part, criteria: ['access'] }] },
      { version: 1, parts: [part, { ...part, id: 'twice' }] },
      { version: 1, parts: [{ ...part, id: 'staff' }] },
    ])
      expect((await ask('PUT', '/merges', [wrong])).status).toBe(400);
  });
});
