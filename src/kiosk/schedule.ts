/**
 * When to send. After a save, at start, when the network or the page comes back, and at least once a minute while there is
 * nothing against it; after failures later and later, with full jitter, so that a hundred tablets do not return together.
 */
import { createJob, LEASE_MS, type Clock, type Job, type Rest } from './job.ts';
import type { SyncState } from './port.ts';
import type { Pass, PassEnd } from './sync.ts';

export interface Schedule {
  /** A record was saved. */
  saved(): void;
  /** The network, or the page, has come back: the old failures say nothing any more. */
  returned(): void;
  /** Staff asked for it. */
  sendNow(): Promise<void>;
  state(): { sync: SyncState; lastProblem: string | null };
  stop(): void;
}

const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;
/** A network that is gone costs nobody anything to try: so a return without a sign is noticed within a minute. */
const NETWORK_LONGEST_MS = 60_000;
const IDLE_MS = 60_000;
const SYNC_STATES: Record<PassEnd['kind'], SyncState> = {
  empty: 'idle',
  busy: 'waiting',
  later: 'waiting',
  rejected: 'not-enrolled',
  stuck: 'stuck',
};
const NETWORK = ['network', 'timeout', 'portal'];

/**
 * How long to rest after a pass.
 * @param failures passes in a row that ended badly, this one included.
 * @param random between 0 and 1.
 */
export function restAfter(end: PassEnd, failures: number, random: () => number): Rest {
  switch (end.kind) {
    case 'empty':
      return { delayMs: IDLE_MS };
    case 'busy':
      return { delayMs: (0.5 + random()) * 10_000 };
    case 'later': {
      const longest = NETWORK.includes(end.code) ? NETWORK_LONGEST_MS : LONGEST_MS;
      const delayMs = random() * Math.min(longest, FIRST_MS * 2 ** Math.min(failures, 20));
      if (end.retryAfterMs === undefined) return { delayMs };
      // Believed up to five minutes; the jitter comes on top, so that those who were told the same do not come together.
      const atLeastMs = Math.min(end.retryAfterMs, LONGEST_MS);
      return { atLeastMs, delayMs: atLeastMs + Math.min(delayMs, NETWORK_LONGEST_MS) };
    }
    case 'rejected':
    case 'stuck':
      return { delayMs: (0.5 + random() / 2) * LONGEST_MS };
  }
}

/** @param drained called when a pass has sent something and left nothing. */
export function createSchedule(
  clock: Clock,
  random: () => number,
  pass: (turn: Pass) => Promise<PassEnd>,
  drained: () => void,
): Schedule {
  let failures = 0;
  let state: SyncState = 'waiting';
  let lastProblem: string | null = null;
  let busySince: number | null = null;

  function rest(end: PassEnd): Rest {
    busySince = end.kind === 'busy' ? (busySince ?? clock.now()) : null;
    // Where one record sticks and others go through, new ones need not wait.
    if (end.kind === 'empty' || (end.kind === 'stuck' && end.sent)) failures = 0;
    else if (end.kind !== 'busy') failures += 1;
    state = SYNC_STATES[end.kind];
    lastProblem = 'code' in end ? end.code : null;
    if (end.kind === 'empty' && end.sent) drained();
    return restAfter(end, failures, random);
  }

  const job: Job = createJob(
    clock,
    async ({ takeover, renew }) => {
      // A tab that holds the lock and does not move is passed over, like a run of our own.
      const steal = takeover || (busySince !== null && clock.now() - busySince > LEASE_MS);
      return rest(await pass({ steal, moved: renew }));
    },
    (fault) => {
      console.error(fault);
      return rest({ kind: 'later', code: 'fault', sent: false });
    },
  );

  return {
    saved: () => {
      if (failures === 0) job.hurry();
    },
    returned: () => job.hurry(),
    sendNow: () => job.runNow(),
    state: () => ({ sync: job.running() ? 'sending' : state, lastProblem }),
    stop: () => job.stop(),
  };
}
