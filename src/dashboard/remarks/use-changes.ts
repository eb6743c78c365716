/** Calls back when something was stored, at most every few seconds, and once a minute for what colleagues have done. */
import { useEffect, useRef } from 'preact/hooks';
import { watchChanges } from '../api.ts';
import { useShell } from '../shell/shell.ts';

const GAP = 3000;
const MINUTE = 60_000;

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()));
  });

export function useChanges(onChange: () => void): void {
  const { access } = useShell();
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    const stop = new AbortController();
    let due: ReturnType<typeof setTimeout> | null = null;
    // The first one comes with the connection itself, when the page has just been loaded.
    let isFirst = true;
    const changed = () => {
      if (isFirst) isFirst = false;
      else
        due ??= setTimeout(() => {
          due = null;
          latest.current();
        }, GAP);
    };
    const minute = setInterval(() => document.visibilityState === 'visible' && latest.current(), MINUTE);
    void watchChanges(access, { onChange: changed, onConnection: () => {}, wait, chance: Math.random }, stop.signal);
    return () => {
      stop.abort();
      clearInterval(minute);
      if (due !== null) clearTimeout(due);
    };
  }, [access]);
}
