/**
 * F19: an outage is over, and all tablets come back at once with everything that they could not send. Nothing is lost and
 * nothing is counted twice; who cannot be served is told when to come again, and the results can be read all the while. On a data file,
 * and on PostgreSQL with two servers, where a transaction must never wait for one that waits for it.
 */
import type { Bug } from './planted.ts';
import { control, DEPTH, fault } from './runs.ts';
import { type Storm, storm } from './storm-run.ts';

const F19 = { id: 'F19', what: 'all tablets come back at once after an outage', slowMs: 2500 };
const ON_FILE: Storm = { queue: DEPTH === 'commit' ? 100 : 1000, servers: 'data file' };
fault({ ...F19, runs: { commit: 20, soak: 500, long: 500 } }, (trials) => storm(trials, [], ON_FILE));
/** Who finds no room is told that all is stored. */
const full: Bug[] = [
  {
    file: 'server/group-commit.ts',
    find: 'queued + records.length > queuedRecords',
    put: 'queued + records.length > 300',
  },
  {
    file: 'server/group-commit.ts',
    find: "{ ok: false, code: 'busy' }",
    put: "{ ok: true, outcomes: records.map(() => ({ status: 'stored', note: null })) }",
  },
];
control({ ...F19, runs: { commit: 10, soak: 20, long: 20 } }, 'a full queue is answered with receipts', (trials) =>
  storm(trials, full, ON_FILE),
);

const TWO: Storm = { queue: 2000, servers: 2 };
const BOTH = { ...F19, what: 'the same on PostgreSQL with two servers, one of them killed on the way' };
fault({ ...BOTH, runs: { commit: 0, soak: 500, long: 500 } }, (trials) => storm(trials, [], TWO));
control(
  { ...BOTH, runs: { commit: 0, soak: 20, long: 20 } },
  'a full queue is answered with receipts, on PostgreSQL',
  (trials) => storm(trials, full, { ...TWO, queue: 200 }),
);
