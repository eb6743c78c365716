/**
 * A network between one tablet and the server that does what networks do. Whatever it does, it does by the chances it is
 * given and at times of the simulated clock.
 */
import type { Send } from '../../src/kiosk/api.ts';
import type { SimTime } from './sim-time.ts';
import { under } from './sim-time.ts';

export const WEATHERS = ['fine', 'flaky', 'off', 'portal', 'failing'] as const;
export type Weather = (typeof WEATHERS)[number];
export interface Network {
  send: Send;
  weather: (next: Weather) => void;
}

const TIMEOUT_MS = 30_000;
const HTML = '<!doctype html><title>Đăng nhập Wi-Fi</title>';
const forgotten = new Promise<never>(() => undefined);
const timeout = () => Object.assign(new Error('timed out'), { name: 'TimeoutError' });
const network = () => new TypeError('Failed to fetch');

/** @param ask the server; rejects while it is down. */
export function createNetwork(
  time: SimTime,
  random: () => number,
  ask: (path: string, init: RequestInit) => Promise<Response>,
): Network {
  let now: Weather = 'fine';
  let earlier: { body: string; status: number } | null = null;

  const answered = async (path: string, init: RequestInit): Promise<Response> => {
    const reply = await under(ask(path, init));
    const body = await reply.clone().text();
    if (random() < 0.3) earlier = { body, status: reply.status };
    return reply;
  };
  /** The server gets it, and nobody hears what it says. */
  const unheard = (path: string, init: RequestInit) => void answered(path, init).catch(() => undefined);

  async function flaky(path: string, init: RequestInit): Promise<Response> {
    const dice = random();
    await time.pause(random() * 3000);
    if (dice < 0.2) throw network();
    if (dice < 0.4) {
      unheard(path, init);
      await time.pause(random() < 0.5 ? random() * 2000 : TIMEOUT_MS);
      throw random() < 0.5 ? network() : timeout();
    }
    if (dice < 0.55) {
      unheard(path, init);
      await time.pause(random() * 500);
      return answered(path, init);
    }
    if (dice < 0.75) {
      // Arrives long after the tablet has given up, and after what it sent later.
      void time.pause(TIMEOUT_MS + random() * 90_000).then(() => unheard(path, init));
      await time.pause(TIMEOUT_MS);
      throw timeout();
    }
    if (dice < 0.85) {
      const reply = await answered(path, init);
      const text = await reply.text();
      return new Response(text.slice(0, Math.floor(random() * text.length)), reply);
    }
    return answered(path, init);
  }
  const PORTAL = [
    () => new Response(HTML, { status: 200, headers: { 'Content-Type': 'text/html' } }),
    () => new Response(null, { status: 204 }),
    () => new Response(HTML, { status: 511 }),
    () => new Response('{}', { status: 200, headers: { 'Content-Type': 'application/json' } }),
    () => new Response('{"receipts":[]}', { status: 200, headers: { 'Content-Type': 'application/json' } }),
    () => (earlier ? new Response(earlier.body, { status: 200 }) : Response.error()),
  ];
  const FAILING = [408, 423, 425, 429, 500, 502, 503, 504];
  const drawn = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(random() * list.length)];
    if (one === undefined) throw new Error('nothing to draw from');
    return one;
  };
  return {
    weather: (next) => void (now = next),
    async send(path, init) {
      await time.pause(5 + random() * 100);
      switch (now) {
        case 'fine':
          return answered(path, init);
        case 'flaky':
          return flaky(path, init);
        case 'off':
          throw network();
        case 'portal':
          return drawn(PORTAL)();
        case 'failing': {
          const headers: HeadersInit = random() < 0.3 ? { 'Retry-After': String(Math.floor(random() * 100)) } : {};
          if (random() < 0.3) unheard(path, init);
          // Not even the deadline comes: the browser has forgotten the request.
          if (random() < 0.2) return forgotten;
          return new Response('upstream', { status: drawn(FAILING), headers });
        }
      }
    },
  };
}
