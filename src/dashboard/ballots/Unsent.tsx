/** What was typed and is not on the server: how many, why, and what can be done. Nothing is shown while all is well. */
import type { BallotContent } from '../../domain/paper.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault-text.ts';
import { pendingIn, type Queue, type QueueState } from './save-queue.ts';

export interface UnsentProps {
  state: QueueState;
  queue: Queue;
  onTakeOut: (content: BallotContent) => void;
}

export function Unsent({ state, queue, onTakeOut }: UnsentProps) {
  const shell = useShell();
  const words = BALLOTS_WORDS[shell.language];
  if (!state.offline && state.refused === null) return null;
  return (
    <div class="notice notice-alert ballots-unsent" role="alert">
      <p>
        <strong>{words.unsent(shell.format.count(pendingIn(state)))}</strong>
      </p>
      <p>{state.refused === null ? words.offline : words.refused(faultText(shell, state.refused))}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={queue.flush}>
          {words.sendNow}
        </button>
        {state.refused !== null && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => {
              const content = queue.takeRefused();
              if (content) onTakeOut(content);
            }}
          >
            {words.takeRefused}
          </button>
        )}
      </div>
    </div>
  );
}
