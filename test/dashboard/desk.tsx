/** The whole result page in a test: the real page and its real api, with the network, the clock and chance handed in. */
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach } from 'vitest';
import type { Results } from '../../src/domain/results.ts';
import { loadResults, watchChanges, type Access } from '../../src/dashboard/api.ts';
import { App } from '../../src/dashboard/App.tsx';
import type { Source } from '../../src/dashboard/live.ts';

/** What the server does: the results, or a status with a problem code, or no answer at all. */
export type Reply = Results | { status: number; code: string } | 'unreachable';
export const NOW = Date.UTC(2026, 10, 22, 3, 4);

export interface Desk {
  /** What the next requests are answered with. */
  reply: Reply;
  /** Every request, its address and the token it brought. */
  asked: { url: string; token: string | null }[];
  /** Tells the page that something was stored. */
  change: () => void;
  /** Cuts the stream of changes. */
  cut: () => void;
  kept: string[];
  text: () => string;
}

const stops: (() => void)[] = [];
afterEach(() => {
  cleanup();
  for (const stop of stops.splice(0)) stop();
});

const problem = (status: number, code: string) =>
  Response.json({ type: 'about:blank', status, code, title: code, detail: { vi: code, en: code } }, { status });

/** Opens the page at an address such as `?period=month`. */
export function openDashboard(search: string, first: Reply, savedToken: string | null = null): Desk {
  let token = savedToken;
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  const desk: Desk = {
    reply: first,
    asked: [],
    kept: [],
    change: () => stream?.enqueue(new TextEncoder().encode('event: change\ndata: {}\n\n')),
    cut: () => stream?.close(),
    text: () => (document.body.textContent ?? '').replaceAll('\u00a0', ' '),
  };
  const send: typeof fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    desk.asked.push({ url, token: new Headers(init?.headers).get('Authorization') });
    const { reply } = desk;
    if (reply === 'unreachable') return Promise.reject(new TypeError('Failed to fetch'));
    if ('status' in reply) return Promise.resolve(problem(reply.status, reply.code));
    if (!url.endsWith('/changes')) return Promise.resolve(Response.json(reply));
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (stream = controller) });
    return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
  };
  const access: Access = { send, token: () => token, now: () => NOW };
  const wait = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, 20));
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()));
    });
  const closing = new AbortController();
  stops.push(() => closing.abort());
  const source: Source = {
    load: (query, signal) => loadResults(access, query, signal),
    watch: (onChange, onConnection, signal) =>
      watchChanges(
        access,
        { onChange, onConnection, wait, chance: () => 0.5 },
        AbortSignal.any([signal, closing.signal]),
      ),
    keepToken: (given) => {
      token = given;
      desk.kept.push(given);
    },
    hasToken: () => token !== null,
  };
  history.replaceState(null, '', `/dashboard${search}`);
  render(<App source={source} now={() => NOW} zone="Asia/Ho_Chi_Minh" />);
  return desk;
}

/** Resolves when the page shows this text. */
export const shows = (desk: Desk, text: string) =>
  waitFor(() => {
    if (!desk.text().includes(text)) throw new Error(`"${text}" is not in: ${desk.text().slice(0, 600)}`);
  });

/** The text of the first element that a selector finds. */
export const textOf = (selector: string): string =>
  (document.querySelector(selector)?.textContent ?? '').replaceAll('\u00a0', ' ').trim();

/** The cells of the table row with this heading, as printed. */
export function rowOf(heading: string, table: string): string[] {
  const row = [...document.querySelectorAll(`${table} tbody tr`)].find(
    (one) => one.querySelector('th')?.textContent === heading,
  );
  return [...(row?.querySelectorAll('td') ?? [])].map((cell) => (cell.textContent ?? '').replaceAll('\u00a0', ' '));
}
export { screen };
