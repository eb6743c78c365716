/** Copies a text, and says whether it worked: not every browser lets a page do that. */
import { useState } from 'preact/hooks';
import type { PeopleWords } from '../../ui/words/people.ts';

export function CopyButton({ text, words, label }: { text: string; words: PeopleWords; label?: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(words.copied);
    } catch {
      setSaid(words.notCopied); // Refused, or not there on a page without https.
    }
  };
  return (
    <span class="copy">
      <button type="button" class="button button-quiet" onClick={() => void copy()}>
        {label ?? words.copy}
      </button>
      <output class="quiet">{said}</output>
    </span>
  );
}
