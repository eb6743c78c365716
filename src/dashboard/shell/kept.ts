/**
 * What was typed into a form and not saved stays while other pages are read, until it is saved, discarded or the page is
 * left; the browser asks before that. It belongs to the account that typed it.
 */
import { useEffect, useState } from 'preact/hooks';
import { useShell } from './shell.ts';

const KEPT = new Map<string, unknown>();
const textOf = (value: unknown): string => JSON.stringify(value);

export interface Kept<T> {
  value: T;
  set: (value: T) => void;
  /** It differs from what is stored. */
  isTouched: boolean;
  /** Takes back what was typed; called, too, once it is saved. */
  forget: () => void;
}

/** @param name of the form. @param stored what is shown where nothing was typed: plain data. */
export function useKept<T>(name: string, stored: T): Kept<T> {
  const { session } = useShell();
  const [, setTurn] = useState(0);
  const key = `${session.account.id} ${name}`;
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (KEPT.size > 0) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  const isTouched = KEPT.has(key);
  const again = () => setTurn((turn) => turn + 1);
  return {
    value: isTouched ? (KEPT.get(key) as T) : stored, // only the form of this name puts anything there
    isTouched,
    set(value) {
      if (textOf(value) === textOf(stored)) KEPT.delete(key);
      else KEPT.set(key, value);
      again();
    },
    forget() {
      KEPT.delete(key);
      again();
    },
  };
}
