/**
 * How a fault test is declared: what it is called, how often it runs here (in `npm test`, in `npm run soak`, in the long
 * soak), with which seed, and its control. A control is the same harness over a part that was broken on purpose: it must
 * find something, or the harness proves nothing. What each found goes to the report.
 */
import { expect, test } from 'vitest';

export type Depth = 'commit' | 'soak' | 'long';
/** How many trials at each depth. */
export type Runs = Readonly<Record<Depth, number>>;
export interface Trials {
  n: number;
  seed: number;
}
/** What went wrong, a line for each: empty is how it must be. `trials` when it was not the number that was asked for. */
export interface Finding {
  violations: readonly string[];
  trials?: number;
  /** What was gone through, for the report: "17,288 records thanked". */
  seen: string;
}
export interface FaultMeta {
  id: string;
  what: string;
  /** The bug that was put in; missing where the product itself is tried. */
  control?: string;
  trials: number;
  violations: number;
  seed: number;
  seen: string;
  /** Why it was not run. */
  skipped?: string;
}
declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultMeta;
  }
}

export const DEPTH: Depth =
  process.env['HAI_LONG_SOAK'] === '1' ? 'long' : process.env['FAULT_DEPTH'] === 'soak' ? 'soak' : 'commit';
/** Fixed in `npm test`, so that a red run is red again; `npm run soak` draws one, and prints it. */
const SEED = Number(process.env['FAULT_SEED'] ?? 1);

interface Fault {
  /** As in docs/fault-report.md: F1 to F25. */
  id: string;
  what: string;
  runs: Runs;
  /** Milliseconds that one trial may take on a slow machine. */
  slowMs: number;
  /** A reason not to run here, such as mounts that are not allowed. */
  skip?: string | null;
}
const FEW = 5;
const START_MS = 60_000;

function declare(fault: Fault, control: string | undefined, run: (trials: Trials) => Promise<Finding>): void {
  const { id, what, runs, slowMs, skip } = fault;
  if (runs[DEPTH] === 0) return;
  const n = Number(process.env['FAULT_TRIALS'] ?? runs[DEPTH]);
  const name = `${id} ${what}${control === undefined ? '' : ` — found when broken: ${control}`}`;
  const meta = (seen: string, violations: number, trials: number, skipped?: string): FaultMeta => ({
    id,
    what,
    trials,
    violations,
    seed: SEED,
    seen,
    ...(control !== undefined && { control }),
    ...(skipped !== undefined && { skipped }),
  });
  test(
    `${name} (${n} trials, seed ${SEED})`,
    async ({ task, skip: leave }) => {
      if (skip) {
        task.meta.fault = meta('', 0, 0, skip);
        leave(skip);
      }
      const { violations, trials = n, seen } = await run({ n, seed: SEED });
      task.meta.fault = meta(seen, violations.length, trials);
      if (control === undefined) expect(violations.slice(0, FEW), `${violations.length} violations`).toEqual([]);
      else expect(violations.length, `the harness did not notice: ${control}; ${seen}`).toBeGreaterThan(0);
    },
    START_MS + n * slowMs,
  );
}

/** The product under a fault: nothing may be found. */
export const fault = (it: Fault, run: (trials: Trials) => Promise<Finding>): void => declare(it, undefined, run);
/** The same harness over a broken part: something must be found. `bug` says what was broken. */
export const control = (it: Fault, bug: string, run: (trials: Trials) => Promise<Finding>): void =>
  declare(it, bug, run);
