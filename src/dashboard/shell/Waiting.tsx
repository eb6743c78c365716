/** What stands in the place of the page, or of a gate, as long as there is none: it is on its way, or did not come. */
import type { ShellWords } from '../../ui/words/shell.ts';

export interface WaitingProps {
  words: ShellWords;
  /** `code` as in api.ts; `null` while nothing has failed. */
  problem: { code: string | null } | null;
  onRetry: () => void;
  /** Lies over a page that cannot be reached now. */
  over?: boolean;
}

export function Waiting({ words, problem, onRetry, over = false }: WaitingProps) {
  return (
    <main class={over ? 'page gate-over' : 'page'}>
      {problem ? (
        <section class="state" role="alert">
          <h1>{words.failed}</h1>
          <p>{problem.code === null ? words.offline : words.foreign}</p>
          <button type="button" class="button" onClick={onRetry}>
            {words.retry}
          </button>
        </section>
      ) : (
        <p class="state quiet">{words.loading}</p>
      )}
    </main>
  );
}
