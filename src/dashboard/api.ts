/**
 * The only fetch of the result page. Every reply is parsed before it is believed, and every end is a value. The token
 * travels in a header, never in an address, which is why changes are read from a stream and not by an EventSource.
 */
import * as z from 'zod/mini';
import { Results } from '../domain/results.ts';
import { Problem } from '../domain/wire.ts';

export type Loaded =
  | { state: 'ok'; results: Results; at: number }
  /** The read token is missing (`not-local`) or wrong. */
  | { state: 'token'; code: string }
  /** A code of domain/problem.ts; `null` when the server cannot be reached, `foreign` when the reply is not its own. */
  | { state: 'failed'; code: string | null };

export interface Access {
  send: typeof globalThis.fetch;
  /** The read token, or `null`. */
  token: () => string | null;
  now: () => number;
}

export interface Watch {
  /** Something was stored, or may have been while the stream was down. */
  onChange: () => void;
  onConnection: (connection: 'open' | 'lost') => void;
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1: spreads the tries of many open pages. */
  chance: () => number;
}

/** A stream that says nothing for so long is taken for dead; the server speaks more often than that. */
const SILENCE = 60_000;
const LONGEST_PAUSE = 30_000;

const headers = (access: Access, accept: string): Record<string, string> => {
  const token = access.token();
  return token === null ? { Accept: accept } : { Accept: accept, Authorization: `Bearer ${token}` };
};

/** Fetches the results for a query of view.ts. Never rejects. */
export async function loadResults(access: Access, query: string, signal: AbortSignal): Promise<Loaded> {
  try {
    const reply = await access.send(`/api/results?${query}`, {
      headers: headers(access, 'application/json'),
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
    const body: unknown = await reply.json().catch(() => undefined);
    if (reply.ok) {
      const results = z.safeParse(Results, body);
      return results.success
        ? { state: 'ok', results: results.data, at: access.now() }
        : { state: 'failed', code: 'foreign' };
    }
    const problem = z.safeParse(Problem, body);
    if (!problem.success) return { state: 'failed', code: reply.status >= 500 ? null : 'foreign' };
    const { code, status } = problem.data;
    return status === 401 || status === 403 ? { state: 'token', code } : { state: 'failed', code };
  } catch {
    return { state: 'failed', code: null };
  }
}

/** Takes the lines of a stream of server-sent events and gives the names of the events in it. */
export function eventReader(): (text: string) => string[] {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).replace(/\r\n?/g, '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => /^event: ?(.+)$/m.exec(block)?.[1] ?? []);
  };
}

async function readEvents(body: ReadableStream<Uint8Array>, alive: () => void, onEvent: (name: string) => void) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const read = eventReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    for (const name of read(decoder.decode(value, { stream: true }))) onEvent(name);
  }
}

/** One connection. @returns whether it was ever open. */
async function connect(access: Access, { onChange, onConnection }: Watch, signal: AbortSignal): Promise<boolean> {
  let open = false;
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE);
  };
  const stop = () => silence.abort();
  signal.addEventListener('abort', stop);
  try {
    alive();
    const reply = await access.send('/api/results/changes', {
      headers: headers(access, 'text/event-stream'),
      cache: 'no-store',
      credentials: 'omit',
      signal: silence.signal,
    });
    if (!reply.ok || !reply.body || !reply.headers.get('Content-Type')?.startsWith('text/event-stream')) return false;
    open = true;
    onConnection('open');
    // Whatever was stored while no stream was open has not been told.
    onChange();
    await readEvents(reply.body, alive, (name) => name === 'change' && onChange());
  } catch {
    // A cut connection is the normal end of a stream; the caller tries again.
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    silence.abort();
  }
  return open;
}

/** Keeps a connection until the signal fires. A page that was cut off tries again, ever less often, up to 30 s. */
export async function watchChanges(access: Access, watch: Watch, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const wasOpen = await connect(access, watch, signal);
    if (signal.aborted) return;
    failures = wasOpen ? 0 : failures + 1;
    if (failures > 0) watch.onConnection('lost');
    await watch.wait(watch.chance() * Math.min(LONGEST_PAUSE, 1000 * 2 ** failures), signal);
  }
}
