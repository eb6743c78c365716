/**
 * What the page knows: the last good results, and how the connection is. New answers replace the figures in place; a lost
 * connection leaves them standing; a failure for another period never shows the old figures under the new heading.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Failed } from '../api.ts';

export type Loaded<T> = { state: 'ok'; value: T; at: number } | Failed;
export interface Source<T> {
  /** Never rejects. `automatic`: no person asked for it now. */
  load: (query: string, signal: AbortSignal, automatic: boolean) => Promise<Loaded<T>>;
  /** Runs until the signal fires. */
  watch: (
    onChange: () => void,
    onConnection: (connection: 'open' | 'lost') => void,
    signal: AbortSignal,
  ) => Promise<void>;
}

export interface Live<T> {
  query: string | null;
  /** The last good reply. */
  value: T | null;
  /** When it was fetched, by this machine's clock. */
  at: number | null;
  /** Whether the stream of changes is open. */
  connection: 'connecting' | 'open' | 'lost';
  /** True when the last try to fetch it again failed. */
  stale: boolean;
  problem: Failed | null;
}

/** Changes come in bursts (a tablet empties its queue): at most one fetch in this many milliseconds, unless told otherwise. */
const GAP = 1500;
const RETRY = 15_000;
/** Also without any change: the day may have turned. */
const REFRESH = 300_000;
const START: Live<never> = {
  query: null,
  value: null,
  at: null,
  connection: 'connecting',
  stale: false,
  problem: null,
};

/** What follows from a reply for a query. */
export function settle<T>(live: Live<T>, query: string, loaded: Loaded<T>): Live<T> {
  if (loaded.state === 'ok') return { ...live, query, value: loaded.value, at: loaded.at, stale: false, problem: null };
  const stays = live.query === query && live.value !== null;
  if (stays) return { ...live, stale: true };
  return { ...START, connection: live.connection, query, problem: loaded };
}

/** Keeps the reply to a query fresh. `reload` fetches at once. @param gap the least time between two fetches, in milliseconds. */
export function useLive<T>(source: Source<T>, query: string, gap = GAP): Live<T> & { reload: () => void } {
  const [live, setLive] = useState<Live<T>>(START);
  const load = useRef<(automatic: boolean) => void>(() => undefined);

  useEffect(() => {
    const stop = new AbortController();
    let busy = false;
    let again = false;
    const run = async (automatic: boolean) => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      const loaded = await source.load(query, stop.signal, automatic);
      if (stop.signal.aborted) return;
      setLive((before) => settle(before, query, loaded));
      const pause = loaded.state === 'failed' ? RETRY : REFRESH;
      await new Promise((resolve) => setTimeout(resolve, gap));
      busy = false;
      if (stop.signal.aborted) return;
      if (again) {
        again = false;
        void run(true);
      } else timer = setTimeout(() => void run(true), pause);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    load.current = (automatic) => {
      clearTimeout(timer);
      void run(automatic);
    };
    const seen = () => document.visibilityState === 'visible' && load.current(true);
    document.addEventListener('visibilitychange', seen);
    void run(false);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [source, query]);

  useEffect(() => {
    const stop = new AbortController();
    void source.watch(
      () => load.current(true),
      (connection) => setLive((before) => ({ ...before, connection })),
      stop.signal,
    );
    return () => stop.abort();
  }, [source]);

  const reload = useCallback(() => load.current(false), []);
  return { ...live, reload };
}
