/** Nothing to show: what happened, what is safe, what to do. The page goes on trying by itself. */
import type { DashboardWords } from '../../ui/dashboard-words.ts';

export interface FailedProps {
  words: DashboardWords;
  /** As in api.ts. */
  code: string | null;
  onRetry: () => void;
  /** The level that fits the page around it. */
  heading: 'h1' | 'h2';
}

// The sentences of domain/problem.ts speak to whoever looks after a tablet; these to whoever reads the results.
const BUSY: readonly string[] = ['busy', 'storage', 'too-many', 'too-slow'];

function whyOf(code: string | null, words: DashboardWords): string {
  if (code === null) return words.unreachable;
  if (code === 'foreign') return words.foreign;
  if (code === 'bad-period') return words.badPeriod;
  return BUSY.includes(code) ? words.busy : `${words.serverFailed} (${code})`;
}

export function Failed({ words, code, onRetry, heading: Heading }: FailedProps) {
  return (
    <section class="state" role="alert">
      <Heading>{words.failed}</Heading>
      <p>{whyOf(code, words)}</p>
      <button type="button" class="button" onClick={onRetry}>
        {words.retry}
      </button>
      <p class="quiet">{words.retrying}</p>
    </section>
  );
}
