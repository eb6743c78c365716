/**
 * F7: one fixed history, again and again, and each time another of its operations fails: every request and commit of the
 * database, every step of the journal's files, every word of the mark, every request on its way and every answer on its way
 * back, every statement and commit of the server. Once, from then on, or by the power going off.
 */
import { afterAll, beforeAll, vi } from 'vitest';
import { type Blow, blowsFor, nameOf, type Part, type Way, WAYS } from './nth-plan.ts';
import { hookStatements } from './nth-server.ts';
import { hookDatabases } from './nth-stores.ts';
import { live } from './nth-world.ts';
import { type Bug, loadWith } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import type * as Parts from './sim-parts.ts';
import { countCrypto } from './sim-time.ts';

const TABLET: readonly Part[] = ['database', 'journal', 'mark', 'network'];
const SERVER: readonly Part[] = ['server'];
const GIVEN = 7;

beforeAll(() => {
  countCrypto();
  hookStatements();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(() => void vi.restoreAllMocks());
let hooked = false;

/** At most so many of them, spread evenly over all. */
const spread = (all: readonly Blow[], n: number): Blow[] =>
  all.length <= n
    ? [...all]
    : all.filter((_, at) => Math.floor((at * n) / all.length) !== Math.floor(((at - 1) * n) / all.length));

async function every(
  { n }: Trials,
  of: readonly Part[],
  bugs: readonly Bug[],
  ways: readonly Way[] = WAYS,
): Promise<Finding> {
  const parts = await loadWith<typeof Parts>('test/faults/sim-parts.ts', bugs);
  if (!hooked) hookDatabases();
  hooked = true;
  await parts.loadAll();
  const begin = parts.beginning();
  const calm = await live(parts, begin, null);
  if (bugs.length === 0 && (calm.wrong.length > 0 || calm.given !== GIVEN || calm.kept !== GIVEN - 4))
    throw new Error(`the history itself is not as it should be: ${JSON.stringify({ ...calm, seen: null })}`);
  const all = blowsFor(calm.seen, of).filter(({ way }) => ways.includes(way));
  const violations: string[] = [];
  let trials = 0;
  let thanked = 0;
  for (const blow of spread(all, n)) {
    const end = await live(parts, begin, blow);
    trials += 1;
    thanked += end.thanked;
    violations.push(...end.wrong.map((line) => `${nameOf(blow)}: ${line}`));
    if (bugs.length > 0 && violations.length > 0) break;
  }
  begin.close();
  const counts = of.map((part) => `${part} ${calm.seen.get(part)?.length}`).join(', ');
  return { violations, trials, seen: `${trials} of ${all.length} (operations: ${counts}); ${thanked} ballots thanked` };
}

const EVERY = 100_000;
const TABLETS = { id: 'F7', what: 'the n-th operation on the tablet fails', slowMs: 1500 };
const SERVERS = { id: 'F7', what: 'the n-th statement of the server fails', slowMs: 1500 };
fault({ ...TABLETS, runs: { commit: 24, soak: EVERY, long: EVERY } }, (trials) => every(trials, TABLET, []));
fault({ ...SERVERS, runs: { commit: 12, soak: EVERY, long: EVERY } }, (trials) => every(trials, SERVER, []));

const few = { commit: 12, soak: EVERY, long: EVERY };
const early: Bug = {
  file: 'kiosk/sync.ts',
  find: 'records.length > 0 ? api.sendBatch(records.map(({ body }) => body)) : null,',
  put: `records.length > 0 ? outbox.settle(records, records.map(({ id, hash }) => ({ id, hash, status: 'stored' })), 0)
      .then(() => api.sendBatch(records.map(({ body }) => body))) : null,`,
};
control({ ...TABLETS, runs: few }, 'taken out before it is sent', (trials) => every(trials, ['network'], [early]));
const swallowed: Bug = {
  file: 'server/group-commit.ts',
  find: "done({ ok: false, code: 'storage' })",
  put: "done({ ok: true, outcomes: jobs.flatMap(({ records }) => records.map(() => ({ status: 'stored', note: null }))) })",
};
control({ ...SERVERS, runs: few }, 'the error is swallowed', (trials) => every(trials, SERVER, [swallowed]));
const thanked: Bug = { file: 'kiosk/saving.ts', find: 'throw tx.error ?? error;', put: 'return true;' };
// Only a full disk makes a save fail, for a broken database leaves it to the journal; and few operations are a save's.
control({ ...TABLETS, runs: { ...few, commit: 80 } }, 'a save that failed counts as saved', (trials) =>
  every(trials, ['database'], [thanked], ['full once']),
);
