/**
 * F8 and F10: thousands of histories of tablets and a server, with clock, network and disks that do as the property test
 * says. A history that fails is made as short as it can be, and printed with its seed.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, vi } from 'vitest';
import { type Bug, loadWith } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { WEATHERS } from './sim-network.ts';
import type * as Parts from './sim-parts.ts';
import { countCrypto } from './sim-time.ts';
import { type Action, type History, live } from './sim-world.ts';

const tablet = fc.nat({ max: 2 });
const whats = fc.constantFrom('down', 'up', 'restart', 'full', 'backup', 'restore', 'quarter');
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('give'), tablet }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(50, 400, 3000, 31_000, 200_000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('weather'), tablet, weather: fc.constantFrom(...WEATHERS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('off', 'on'), tablet }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('server'), what: whats }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disk'), tablet, fails: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock'),
      tablet,
      byMs: fc.constantFrom(-1e11, -86_400_000, 360_000, 3e11),
    }),
  },
);
const histories: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(),
  tablets: fc.integer({ min: 1, max: 3 }),
  actions: fc.array(action, { minLength: 4, maxLength: 24 }),
});

const SLOW_MS = 2000;

/** Gone through first. */
const KNOWN: History[] = [
  {
    // The tablet changes its key, and the server is set back to the day before.
    seed: 1,
    tablets: 1,
    actions: [
      { do: 'wait', ms: 400_000 },
      { do: 'server', what: 'quarter' },
      { do: 'give', tablet: 0 },
      { do: 'wait', ms: 200_000 },
      { do: 'server', what: 'restore' },
    ],
  },
  {
    // Requests are forgotten while the server fails.
    seed: 1,
    tablets: 2,
    actions: [
      { do: 'weather', tablet: 0, weather: 'failing' },
      { do: 'weather', tablet: 1, weather: 'failing' },
      { do: 'give', tablet: 0 },
      { do: 'give', tablet: 1 },
      { do: 'wait', ms: 400_000 },
    ],
  },
];

beforeAll(() => {
  countCrypto();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(() => void vi.restoreAllMocks());

async function explore({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const parts = await loadWith<typeof Parts>('test/faults/sim-parts.ts', bugs);
  await parts.loadAll();
  const begin = parts.beginning();
  let ballots = 0;
  let done = 0;
  const property = fc.asyncProperty(histories, async (history) => {
    const wrong = await live(parts, begin, history);
    ballots += history.actions.filter((one) => one.do === 'give').length;
    done += 1;
    if (wrong.length > 0) throw new Error(wrong.slice(0, 3).join('; '));
  });
  const examples = KNOWN.map((history): [History] => [history]);
  // Making a history shorter must not take the time in which it could have been told.
  const interruptAfterTimeLimit = n * SLOW_MS;
  const end = await fc.check(property, {
    numRuns: n,
    seed,
    examples,
    endOnFailure: bugs.length > 0,
    interruptAfterTimeLimit,
  });
  begin.close();
  const seen = `${done} histories with ${ballots} ballots`;
  if (!end.failed) return { violations: done < n ? [`only ${done} of ${n} histories in time`] : [], seen };
  const why = end.errorInstance instanceof Error ? end.errorInstance.message : '';
  return { violations: [`${why}\n${fc.defaultReportMessage(end) ?? ''}`], seen };
}

const F8 = { id: 'F8', what: 'histories of tablets, network, disks and server', slowMs: SLOW_MS };
fault({ ...F8, runs: { commit: 80, soak: 10_000, long: 500_000 } }, (trials) => explore(trials, []));

const few = { commit: 60, soak: 500, long: 1000 };
const asStored = `{ kind: 'receipts', receivedAt: 0, receipts: await Promise.all(bodies.map(async (body) => ({
  id: JSON.parse(body).id, status: 'stored',
  hash: Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(body))).toString('hex') }))) }`;
const BUGS: [string, Bug[]][] = [
  [
    'a failing server counts as a receipt, and nothing is sent again',
    [
      { file: 'kiosk/heartbeat.ts', find: 'if (await outbox.heard(asked.value)) lacking();', put: '' },
      {
        file: 'kiosk/api.ts',
        find: "if (asked.kind !== 'reply') return asked;",
        put: `if (asked.kind === 'later' && /^http-5/.test(asked.code)) return ${asStored};
          if (asked.kind !== 'reply') return asked;`,
      },
    ],
  ],
  [
    'taken out before it is sent',
    [
      {
        file: 'kiosk/sync.ts',
        find: 'records.length > 0 ? api.sendBatch(records.map(({ body }) => body)) : null,',
        put: `records.length > 0 ? outbox.settle(records, records.map(({ id, hash }) => ({ id, hash, status: 'refused' })), 0)
            .then(() => api.sendBatch(records.map(({ body }) => body))) : null,`,
      },
    ],
  ],
  [
    'a tablet forgets the key that it had before',
    [{ file: 'kiosk/device.ts', find: "await outbox.remember('before', who);", put: '' }],
  ],
  [
    'a run without a lease',
    [{ file: 'kiosk/job.ts', find: 'current ? current.heldUntil : due', put: 'current ? Infinity : due' }],
  ],
  [
    'no unique constraint',
    [
      {
        file: 'store/submissions.ts',
        find: 'return [id, office, device, epoch',
        put: 'return [crypto.randomUUID(), office, device, epoch',
      },
      { file: 'store/submissions.ts', find: 'writeRemarks(stored);', put: '' },
      { file: 'schema/1-submissions.ts', find: 'unique (device_id, epoch, seq)', put: 'check (seq > 0)' },
    ],
  ],
];
for (const [bug, bugs] of BUGS) control({ ...F8, runs: few }, bug, (trials) => explore(trials, bugs));
