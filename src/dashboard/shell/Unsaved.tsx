/** Beside the button of a form: something was typed and is not saved, and how to take it back. */
import { SHELL_WORDS } from '../../ui/words/shell.ts';
import type { Kept } from './kept.ts';
import { useShell } from './shell.ts';

export function Unsaved({ kept: { isTouched, forget } }: { kept: Pick<Kept<unknown>, 'isTouched' | 'forget'> }) {
  const words = SHELL_WORDS[useShell().language];
  if (!isTouched) return null;
  return (
    <span class="unsaved">
      {words.unsaved}{' '}
      <button type="button" class="link" onClick={forget}>
        {words.discard}
      </button>
    </span>
  );
}
