import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertCount, AlertRulesReply } from '../../src/domain/alert.ts';
import { DEFAULT_ALERT_RULES } from '../../src/domain/alert-rules.ts';
import { evaluateAlerts } from '../../src/server/alerts/evaluate.ts';
import { startAlerts } from '../../src/server/alerts/start.ts';
import { openAlert } from '../../src/server/store/alerts.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { addOffice, openApp, type TestApp } from '../helpers/server.ts';
import { alerts, answer, INDEX, setRules, SILENT } from './alerts-support.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';

const DAY = 86_400_000;
// A Monday.
const MORNING = Date.parse('2026-08-31T09:00:00+07:00');
let now = MORNING;
let server: TestApp;
beforeEach(() => {
  now = MORNING;
  server = openApp({ now: () => now });
  setRules(server, [INDEX]);
});
afterEach(() => server.close());

const look = (since = 0) => evaluateAlerts(server.deps, since);
const ask = async (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  server.app.request(path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code;
async function close(note = 'Đã trao đổi với quầy'): Promise<Response> {
  const [alert] = (await alerts(server)).open;
  return ask('POST', `/api/alerts/${alert?.id}/closure`, server.signIn('team'), { note });
}

describe('an alert about answers', () => {
  test('opens once, with figure, base and days, however often one looks', async () => {
    await answer(server, 40, 3);
    expect([look(), look(), look()]).toEqual([1, 0, 0]);
    const { open } = await alerts(server);
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({
      rule: INDEX,
      object: { kind: 'office', id: '' },
      measured: { kind: 'share', value: '0.00', limit: 85, n: 40, from: '2026-08-25', to: '2026-08-31' },
      openedAt: MORNING,
      closedAt: null,
    });
  });

  test('does not open on fewer ballots than the rule asks for', async () => {
    await answer(server, 29, 1);
    expect(look()).toBe(0);
  });

  test.skipIf(ON_POSTGRES)('needs no answer itself, only the counts', async () => {
    await answer(server, 40, 3);
    server.db.pragma('foreign_keys = off');
    server.db.exec('delete from submissions');
    expect(look()).toBe(1);
  });

  test('does not open for a rule that is off', async () => {
    setRules(server, [{ ...INDEX, on: false }]);
    await answer(server, 40, 1);
    expect(look()).toBe(0);
  });

  test('stays when things are well again, says so, and a person closes it', async () => {
    await answer(server, 30, 3);
    look();
    now += DAY;
    await answer(server, 400, 5);
    look();
    const [alert] = (await alerts(server)).open;
    expect(alert?.recoveredAt).toBe(now);
    expect((await close()).status).toBe(200);
    expect(await alerts(server)).toMatchObject({ open: [], closed: [{ note: 'Đã trao đổi với quầy' }] });
  });

  test('closes by itself where the rule says so', async () => {
    setRules(server, [{ ...INDEX, closesItself: true }]);
    await answer(server, 30, 3);
    look();
    now += DAY;
    await answer(server, 400, 5);
    look();
    expect(await alerts(server)).toMatchObject({ open: [], closed: [{ closedBy: null, closedAt: now }] });
  });

  test('that was closed is not opened again by the same answers, only by new ones', async () => {
    await answer(server, 40, 3);
    look();
    now += 60_000;
    await close();
    expect(look()).toBe(0);
    now += 3 * DAY;
    await answer(server, 40, 3);
    expect(look()).toBe(0);
    now += 5 * DAY;
    await answer(server, 40, 3);
    expect(look()).toBe(1);
  });

  test('that was closed opens again once things were well in between', async () => {
    await answer(server, 30, 3);
    look();
    await close();
    now += 60_000;
    await answer(server, 400, 5);
    look();
    now += 60_000;
    await answer(server, 400, 3);
    expect(look()).toBe(1);
  });

  test('counts only answers to the survey that is asked now', async () => {
    await answer(server, 40, 3);
    server.db.prepare('update tallies set survey = 7').run();
    server.db.prepare('update ballot_tallies set survey = 7').run();
    expect(look()).toBe(0);
  });
});

describe('an alert about a tablet', () => {
  beforeEach(() => setRules(server, [SILENT]));

  test('opens after an hour of opening time, and closes by itself when the tablet is heard', async () => {
    const { device } = await server.enrol();
    now += 59 * 60_000;
    expect(look()).toBe(0);
    now += 60_000;
    expect(look()).toBe(1);
    expect((await alerts(server)).open[0]).toMatchObject({
      object: { kind: 'device', id: device.id },
      name: { vi: device.name },
    });
    server.db.prepare('update devices set last_seen_at = ?').run(now);
    look();
    expect((await alerts(server)).open).toEqual([]);
  });

  test('closes by itself when the tablet is revoked', async () => {
    await server.enrol();
    now += 2 * 3_600_000;
    look();
    server.db.prepare('update devices set revoked_at = ?').run(now);
    look();
    expect(await alerts(server)).toMatchObject({ open: [], closed: [{ closedBy: null }] });
  });
});

describe('people', () => {
  beforeEach(async () => {
    await answer(server, 40, 3);
    look();
  });
  const count = async () =>
    AlertCount.parse(await (await ask('GET', '/api/alerts/count', server.signIn('viewer'))).json());

  test('take note of an alert once; who was first stays', async () => {
    expect(await count()).toEqual({ open: 1, unacknowledged: 1 });
    const [alert] = (await alerts(server)).open;
    const path = `/api/alerts/${alert?.id}/acknowledgement`;
    expect((await ask('POST', path, server.signIn('team'))).status).toBe(200);
    now += 1000;
    expect((await ask('POST', path, server.signIn('administrator'))).status).toBe(200);
    expect((await alerts(server)).open[0]).toMatchObject({ acknowledgedAt: MORNING, acknowledgedBy: 'Nguyễn Thị Lan' });
    expect(await count()).toEqual({ open: 1, unacknowledged: 0 });
  });

  test('close it with a note, and only once', async () => {
    const [alert] = (await alerts(server)).open;
    const path = `/api/alerts/${alert?.id}/closure`;
    const team = server.signIn('team');
    expect(await codeOf(await ask('POST', path, team, { note: '  ' }))).toBe('wrong-type');
    expect((await ask('POST', path, team, { note: 'Đã nhắc quầy 1' })).status).toBe(200);
    expect(await codeOf(await ask('POST', path, team, { note: 'Lần hai' }))).toBe('alert-closed');
    expect(await codeOf(await ask('POST', path.replace('closure', 'acknowledgement'), team))).toBe('alert-closed');
    expect((await alerts(server)).closed[0]?.note).toBe('Đã nhắc quầy 1');
  });

  test('leave their deeds in the log, without the note', async () => {
    const [alert] = (await alerts(server)).open;
    await ask('POST', `/api/alerts/${alert?.id}/acknowledgement`, server.signIn('team'));
    await close('Riêng tư');
    const log = server.db.prepare('select action, object, detail from audit_log order by seq').all();
    expect(log).toEqual([
      { action: 'alert.open', object: alert?.id, detail: '{"rule":"index","about":"office:"}' },
      { action: 'alert.acknowledge', object: alert?.id, detail: '{}' },
      { action: 'alert.close', object: alert?.id, detail: '{}' },
    ]);
  });

  test('of the viewing kind only read; an alert of another office is not found', async () => {
    const [alert] = (await alerts(server)).open;
    const viewer = server.signIn('viewer');
    expect(await codeOf(await ask('POST', `/api/alerts/${alert?.id}/closure`, viewer, { note: 'abc' }))).toBe(
      'not-allowed',
    );
    expect(await codeOf(await ask('PUT', '/api/alerts/rules', server.signIn('team'), { rules: [], version: '' }))).toBe(
      'not-allowed',
    );
    server.db.prepare('update alerts set office_id = ?').run(addOffice(server.db));
    const team = server.signIn('team');
    expect((await ask('POST', `/api/alerts/${alert?.id}/closure`, team, { note: 'abc' })).status).toBe(404);
    expect((await ask('POST', `/api/alerts/${alert?.id}/acknowledgement`, team)).status).toBe(404);
    expect(await count()).toEqual({ open: 0, unacknowledged: 0 });
    expect(await alerts(server)).toEqual({ open: [], closed: [] });
  });
});

test('rules are replaced as a whole, and what a rule that is gone had opened is closed', async () => {
  await answer(server, 40, 3);
  look();
  const administrator = server.signIn('administrator');
  const { version } = AlertRulesReply.parse(await (await ask('GET', '/api/alerts/rules', administrator)).json());
  const put = (rules: unknown) => ask('PUT', '/api/alerts/rules', administrator, { rules, version });
  expect(await codeOf(await put([INDEX, INDEX]))).toBe('wrong-type');
  expect(await codeOf(await put([{ ...INDEX, minimum: 4 }]))).toBe('wrong-type');
  expect((await alerts(server)).open).toHaveLength(1);
  const reply = AlertRulesReply.parse(await (await put([SILENT])).json());
  expect(reply).toMatchObject({ rules: [SILENT], goal: 85 });
  expect(reply.version).not.toBe(version);
  // Made to the rules before: whoever comes second is told, and nothing of theirs is kept.
  expect(await codeOf(await put([INDEX]))).toBe('rules-changed');
  expect(AlertRulesReply.parse(await (await ask('GET', '/api/alerts/rules', administrator)).json())).toEqual(reply);
  expect(await alerts(server)).toMatchObject({ open: [], closed: [{ closedBy: null }] });
});

test('the shipped rules hold until others are saved', async () => {
  const fresh = openApp();
  const reply = await fresh.app.request('/api/alerts/rules', { headers: fresh.signIn('viewer') });
  expect(AlertRulesReply.parse(await reply.json()).rules).toEqual(DEFAULT_ALERT_RULES);
  fresh.close();
});

test.skipIf(ON_POSTGRES)('two processes that look at the same time open one alert', () => {
  const again = openDatabase(server.deps.config, now);
  if (!again.ok) throw new Error(again.message);
  const { office, db } = server.deps;
  const found = {
    rule: INDEX,
    object: { kind: 'office', id: '' },
    measured: { kind: 'silent', since: 0, minutes: 1 },
  } as const;
  // Past the check that nothing is open, as a process that read before the other wrote would be.
  expect(openAlert(db, office, found, now, 0)).not.toBeNull();
  const insert = `insert into alerts (id, office_id, rule_id, object, rule, measured, opened_at)
    select 'x', office_id, rule_id, object, rule, measured, opened_at from alerts`;
  expect(() => again.db.prepare(insert).run()).toThrow(/UNIQUE/);
  expect(openAlert(again.db, office, found, now, 0)).toBeNull();
  again.db.close();
});

test('the watch looks after answers were stored, and not again before its pause is over', async () => {
  const stop = startAlerts(server.deps, { first: 0, pause: 30, every: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, 10));
  await answer(server, 40, 3);
  expect((await alerts(server)).open).toEqual([]);
  await expect.poll(async () => (await alerts(server)).open.length).toBe(1);
  await stop();
});
