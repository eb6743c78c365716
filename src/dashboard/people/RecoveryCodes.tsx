/** The recovery codes, shown this once: to print, to copy, and to be left only on purpose. */
import type { PeopleWords } from '../../ui/words/people.ts';
import { CopyButton } from './CopyButton.tsx';

export interface RecoveryCodesProps {
  words: PeopleWords;
  codes: readonly string[];
  /** Whose they are, for the paper. */
  owner: string;
  onDone: () => void;
}

export function RecoveryCodes({ words, codes, owner, onDone }: RecoveryCodesProps) {
  const text = words.recovery;
  return (
    <div class="recovery">
      <p>{text.lead}</p>
      <p class="print-only">{owner}</p>
      <ol class="recovery-codes" aria-label={text.list}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="buttons screen-only">
        <button type="button" class="button button-quiet" onClick={() => print()}>
          {text.print}
        </button>
        <CopyButton text={codes.join('\n')} words={words} />
      </div>
      <div class="buttons screen-only">
        <button type="button" class="button" onClick={onDone}>
          {text.done}
        </button>
      </div>
    </div>
  );
}
