/**
 * Whether tablets may send: the thread that stores answers, and what it writes is on disk. It is tried at most once in ten
 * seconds however often somebody asks, so that asking is no way to wear out the disk.
 */
import type { RequestProblem } from '../domain/problem.ts';
import type { Deps } from './deps.ts';

/** Milliseconds for which what was found is believed, and after which a thread that is silent counts as stuck. */
export interface ReadinessPace {
  keep: number;
  patience: number;
}
const PACE: ReadinessPace = { keep: 10_000, patience: 5_000 };

export type Unready = Extract<RequestProblem, 'stopping' | 'storage' | 'not-storing'>;
/** `null` when all is well. */
type Found = Unready | null;

/** @returns what stands in the way of storing, or `null`. */
export function createReadiness(
  {
    tryToWrite,
    closing,
    log,
    monotonic = () => performance.now(),
  }: Pick<Deps, 'tryToWrite' | 'closing' | 'log' | 'monotonic'>,
  { keep, patience }: ReadinessPace = PACE,
): () => Promise<Found> {
  let last: { at: number; found: Found } | null = null;
  /** The one try that is under way: a thread that is stuck is not asked again. */
  let asked: Promise<Found> | null = null;

  function ask(): Promise<Found> {
    const tried = tryToWrite().then(
      () => null,
      (error: unknown): Found => {
        log('not-ready', { reason: error instanceof Error ? error.message : String(error) });
        return 'storage';
      },
    );
    void tried.then((found) => {
      last = { at: monotonic(), found };
      asked = null;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Found>((done) => {
      timer = setTimeout(() => {
        log('not-ready', { reason: 'the thread that stores does not answer' });
        done('not-storing');
      }, patience).unref();
    });
    return Promise.race([tried, late]).finally(() => clearTimeout(timer));
  }

  return () => {
    if (closing.aborted) return Promise.resolve('stopping');
    if (last && monotonic() - last.at < keep) return Promise.resolve(last.found);
    return (asked ??= ask());
  };
}
