/** What a section shows while it waits and when it failed, and the hook that fetches for it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type * as z from 'zod/mini';
import type { Asked } from '../api.ts';
import { useShell } from './shell.ts';

export interface Loaded<T> {
  /** The last good reply, kept while it is fetched again; `null` before the first. */
  value: T | null;
  state: 'loading' | 'ready' | 'failed';
  /** As in api.ts, when it failed. */
  code: string | null;
  reload: () => void;
  /** Puts a newer value in its place, after a change was stored. */
  replace: (value: T) => void;
}

/** Fetches `/api/<path>` whenever the path changes; `null` fetches nothing. What came for an older path is dropped. */
export function useLoad<T>(schema: z.ZodMiniType<T>, path: string | null): Loaded<T> {
  const { ask } = useShell();
  const [held, setHeld] = useState<{ path: string | null; asked: Asked<T> | null; value: T | null }>({
    path,
    asked: null,
    value: null,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    void ask(schema, path, { signal: stop.signal }).then((asked) => {
      if (stop.signal.aborted) return;
      setHeld((before) => ({
        path,
        asked,
        value: asked.state === 'ok' ? asked.value : before.path === path ? before.value : null,
      }));
    });
    return () => stop.abort();
  }, [path, turn, ask]);
  const reload = useCallback(() => setTurn((count) => count + 1), []);
  const replace = useCallback(
    (value: T) => setHeld((before) => ({ ...before, asked: { state: 'ok', value }, value })),
    [],
  );
  const here = held.path === path ? held : { asked: null, value: null };
  return {
    value: here.value,
    state: here.asked === null ? 'loading' : here.asked.state === 'ok' ? 'ready' : 'failed',
    code: here.asked?.state === 'failed' ? here.asked.code : null,
    reload,
    replace,
  };
}

/** `heading` is the level that fits the page around it. */
export function Loading({ heading: Heading = 'h2' }: { heading?: 'h1' | 'h2' | 'h3' }) {
  const { words } = useShell();
  return (
    <section class="state state-loading" aria-busy="true">
      <Heading>{words.loading}</Heading>
      <div class="loading-shape" aria-hidden="true" />
      <div class="loading-shape loading-low" aria-hidden="true" />
    </section>
  );
}

/** `code` as in api.ts. What happened, what is safe, what to do. */
export function LoadFailed({ code, onRetry }: { code: string | null; onRetry: () => void }) {
  const { words } = useShell();
  const why =
    code === null
      ? words.offline
      : code === 'foreign'
        ? words.foreign
        : code === 'not-allowed'
          ? words.notAllowed
          : code === 'not-found'
            ? words.notFound
            : `${words.failed} (${code})`;
  return (
    <section class="state" role="alert">
      <h2>{words.failed}</h2>
      <p>{why}</p>
      <button type="button" class="button" onClick={onRetry}>
        {words.retry}
      </button>
    </section>
  );
}
