/**
 * What the process counts while it works, for `/metrics`. Numbers only: of records, commits and refusals, never of what somebody
 * answered, who asked, or which tablet it was.
 */
import type { RequestProblem } from '../../domain/problem.ts';
import type { Outcome } from '../store/submissions.ts';
import { type Metric, single } from './text.ts';

/** Seconds. From a fast disk to one that makes tablets wait. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export interface Measures {
  /** A group of records was stored, in so many seconds from handing it over until it was on disk. */
  committed: (outcomes: readonly Outcome[], seconds: number) => void;
  commitFailed: () => void;
  /** Records that wait for a commit, more or fewer than before. */
  queued: (by: number) => void;
  /** A request was answered with this problem. */
  refused: (code: RequestProblem, status: number) => void;
  /** Result pages that follow changes, more or fewer than before. */
  streams: (by: 1 | -1) => void;
  read: () => Metric[];
}

const add = (counts: Map<string, number>, key: string, by = 1) => counts.set(key, (counts.get(key) ?? 0) + by);

export function createMeasures(): Measures {
  const records = new Map<string, number>([
    ['stored', 0],
    ['duplicate', 0],
    ['refused', 0],
  ]);
  const codes = new Map<string, number>();
  const problems = new Map<string, { status: number; count: number }>();
  const within = BUCKETS.map(() => 0);
  let commits = 0;
  let seconds = 0;
  let failed = 0;
  let waiting = 0;
  let open = 0;

  return {
    committed(outcomes, took) {
      commits += 1;
      seconds += took;
      for (const [at, limit] of BUCKETS.entries()) if (took <= limit) within[at] = (within[at] ?? 0) + 1;
      for (const outcome of outcomes) {
        add(records, outcome.status);
        if (outcome.status === 'refused') add(codes, outcome.code);
      }
    },
    commitFailed: () => void (failed += 1),
    queued: (by) => void (waiting += by),
    refused(code, status) {
      problems.set(code, { status, count: (problems.get(code)?.count ?? 0) + 1 });
    },
    streams: (by) => void (open += by),
    read: () => [
      {
        name: 'hai_long_records_total',
        type: 'counter',
        help: 'Records that tablets sent, by what became of them.',
        samples: [...records].map(([outcome, value]) => ({ labels: { outcome }, value })),
      },
      {
        name: 'hai_long_refused_records_total',
        type: 'counter',
        help: 'Records that were refused and kept, by why.',
        samples: [...codes].map(([code, value]) => ({ labels: { code }, value })),
      },
      {
        name: 'hai_long_commit_seconds',
        type: 'histogram',
        help: 'From handing a group of records over until it was on disk.',
        samples: [
          ...BUCKETS.map((limit, at) => ({
            suffix: '_bucket',
            labels: { le: String(limit) },
            value: within[at] ?? 0,
          })),
          { suffix: '_bucket', labels: { le: '+Inf' }, value: commits },
          { suffix: '_sum', value: seconds },
          { suffix: '_count', value: commits },
        ],
      },
      single('hai_long_failed_commits_total', 'counter', 'Groups of records that could not be stored then.', failed),
      single('hai_long_queued_records', 'gauge', 'Records that wait for a commit.', waiting),
      {
        name: 'hai_long_refused_requests_total',
        type: 'counter',
        help: 'Requests that were answered with a problem, by its code and status.',
        samples: [...problems].map(([code, { status, count }]) => ({
          labels: { code, status: String(status) },
          value: count,
        })),
      },
      single('hai_long_open_streams', 'gauge', 'Result pages that follow changes.', open),
    ],
  };
}
