/** One change at a time is sent: whether it is under way, and in a sentence why it was not stored. What was typed stays. */
import { useState } from 'preact/hooks';
import type * as z from 'zod/mini';
import { sentenceFor } from '../../domain/problem.ts';
import type { AskOptions } from '../api.ts';
import { useShell } from '../shell/shell.ts';

export interface Save {
  busy: boolean;
  /** What to show beside the button; `null` when nothing failed. */
  fault: string | null;
  /** @returns the reply, or `null` when it was not stored. `said` is announced when it was. */
  save: <T>(schema: z.ZodMiniType<T>, path: string, options: AskOptions, said?: string) => Promise<T | null>;
}

export function useSave(): Save {
  const { ask, words, language, announce } = useShell();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  return {
    busy,
    fault,
    async save(schema, path, options, said = words.saved) {
      setBusy(true);
      setFault(null);
      const asked = await ask(schema, path, options);
      setBusy(false);
      if (asked.state === 'ok') {
        announce(said);
        return asked.value;
      }
      const { code } = asked;
      setFault(code === null ? words.offline : code === 'foreign' ? words.foreign : sentenceFor(code)[language]);
      return null;
    },
  };
}
