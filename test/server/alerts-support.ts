/** An office with answers, for the tests of alerts. */
import { type AlertRule, type AlertRules } from '../../src/domain/alert-rules.ts';
import { AlertList } from '../../src/domain/alert.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Level } from '../../src/domain/survey.ts';
import { saveAlertRules } from '../../src/server/alerts/rules.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import type { TestApp } from '../helpers/server.ts';

export const INDEX: AlertRule = {
  id: 'index',
  kind: 'index',
  on: true,
  closesItself: false,
  scope: 'office',
  days: 7,
  minimum: 30,
  below: null,
};
export const SILENT: AlertRule = { id: 'silent', kind: 'silent', on: true, closesItself: true, minutes: 60 };

export const setRules = (server: TestApp, rules: AlertRules): void =>
  saveAlertRules(server.db, server.deps.office, rules);

/** Stores ballots whose every answer has this level, over the wire. */
export async function answer(
  server: TestApp,
  count: number,
  level: Level,
  remark: string | null = null,
): Promise<void> {
  const { device, token } = await server.enrol('quay-1');
  const answeredAt = server.deps.now() - 1000;
  const maker = ballotMaker(device.id, Math.floor(server.deps.now() / 1000) % 100_000, { answeredAt });
  const answers = SIX_CRITERIA.criteria.map(({ id }) => ({ criterion: id, level }));
  const ballots = maker.many(count, { counter: 'quay-1', stage: null, end: 'finished', answers, remark });
  for (let from = 0; from < count; from += 50) {
    const bodies = ballots.slice(from, from + 50).map(({ body }) => body);
    const reply = await sendBatch(
      async (path, init) => server.app.request(path, init),
      token,
      batchOf(bodies, { sentAt: server.deps.now() }),
    );
    if (reply.receipts.some(({ status }) => status !== 'stored')) throw new Error(JSON.stringify(reply.receipts[0]));
  }
}

export async function alerts(server: TestApp): Promise<AlertList> {
  const reply = await server.app.request('/api/alerts', { headers: server.signIn('viewer') });
  return AlertList.parse(await reply.json());
}
