/** A threshold of a signal in the audit log (`burst.ballots`, `burst.on`), named as the settings name it. */
import type { Language } from '../../ui/dashboard-words.ts';
import { SIGNAL_TITLES, SIGNAL_WORDS } from '../../ui/words/signals.ts';

/** `null`: the key is of something else. */
export function thresholdName(key: string, language: Language): string | null {
  const words = SIGNAL_WORDS[language];
  const [signal, field] = key.split('.');
  const title = Object.entries(SIGNAL_TITLES).find(([name]) => name === signal)?.[1](words);
  if (title === undefined) return null;
  if (field === 'on') return `${title} – ${words.settings.on}`;
  const label = Object.entries(words.settings.fields).find(([name]) => name === key)?.[1];
  return label === undefined ? null : `${title} – ${label}`;
}
