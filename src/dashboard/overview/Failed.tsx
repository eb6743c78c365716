/** Nothing to show: what happened, what is safe, what to do. The page goes on trying by itself. */
import type { DashboardWords } from '../../ui/dashboard-words.ts';

export interface FailedProps {
  words: DashboardWords;
  /** As in api.ts. */
  code: string | null;
  onRetry: () => void;
}

// The sentences of domain/problem.ts speak to whoever looks after a tablet; these to whoever reads the results.
const BUSY: readonly string[] = ['busy', 'storage', 'too-many', 'too-slow'];

function whyOf(code: string | null, words: DashboardWords): string {
  if (code === null) return words.unreachable;
  if (code === 'foreign') return words.foreign;
  if (code === 'bad-period') return words.badPeriod;
  return BUSY.includes(code) ? words.busy : `${words.serverFailed} (${code})`;
}

export function Failed({ words, code, onRetry }: FailedProps) {
  return (
    <section class="state" role="alert">
      <h1>{words.failed}</h1>
      <p>{whyOf(code, words)}</p>
      <button type="button" class="button" onClick={onRetry}>
        {words.retry}
      </button>
      <p class="quiet">{words.retrying}</p>
    </section>
  );
}

export function Loading({ words }: { words: DashboardWords }) {
  return (
    <section class="state state-loading" aria-busy="true">
      <h1>{words.loading}</h1>
      <div class="loading-shape" aria-hidden="true" />
      <div class="loading-shape loading-low" aria-hidden="true" />
    </section>
  );
}
