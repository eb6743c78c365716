/** The simulated tablets' way to the server: the real endpoints, over HTTP, with the patience of a real tablet. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { BatchReply, batchText, EnrolReply, type Heartbeat, Problem, WIRE_VERSION } from '../../domain/wire.ts';
import { Stop } from '../command.ts';

const TRIES = 60;
const LATER = [408, 425, 429, 500, 502, 503, 504];

export interface Client {
  enrol: (code: string, name: string) => Promise<EnrolReply>;
  /** @param error milliseconds by which the tablet's clock is off. */
  send: (token: string, bodies: readonly string[], error: number) => Promise<BatchReply>;
  heartbeat: (token: string, state: Pick<Heartbeat, 'last'>) => Promise<void>;
}

async function codeOf(reply: Response): Promise<string> {
  const body = Problem.safeParse(await reply.json().catch(() => null));
  return body.success ? `${body.data.code}: ${body.data.title}` : 'no reply of ours';
}

/** @throws Stop when the server says no for good, or not yet for too long. */
export function createClient(url: string): Client {
  /** `init` is made anew for each try: the time of sending is part of it. */
  async function ask(path: string, init: () => RequestInit): Promise<unknown> {
    let last = '';
    for (let tries = 0; tries < TRIES; tries++) {
      const reply = await fetch(url + path, { signal: AbortSignal.timeout(30_000), ...init() }).catch(
        (error: unknown) => String(error), // Not reached: later.
      );
      if (typeof reply !== 'string' && reply.ok) return reply.json();
      last = typeof reply === 'string' ? reply : `${reply.status} ${await codeOf(reply)}`;
      if (typeof reply !== 'string' && !LATER.includes(reply.status)) break;
      const seconds = typeof reply === 'string' ? 1 : Number(reply.headers.get('Retry-After') ?? 1);
      await wait((Number.isFinite(seconds) ? seconds : 1) * 1000);
    }
    throw new Stop(`${url}${path}: ${last}`);
  }
  const post = (path: string, type: string, body: () => string, token?: string) =>
    ask(path, () => ({
      method: 'POST',
      body: body(),
      headers: { 'Content-Type': type, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    }));

  return {
    async enrol(code, name) {
      const reply = await post('/api/enrolment', 'application/json', () => JSON.stringify({ code, name })).catch(
        (error: unknown) => {
          if (!(error instanceof Stop)) throw error;
          throw new Stop(`${error.message}\nDoes the server at ${url} use this data folder (DATA_DIR)?`);
        },
      );
      return EnrolReply.parse(reply);
    },
    async send(token, bodies, error) {
      let nonce = '';
      const text = () => {
        nonce = randomUUID();
        const sentAt = Date.now() + error;
        return batchText({ wire: WIRE_VERSION, nonce, sentAt, records: bodies.length }, bodies);
      };
      const reply = BatchReply.parse(await post('/api/submissions', 'application/x-ndjson', text, token));
      if (reply.nonce !== nonce) throw new Stop(`${url} answered another batch than was sent`);
      return reply;
    },
    async heartbeat(token, { last }) {
      const none = { persisted: null, usage: null, quota: null };
      const state = (): Heartbeat => ({
        wire: WIRE_VERSION,
        sentAt: Date.now(),
        app: 'demo',
        unsent: 0,
        refused: 0,
        oldestUnsentAt: null,
        last,
        storage: none,
      });
      await post('/api/heartbeat', 'application/json', () => JSON.stringify(state()), token);
    },
  };
}
