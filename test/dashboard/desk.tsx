/** The whole dashboard in a test: the real App, its real sections and its real api, with network and clock handed in. */
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach } from 'vitest';
import type { Role, SessionReply } from '../../src/domain/account.ts';
import type { Results } from '../../src/domain/results.ts';
import type { Access } from '../../src/dashboard/api.ts';
import { App, type AppProps } from '../../src/dashboard/App.tsx';

export const NOW = Date.UTC(2026, 10, 22, 3, 4);
export const OFFICE = { code: '22504', name: 'Trung tâm Phục vụ hành chính công xã Đại Lãnh' };

/** Who is signed in: just now, with a second factor. */
export const sessionOf = (role: Role = 'viewer', changes: Partial<SessionReply> = {}): SessionReply => ({
  account: { id: `account-${role}`, signInName: role, name: 'Nguyễn Thị Lan', role },
  office: OFFICE,
  zone: 'Asia/Ho_Chi_Minh',
  today: '2026-11-22',
  freshUntil: NOW + 600_000,
  needsSecondFactor: false,
  hasUnits: false,
  ...changes,
});

export interface AskedFor {
  method: string;
  /** From /api on, with its query. */
  url: string;
  body: unknown;
}
export type Answer = (asked: AskedFor) => Response | 'unreachable' | Promise<Response | 'unreachable'>;

/** A problem as the server answers it. */
export const problem = (status: number, code: string): Response =>
  Response.json({ type: 'about:blank', status, code, title: code, detail: { vi: code, en: code } }, { status });

/** Text that a person reads, with plain spaces. */
export const pageText = (): string => (document.body.textContent ?? '').replaceAll('\u00a0', ' ');

const stops: (() => void)[] = [];
afterEach(() => {
  cleanup();
  localStorage.clear();
  for (const stop of stops.splice(0)) stop();
});

/**
 * Opens the dashboard at an address such as `/dashboard/account?lang=en`.
 * @returns every request, in the order in which they were sent.
 */
export function openPage(
  address: string,
  answer: Answer,
  {
    loadGate = () => import('../../src/dashboard/people/Gate.tsx'),
    startAnew = () => {
      throw new Error('the page was loaded anew');
    },
  }: Partial<Pick<AppProps, 'loadGate' | 'startAnew'>> = {},
): AskedFor[] {
  const asked: AskedFor[] = [];
  const send: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    const one = { method: init?.method ?? 'GET', url, body };
    asked.push(one);
    const reply = await answer(one);
    if (reply === 'unreachable') throw new TypeError('Failed to fetch');
    return reply;
  };
  const access: Access = { send, now: () => NOW };
  history.replaceState(null, '', address);
  render(<App access={access} loadGate={loadGate} startAnew={startAnew} />);
  return asked;
}

/** What the server does: the results, or a status with a problem code, or no answer at all. */
export type Reply = Results | { status: number; code: string } | 'unreachable';

export interface Desk {
  /** What the next requests for results are answered with. */
  reply: Reply;
  /** Who is signed in; `null` for nobody. */
  session: SessionReply | null;
  asked: AskedFor[];
  /** Tells the page that something was stored. */
  change: () => void;
  /** Cuts the stream of changes. */
  cut: () => void;
  text: () => string;
}

/** Opens the overview at an address such as `?period=month`, with someone signed in. */
export function openDashboard(search: string, first: Reply, session: SessionReply | null = sessionOf()): Desk {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  let over = false;
  const desk: Desk = {
    reply: first,
    session,
    asked: [],
    change: () => stream?.enqueue(new TextEncoder().encode('event: change\ndata: {}\n\n')),
    cut: () => {
      stream?.close();
      stream = null;
    },
    text: pageText,
  };
  stops.push(() => {
    over = true;
    if (stream) desk.cut();
  });
  desk.asked = openPage(`/dashboard${search}`, ({ url }) => {
    if (url === '/api/session') return desk.session ? Response.json(desk.session) : problem(401, 'signed-out');
    const { reply } = desk;
    if (over || reply === 'unreachable') return 'unreachable';
    if ('status' in reply) return problem(reply.status, reply.code);
    if (!url.endsWith('/changes')) return Response.json(reply);
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (stream = controller) });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  });
  return desk;
}

/** Resolves when the page shows this text. A lost stream is opened again after up to a second. */
export const shows = (desk: Pick<Desk, 'text'>, text: string) =>
  waitFor(
    () => {
      if (!desk.text().includes(text)) throw new Error(`"${text}" is not in: ${desk.text().slice(0, 600)}`);
    },
    { timeout: 5000 },
  );

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
