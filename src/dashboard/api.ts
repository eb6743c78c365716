/**
 * The only fetch of the dashboard. Every reply is parsed before it is believed, and every end is a value. Who is signed in
 * travels in a cookie that scripts cannot read.
 */
import * as z from 'zod/mini';
import { Problem } from '../domain/wire.ts';
import type { Gates } from './shell/gates.ts';

export interface Access {
  send: typeof globalThis.fetch;
  now: () => number;
}

/**
 * `code` is one of domain/problem.ts; `null` when the server cannot be reached, `foreign` when the reply is not its own,
 * `aborted` when the caller gave up, `signed-out` or `not-fresh` when the person turned back at the gate.
 */
export type Failed = {
  state: 'failed';
  code: string | null;
  /** Seconds to wait before the next try, where the server says so. */
  retryAfter?: number;
};
export type Asked<T> = { state: 'ok'; value: T } | Failed;
export interface AskOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON; a file as it is. */
  body?: unknown;
  signal?: AbortSignal;
  /** No person asked for it now: it does not keep the session alive. */
  automatic?: boolean;
}
/**
 * Asks `/api/<path>` and parses the reply. Never rejects.
 * @param path below /api/, with its query.
 */
export type Ask = <T>(schema: z.ZodMiniType<T>, path: string, options?: AskOptions) => Promise<Asked<T>>;

const request = (access: Access, path: string, { method = 'GET', body, signal, automatic = false }: AskOptions) =>
  access.send(`/api/${path}`, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined
        ? {}
        : { 'Content-Type': body instanceof Blob ? 'application/octet-stream' : 'application/json' }),
      ...(automatic ? { 'X-Automatic': '1' } : {}),
    },
    body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
    cache: 'no-store',
    credentials: 'same-origin',
    redirect: 'error',
    ...(signal ? { signal } : {}),
  });

async function once<T>(access: Access, schema: z.ZodMiniType<T>, path: string, options: AskOptions): Promise<Asked<T>> {
  try {
    const reply = await request(access, path, options);
    const body: unknown = await reply.json().catch(() => undefined);
    if (reply.ok) {
      const value = z.safeParse(schema, body);
      return value.success ? { state: 'ok', value: value.data } : { state: 'failed', code: 'foreign' };
    }
    const problem = z.safeParse(Problem, body);
    if (problem.success) {
      const seconds = Number(reply.headers.get('Retry-After') ?? Number.NaN);
      return { state: 'failed', code: problem.data.code, ...(seconds > 0 ? { retryAfter: seconds } : {}) };
    }
    return { state: 'failed', code: reply.status >= 500 ? null : 'foreign' };
  } catch {
    return { state: 'failed', code: options.signal?.aborted ? 'aborted' : null };
  }
}

/** One request, as it is answered: for the gates themselves, which stand before the others. */
export const createBareAsk =
  (access: Access): Ask =>
  (schema, path, options = {}) =>
    once(access, schema, path, options);

/** Requests that wait at a gate when the person must sign in or prove who they are, and are then repeated. */
export const createAsk =
  (access: Access, gates: Gates): Ask =>
  async (schema, path, options = {}) => {
    for (;;) {
      const asked = await once(access, schema, path, options);
      const gate =
        asked.state === 'ok'
          ? null
          : asked.code === 'signed-out'
            ? 'sign-in'
            : asked.code === 'not-fresh'
              ? 'step-up'
              : null;
      if (gate === null || !(await gates.wait(gate)) || options.signal?.aborted) return asked;
    }
  };

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
      headers: { Accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'same-origin',
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
