/**
 * The simulated tablets' way to the server: the real endpoints, over HTTP, each request proved with the tablet's key, and with
 * the patience of a real tablet.
 */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { NONCE_HEADER, possessionText, proofHeader, proofText } from '../../domain/device-proof.ts';
import {
  BatchReply,
  batchText,
  EnrolReply,
  type Heartbeat,
  NonceReply,
  Problem,
  WIRE_VERSION,
} from '../../domain/wire.ts';
import { type KeyPair, newKeyPair, publicText, sign } from '../../seal/sign.ts';
import { Stop } from '../command.ts';
import { normalCode } from '../store/devices.ts';

const TRIES = 60;
const LATER = [408, 425, 429, 500, 502, 503, 504];

/** What a tablet proves its requests with. */
export interface Prover {
  device: string;
  keys: KeyPair;
}
export interface Client {
  enrol: (code: string, name: string) => Promise<{ prover: Prover; settings: EnrolReply['settings'] }>;
  /** @param error milliseconds by which the tablet's clock is off. */
  send: (prover: Prover, lines: readonly string[], error: number) => Promise<BatchReply>;
  heartbeat: (prover: Prover, state: Pick<Heartbeat, 'last'>) => Promise<void>;
}

async function problemOf(reply: Response): Promise<{ code: string; text: string }> {
  const body = Problem.safeParse(await reply.json().catch(() => null));
  return body.success
    ? { code: body.data.code, text: `${body.data.code}: ${body.data.title}` }
    : { code: '', text: 'no reply of ours' };
}

/** @throws Stop when the server says no for good, or not yet for too long. */
export function createClient(url: string): Client {
  let nonces: string[] = [];

  async function authorization({ device, keys }: Prover, path: string, body: string): Promise<string> {
    if (nonces.length === 0) {
      const reply = await fetch(`${url}/api/nonce`, { signal: AbortSignal.timeout(30_000) });
      nonces = NonceReply.parse(await reply.json()).nonces;
    }
    const nonce = nonces.pop() ?? '';
    const bodyHash = createHash('sha256').update(body).digest('hex');
    return proofHeader(device, nonce, await sign(keys, proofText({ method: 'POST', path, bodyHash, device, nonce })));
  }

  async function once(path: string, type: string, body: string, prover: Prover | null): Promise<Response> {
    const proof = prover && { Authorization: await authorization(prover, path, body) };
    const headers = { 'Content-Type': type, ...proof };
    const reply = await fetch(url + path, { method: 'POST', signal: AbortSignal.timeout(30_000), headers, body });
    const next = reply.headers.get(NONCE_HEADER);
    if (next !== null) nonces.push(next);
    return reply;
  }

  /** `body` is made anew for each try: the time of sending is part of it. */
  async function post(path: string, type: string, body: () => string, prover: Prover | null): Promise<unknown> {
    let last = '';
    for (let tries = 0; tries < TRIES; tries++) {
      const reply = await once(path, type, body(), prover).catch((error: unknown) => String(error)); // Not reached: later.
      if (typeof reply === 'string') {
        last = reply;
        await wait(1000);
        continue;
      }
      if (reply.ok) return reply.json();
      const { code, text } = await problemOf(reply);
      last = `${reply.status} ${text}`;
      if (code === 'nonce-stale') continue;
      if (!LATER.includes(reply.status)) break;
      const seconds = Number(reply.headers.get('Retry-After') ?? 1);
      await wait((Number.isFinite(seconds) ? seconds : 1) * 1000);
    }
    throw new Stop(`${url}${path}: ${last}`);
  }

  return {
    async enrol(code, name) {
      const keys = await newKeyPair();
      const publicKey = await publicText(keys);
      const key = { publicKey, signature: await sign(keys, possessionText(normalCode(code), publicKey)) };
      const body = () => JSON.stringify({ code, name, key });
      const reply = await post('/api/enrolment', 'application/json', body, null).catch((error: unknown) => {
        if (!(error instanceof Stop)) throw error;
        throw new Stop(`${error.message}\nDoes the server at ${url} use this data folder (DATA_DIR)?`);
      });
      const { settings } = EnrolReply.parse(reply);
      return { prover: { device: settings.device.id, keys }, settings };
    },
    async send(prover, lines, error) {
      let nonce = '';
      const text = () => {
        nonce = randomUUID();
        const sentAt = Date.now() + error;
        return batchText({ wire: WIRE_VERSION, nonce, sentAt, records: lines.length }, lines);
      };
      const reply = BatchReply.parse(await post('/api/submissions', 'application/x-ndjson', text, prover));
      if (reply.nonce !== nonce) throw new Stop(`${url} answered another batch than was sent`);
      return reply;
    },
    async heartbeat(prover, { last }) {
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
      await post('/api/heartbeat', 'application/json', () => JSON.stringify(state()), prover);
    },
  };
}
