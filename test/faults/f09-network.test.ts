/** F9: fifteen ways in which a line fails, on real sockets. The tablet's clock runs fast, so that a minute takes seconds. */
import { afterAll, beforeAll, vi } from 'vitest';
import type { Clock } from '../../src/kiosk/job.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { type LineFault, LINE_FAULTS, openLine } from './bad-line.ts';
import { check } from './checker.ts';
import { type Bug, loadWith } from './planted.ts';
import { becomes } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import type * as Parts from './tablet.ts';
import { createVisits, refusedIn, storedIn } from './visits.ts';

/** So many times faster than the wall. */
const HASTE = 10;
const TIMEOUT_MS = 30_000 / HASTE;
/** In the tablet's own milliseconds: within a minute of the line being good again. */
const DRAINED_MS = 60_000;

const fastClock: Clock = {
  now: () => performance.now() * HASTE,
  after(ms, run) {
    const timer = setTimeout(run, ms / HASTE);
    return () => clearTimeout(timer);
  },
};

beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => void vi.restoreAllMocks());
let tablets = 0;

/** Rounds of one fault: some ballots, a line that fails so many times, and then is good again. */
async function rounds(parts: typeof Parts, server: TestServer, kind: LineFault, { n, seed }: Trials) {
  const random = randomFrom(seed + LINE_FAULTS.indexOf(kind));
  const line = await openLine(Number(new URL(server.url).port), kind, TIMEOUT_MS);
  tablets += 1;
  const visits = createVisits(random, Date.now, tablets * 100_000);
  const tablet = await parts.startTablet({
    name: `f9-${tablets}`,
    clock: fastClock,
    now: Date.now,
    random,
    timeoutMs: TIMEOUT_MS,
    send: (path, init) => fetch(line.url() + path, init),
  });
  // Fifteen at once on a slow machine: one may be late.
  await tablet.enrol().catch(() => tablet.enrol());
  const slow: string[] = [];
  const drained = async () => (await tablet.state()).unsent === 0;
  for (let round = 0; round < n; round++) {
    line.fail(1 + Math.floor(random() * 3));
    for (let ballot = 0; ballot < 4; ballot++) await visits.give(({ draft }) => tablet.save(draft));
    // A browser notices nothing of such a line: only the tablet's own timers bring it back.
    if (!(await becomes(drained, (DRAINED_MS + 3 * 30_000) / HASTE))) slow.push(`${kind}: round ${round} not drained`);
  }
  const { unsent } = await tablet.state();
  tablet.cut();
  line.close();
  return { visits: visits.all, unsent, slow };
}

async function allFaults(trials: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const parts = await loadWith<typeof Parts>('test/faults/tablet.ts', bugs);
  const server = await startServer({ limits: { perMinute: 6000 } });
  const ends = await Promise.all(LINE_FAULTS.map((kind) => rounds(parts, server, kind, trials)));
  const stored = storedIn(server.db);
  const violations = ends.flatMap(({ slow }) => slow);
  violations.push(
    ...check({
      visits: ends.flatMap(({ visits }) => visits),
      stored,
      refused: refusedIn(server.db),
      unsent: ends.reduce((sum, end) => sum + end.unsent, 0),
    }),
  );
  await server.stop();
  const ballots = ends.reduce((sum, { visits }) => sum + visits.length, 0);
  return {
    violations,
    trials: trials.n * LINE_FAULTS.length,
    seen: `${LINE_FAULTS.length} faults, ${ballots} ballots`,
  };
}

const F9 = { id: 'F9', what: 'fifteen faults of the line', slowMs: 15_000 };
fault({ ...F9, runs: { commit: 1, soak: 10, long: 300 } }, (trials) => allFaults(trials, []));
const portal: Bug = {
  file: 'kiosk/api.ts',
  find: "if (asked.kind !== 'reply') return asked;",
  put: `if (asked.kind === 'later' && asked.code === 'portal') return { kind: 'receipts', receivedAt: 0,
      receipts: await Promise.all(bodies.map(async (body) => ({ id: JSON.parse(body).id, status: 'stored',
        hash: Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(body))).toString('hex') }))) };
    if (asked.kind !== 'reply') return asked;`,
};
control({ ...F9, runs: { commit: 1, soak: 2, long: 2 } }, 'any 200 counts as a receipt', (trials) =>
  allFaults(trials, [portal]),
);
