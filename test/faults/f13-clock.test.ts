/** F13: tablets whose clocks are wrong by minutes to decades, or are set while somebody answers: enrol, save, send, tell. */
import { beforeAll } from 'vitest';
import { dayHour } from '../../src/domain/period.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { type Bug, loadWith } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import type * as Parts from './sim-parts.ts';
import { createNetwork } from './sim-network.ts';
import type { Beginning } from './sim-server.ts';
import { countCrypto, createSimTime } from './sim-time.ts';
import { failing } from './sim-world.ts';
import { createVisits } from './visits.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;
/** How wrong the clock is, and how much it is set by between the answer and the sending. */
const CLOCKS: Record<string, [skew: number, step: number]> = {
  right: [0, 0],
  '50 years back': [-50 * YEAR, 0],
  '10 years back': [-10 * YEAR, 0],
  'a day back': [-DAY, 0],
  'an hour back': [-HOUR, 0],
  'six minutes back': [-6 * MINUTE, 0],
  'five minutes back': [-5 * MINUTE, 0],
  'five minutes ahead': [5 * MINUTE, 0],
  'an hour ahead': [HOUR, 0],
  'a day ahead': [DAY, 0],
  '10 years ahead': [10 * YEAR, 0],
  '79 years ahead': [79 * YEAR, 0],
  'summer time begins': [0, HOUR],
  'set right by two hours': [-2 * HOUR, 2 * HOUR],
};
beforeAll(countCrypto);
const ZONE = 'Asia/Ho_Chi_Minh';

async function withClock(
  parts: typeof Parts,
  begin: Beginning,
  name: string,
  seed: number,
  bugs: number,
): Promise<string[]> {
  const [skew, step] = CLOCKS[name] ?? [0, 0];
  const random = randomFrom(seed);
  // In the middle of an hour of an ordinary day: five minutes do not change it.
  const began = Date.UTC(2026, 10, 20, 3, 30) + Math.floor(random() * 5) * DAY;
  const time = createSimTime();
  const now = () => Math.floor(began + time.now());
  let clock = skew;
  const server = parts.createSimServer(begin, now);
  const network = createNetwork(time, random, server.ask);
  const tablet = await parts.startTablet({
    name: `f13-${seed}-${bugs}-${name}`,
    clock: time.clock,
    now: () => Math.floor(now() + clock),
    random,
    send: network.send,
    wrap: failing().wrap,
  });
  const visits = createVisits(random, () => Math.floor(now() + clock));
  const enrolled = tablet.enrol(server.code());
  await time.advance(MINUTE);
  await enrolled;
  network.weather('off');
  const answeredAt = now();
  for (let ballot = 0; ballot < 3; ballot++) {
    const given = visits.give(({ draft }) => tablet.save(draft));
    await time.advance(1000);
    await given;
  }
  clock += step;
  await time.advance(HOUR);
  network.weather('fine');
  await time.advance(10 * MINUTE);
  const heard = server.db().prepare<[], string | null>('select heartbeat from devices').pluck();
  const { unsent } = await tablet.state();
  const wrong = check({ visits: visits.all, stored: server.stored(), refused: server.refused(), unsent });
  const told = heard.all().flatMap((text) => (text === null ? [] : [JSON.parse(text) as { sentAt: number }]));
  if (!told.some(({ sentAt }) => Math.abs(sentAt - now() - clock) < 10 * MINUTE)) wrong.push('the clock was not told');
  const right = dayHour(answeredAt, ZONE);
  // What the clock was set by between cannot be known from what was sent at the end.
  const near = (hour: number) => Math.abs(hour - right.hour) * HOUR <= Math.abs(step);
  const rows = server.db().prepare<[], { day: string; hour: number }>('select day, hour from submissions').all();
  for (const { day, hour } of rows)
    if (day !== right.day || !near(hour))
      wrong.push(`counted on ${day} at ${hour}, not on ${right.day} at ${right.hour}`);
  tablet.cut();
  server.close();
  return wrong.map((line) => `${name}: ${line}`);
}

async function allClocks({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const parts = await loadWith<typeof Parts>('test/faults/sim-parts.ts', bugs);
  await parts.loadAll();
  const begin = parts.beginning();
  const violations: string[] = [];
  for (let round = 0; round < n; round++)
    for (const name of Object.keys(CLOCKS))
      violations.push(...(await withClock(parts, begin, name, seed * 1000 + round, bugs.length)));
  begin.close();
  const count = Object.keys(CLOCKS).length;
  return { violations, trials: n * count, seen: `${count} clocks × enrol, save, send and heartbeat` };
}

const F13 = { id: 'F13', what: 'wrong clocks', slowMs: 60_000 };
fault({ ...F13, runs: { commit: 1, soak: 20, long: 100 } }, (trials) => allClocks(trials, []));
const believed: Bug = {
  file: 'server/clock.ts',
  find: 'const { answered, corrected } = answerTime(answeredAt, sentAt, receivedAt);',
  put: 'const { answered, corrected } = { ...answerTime(answeredAt, sentAt, receivedAt), answered: answeredAt };',
};
control({ ...F13, runs: { commit: 1, soak: 1, long: 1 } }, 'the tablet’s clock is believed', (trials) =>
  allClocks(trials, [believed]),
);
