/** Every rule about tablets: what raises it, that it is raised within five minutes, and that it clears. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_ALERT_RULES, type TabletRule } from '../../src/domain/alert-rules.ts';
import { evaluateAlerts } from '../../src/server/alerts/evaluate.ts';
import { readAlertRules } from '../../src/server/alerts/rules.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { saveSetting } from '../../src/server/store/office-settings.ts';
import { EVIDENCE } from '../../src/server/store/schema/12-evidence.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { ballotMaker, batchOf, hashOf, sendBatch } from '../helpers/ballots.ts';
import { backToLevel } from '../helpers/old-file.ts';
import { type Enrolled, openApp, type TestApp } from '../helpers/server.ts';
import { alerts, setRules } from './alerts-support.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
// A Monday morning.
const MORNING = Date.parse('2026-08-31T08:00:00+07:00');
let now = MORNING;
let server: TestApp;
let tablet: Enrolled;
beforeEach(async () => {
  now = MORNING;
  server = openApp({ now: () => now });
  tablet = await server.enrol();
});
afterEach(() => server.close());

const beat = async (change: object = {}) => {
  const reply = await server.app.request('/api/heartbeat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${tablet.token}` },
    body: JSON.stringify({
      wire: 1,
      sentAt: now,
      app: '0.1.0',
      unsent: 0,
      refused: 0,
      oldestUnsentAt: null,
      last: null,
      storage: { persisted: true, usage: 10, quota: 100 },
      ...change,
    }),
  });
  if (reply.status !== 200) throw new Error(await reply.text());
};
const send = (bodies: readonly string[]) =>
  sendBatch(async (path, init) => server.app.request(path, init), tablet.token, batchOf(bodies, { sentAt: now }));
const event = (kind: string) => beat({ events: [{ id: crypto.randomUUID(), kind, at: now }] });
const ballots = (count: number, seed = 1) => ballotMaker(tablet.device.id, seed).many(count);

/** The clock of the server goes on; it looks every five minutes, and the tablet speaks as it is told to. */
async function pass(time: number, speak: () => Promise<void> = async () => undefined): Promise<void> {
  for (const end = now + time; now < end;) {
    now += 5 * MINUTE;
    await speak();
    evaluateAlerts(server.deps, MORNING);
  }
}
const open = async (rule: TabletRule['kind']) =>
  (await alerts(server)).open.filter((alert) => alert.rule.kind === rule);
const ruleOf = (kind: TabletRule['kind']) => {
  const rule = DEFAULT_ALERT_RULES.find((one) => one.kind === kind);
  if (!rule) throw new Error(kind);
  return rule;
};

interface Case {
  rule: TabletRule['kind'];
  what: string;
  /** What the tablet does; for a state that takes time, the time until just before it is too long. */
  cause: () => Promise<void>;
  cure: () => Promise<void>;
  measured: object;
}
const CASES: Case[] = [
  {
    rule: 'silent',
    what: 'two hours of silence within opening hours',
    cause: async () => {
      await beat();
      await pass(115 * MINUTE);
    },
    cure: beat,
    measured: { kind: 'silent', minutes: 120 },
  },
  {
    rule: 'unsent',
    what: 'a submission that waits for more than a day',
    cause: async () => {
      const oldestUnsentAt = now;
      await pass(24 * HOUR, () => beat({ unsent: 1, oldestUnsentAt }));
      await beat({ unsent: 1, oldestUnsentAt });
    },
    cure: beat,
    measured: { kind: 'unsent', hours: 24, unsent: 1 },
  },
  {
    rule: 'gap',
    what: 'a place that is missing for more than a day',
    cause: async () => {
      await send([1, 2, 4].map((seq) => ballots(5)[seq - 1]?.body ?? ''));
      await pass(24 * HOUR, beat);
    },
    cure: async () => {
      await send([ballots(5)[2]?.body ?? '']);
      await beat();
    },
    measured: { kind: 'gap', missing: 1, hours: 24 },
  },
  {
    rule: 'clock',
    what: 'a clock that is six minutes behind',
    cause: () => beat({ sentAt: now - 6 * MINUTE }),
    cure: beat,
    measured: { kind: 'clock', minutes: -6 },
  },
  {
    rule: 'space',
    what: 'a storage that is four fifths full',
    cause: () => beat({ storage: { persisted: true, usage: 80, quota: 100 } }),
    cure: beat,
    measured: { kind: 'space', percent: 80 },
  },
  {
    rule: 'loose',
    what: 'a storage that may be cleared',
    cause: () => beat({ storage: { persisted: false, usage: 1, quota: 100 } }),
    cure: beat,
    measured: { kind: 'loose' },
  },
  ...(['database-reset', 'journal-reset', 'record-damaged', 'disk-fault', 'disk-full'] as const).map((kind): Case => ({
    rule: 'faults',
    what: kind,
    cause: () => event(kind),
    cure: () => pass(24 * HOUR, beat),
    measured: { kind: 'event', event: kind, count: 1 },
  })),
  {
    rule: 'integrity',
    what: 'fork',
    cause: async () => {
      await send(ballots(3).map(({ body }) => body));
      await send(ballots(3, 2).map(({ body }) => body));
    },
    cure: () => pass(24 * HOUR, beat),
    measured: { kind: 'event', event: 'fork', count: 3 },
  },
  {
    rule: 'integrity',
    what: 'chain-broken',
    cause: async () => {
      const [one, two] = ballots(2);
      await send([one?.body ?? '', (two?.body ?? '').replace(one?.hash ?? '', hashOf('other'))]);
    },
    cure: () => pass(24 * HOUR, beat),
    measured: { kind: 'event', event: 'chain-broken', count: 1 },
  },
  {
    rule: 'integrity',
    what: 'went-back',
    cause: async () => {
      await send(ballots(3).map(({ body }) => body));
      await beat({ given: [{ epoch: 1, seq: 3, hash: hashOf('other') }] });
    },
    cure: () => pass(24 * HOUR, beat),
    measured: { kind: 'event', event: 'went-back', count: 1 },
  },
];

describe('an alert about a tablet', () => {
  test.each(CASES)('$rule: $what', async ({ rule, cause, cure, measured }) => {
    setRules(server, [{ ...ruleOf(rule), closesItself: true, ...(rule === 'silent' ? { minutes: 120 } : {}) }]);
    await beat();
    evaluateAlerts(server.deps, MORNING);
    expect(await open(rule)).toEqual([]);
    await cause();
    expect(await open(rule)).toEqual([]);
    await pass(5 * MINUTE);
    expect(await open(rule)).toMatchObject([{ object: { kind: 'device', id: tablet.device.id }, measured }]);
    await cure();
    await pass(5 * MINUTE, beat);
    const { open: still, closed } = await alerts(server);
    expect([still, closed.length, closed[0]?.closedBy]).toEqual([[], 1, null]);
  });

  test('token: a tablet without a key, from the moment it joins', async () => {
    setRules(server, [ruleOf('token')]);
    await pass(5 * MINUTE);
    expect(await open('token')).toMatchObject([{ measured: { kind: 'token' } }]);
    server.db
      .prepare('insert into device_keys (office_id, device_id, public_key, added_at) values (?, ?, ?, ?)')
      .run(server.deps.office, tablet.device.id, 'BA'.padEnd(87, 'A'), now);
    await pass(5 * MINUTE);
    expect(await open('token')).toEqual([]);
  });

  test('that a person closed is not opened by the same event again, and is by the next', async () => {
    setRules(server, [ruleOf('faults')]);
    await event('database-reset');
    await pass(5 * MINUTE);
    const [first] = await open('faults');
    now += MINUTE;
    const reply = await server.app.request(`/api/alerts/${first?.id}/closure`, {
      method: 'POST',
      headers: { ...server.signIn('team'), 'Content-Type': 'application/json' },
      body: JSON.stringify({ note: 'Đã kiểm tra máy' }),
    });
    expect(reply.status).toBe(200);
    await pass(30 * MINUTE);
    expect(await open('faults')).toEqual([]);
    await event('disk-fault');
    await pass(5 * MINUTE);
    expect(await open('faults')).toMatchObject([{ measured: { event: 'disk-fault', count: 2 } }]);
  });

  test('about what does not fit together stays when the tablet is revoked', async () => {
    setRules(server, [ruleOf('integrity'), ruleOf('faults')]);
    await event('database-reset');
    await send(ballots(2).map(({ body }) => body));
    await send(ballots(2, 2).map(({ body }) => body));
    await pass(5 * MINUTE);
    server.db.prepare('update devices set revoked_at = ? where id = ?').run(now, tablet.device.id);
    await pass(5 * MINUTE);
    expect((await alerts(server)).open.map(({ rule }) => rule.kind)).toEqual(['integrity']);
  });
});

test.skipIf(ON_POSTGRES)('an office that has rules of its own gets those that are new, once', () => {
  const { dataDir } = server;
  const old = DEFAULT_ALERT_RULES.slice(0, 4);
  saveSetting(server.db, server.deps.office, 'alertRules', old);
  backToLevel(dataDir, MIGRATIONS.indexOf(EVIDENCE));
  const again = openDatabase({ dataDir, office: { code: '22504', name: 'Đại Lãnh' } }, now);
  if (!again.ok) throw new Error(again.message);
  expect(readAlertRules(again.db, again.office)).toEqual([...old, ...DEFAULT_ALERT_RULES.slice(5)]);
  again.db.close();
});
