/**
 * The only place that speaks to the server. Every end is a value: a reply counts only when it parses as ours, so that a
 * captive portal's "200 OK" never looks like a receipt. Who asks is shown in a header, never in an address: by a signature
 * over a nonce of the server's, or by the token of a tablet that has no key.
 */
import * as z from 'zod/mini';
import { NONCE_HEADER, proofHeader, proofText } from '../domain/device-proof.ts';
import {
  BatchReply,
  batchText,
  EnrolReply,
  HeartbeatReply,
  KeyReply,
  NonceReply,
  Problem,
  SettingsReply,
  WIRE_VERSION,
  type Heartbeat,
  type OfferedKey,
  type Receipt,
} from '../domain/wire.ts';
import { sign, type KeyPair } from '../seal/sign.ts';
import { sha256 } from './digest.ts';
import { createNonces, type Asking } from './nonces.ts';

/** Whom a request is from: it is signed where there are keys, and carries the token otherwise. */
export interface Credentials {
  device: string;
  token: string | null;
  keys: KeyPair | null;
}

/** Try again later: the network, a portal, or a server that cannot take it now. */
export interface Later {
  kind: 'later';
  code: string;
  retryAfterMs?: number;
}
/** `rejected`: the tablet is not accepted. `stuck`: trying again will not help; staff must see to it. */
export type Failure =
  Later | { kind: 'too-large' } | { kind: 'rejected'; code: string } | { kind: 'stuck'; code: string };
/** `receivedAt`: by the server's clock. */
export type SendEnd = { kind: 'receipts'; receipts: readonly Receipt[]; receivedAt: number } | Failure;
export type Asked<T> = { kind: 'reply'; value: T } | Failure;

export interface Api {
  /** @param bodies canonical bodies, sent as they are. */
  sendBatch(bodies: readonly string[]): Promise<SendEnd>;
  heartbeat(beat: Heartbeat): Promise<Asked<HeartbeatReply>>;
  /** @param as instead of who the tablet is. */
  settings(as?: Credentials): Promise<Asked<SettingsReply>>;
  enrol(code: string | undefined, key: OfferedKey | null): Promise<Asked<EnrolReply>>;
  changeKey(key: OfferedKey, as?: Credentials): Promise<Asked<KeyReply>>;
}
interface Question {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: string;
  type?: string;
}
/** What came back, before anybody has judged it; `null` when nothing did. */
interface Answer {
  reply: globalThis.Response;
  text: string;
}

const TIMEOUT_MS = 30_000;
const JSON_TYPE = 'application/json';
/** The code of a nonce that was used before, or is too old. */
const STALE = 'nonce-stale';

export type Send = (address: string, init: RequestInit & { body: string | null }) => Promise<globalThis.Response>;

/** `who` is asked anew for each request, and is `null` before the tablet is enrolled; `send` is `fetch`. */
export function createApi(
  who: () => Credentials | null,
  now: () => number,
  send: Send = (address, init) => fetch(address, init),
  timeoutMs = TIMEOUT_MS,
): Api {
  const nonces = createNonces(moreNonces, now);

  async function post(
    { method, path, body, type = JSON_TYPE }: Question,
    proof: string | null,
  ): Promise<Answer | Later> {
    try {
      const reply = await send(path, {
        method,
        headers: {
          Accept: JSON_TYPE,
          ...(body !== undefined && { 'Content-Type': type }),
          ...(proof !== null && { Authorization: proof }),
        },
        body: body ?? null,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'manual',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await reply.text();
      const nonce = reply.headers.get(NONCE_HEADER);
      if (nonce) nonces.put(nonce);
      return { reply, text };
    } catch (error) {
      return { kind: 'later', code: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network' };
    }
  }

  async function moreNonces(): Promise<Asking<Failure>> {
    const answer = await post({ method: 'GET', path: '/api/nonce' }, null);
    const asked = 'kind' in answer ? answer : judge(answer, NonceReply, now());
    if (asked.kind !== 'reply') return { ok: false, failure: asked };
    const [first, ...others] = asked.value.nonces;
    if (first === undefined) return { ok: false, failure: { kind: 'later', code: 'portal' } };
    return { ok: true, nonces: [first, ...others] };
  }

  /** Sends once, with a proof or with the token. */
  async function sendAs(as: Credentials | null, question: Question, bodyHash: () => Promise<string>) {
    if (!as?.keys) return post(question, as?.token ? `Bearer ${as.token}` : null);
    const taken = await nonces.take();
    if (!taken.ok) return taken.failure;
    const { nonce } = taken;
    const { method, path } = question;
    const text = proofText({ method, path, bodyHash: await bodyHash(), device: as.device, nonce });
    return post(question, proofHeader(as.device, nonce, await sign(as.keys, text)));
  }

  async function ask<T>(schema: z.ZodMiniType<T>, question: Question, as?: Credentials | null): Promise<Asked<T>> {
    let hash: Promise<string> | null = null;
    const bodyHash = () => (hash ??= sha256(question.body ?? ''));
    const asked = as === undefined ? who() : as;
    const judged = (answer: Answer | Failure) => ('kind' in answer ? answer : judge(answer, schema, now()));
    const first = judged(await sendAs(asked, question, bodyHash));
    if (first.kind !== 'rejected') return first;
    if (first.code === STALE) nonces.dropOld();
    // The tablet has been given another key meanwhile, or a nonce was too old: once more at once, and no oftener.
    const newer = as === undefined ? who() : as;
    if (first.code !== STALE && newer === asked) return first;
    const second = judged(await sendAs(newer, question, bodyHash));
    return second.kind === 'rejected' && second.code === STALE ? { kind: 'later', code: STALE } : second;
  }

  return {
    async sendBatch(bodies) {
      const nonce = crypto.randomUUID();
      const envelope = { wire: WIRE_VERSION, nonce, sentAt: now(), records: bodies.length } as const;
      const body = batchText(envelope, bodies);
      const type = 'application/x-ndjson';
      const asked = await ask(BatchReply, { method: 'POST', path: '/api/submissions', body, type });
      if (asked.kind !== 'reply') return asked;
      // A reply to another request, from a cache on the way.
      if (asked.value.nonce !== nonce) return { kind: 'later', code: 'portal' };
      return { kind: 'receipts', receipts: asked.value.receipts, receivedAt: asked.value.receivedAt };
    },
    heartbeat: (beat) => ask(HeartbeatReply, { method: 'POST', path: '/api/heartbeat', body: JSON.stringify(beat) }),
    settings: (as) => ask(SettingsReply, { method: 'GET', path: '/api/settings' }, as),
    enrol: (code, key) => {
      const body = JSON.stringify({ code, ...(key && { key }) });
      return ask(EnrolReply, { method: 'POST', path: '/api/enrolment', body }, null);
    },
    changeKey: (key, as) => ask(KeyReply, { method: 'PUT', path: '/api/device-key', body: JSON.stringify(key) }, as),
  };
}

/** A success counts only when it parses as ours. */
function judge<T>({ reply, text }: Answer, schema: z.ZodMiniType<T>, now: number): Asked<T> {
  if (!reply.ok) return failureOf(reply, text, now);
  const parsed = schema.safeParse(fromJson(text));
  return parsed.success ? { kind: 'reply', value: parsed.data } : { kind: 'later', code: 'portal' };
}

/** What a status other than 2xx means. Codes of our server are kept, anything else is named by its status. */
function failureOf(reply: globalThis.Response, text: string, now: number): Failure {
  const { status } = reply;
  const code = Problem.safeParse(fromJson(text)).data?.code ?? (status === 0 ? 'portal' : `http-${status}`);
  if (status === 401 || status === 403) return { kind: 'rejected', code };
  if (status === 413) return { kind: 'too-large' };
  // A batch that was cut off on its way comes through the next time.
  const passing = status < 400 || status >= 500 || [408, 423, 425, 429].includes(status) || code === 'truncated';
  if (!passing) return { kind: 'stuck', code };
  const wait = waitOf(reply.headers.get('Retry-After'), now);
  return wait === null ? { kind: 'later', code } : { kind: 'later', code, retryAfterMs: wait };
}

/** Retry-After in milliseconds, from seconds or a date; `null` when there is none that can be read. */
function waitOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No schema takes it.
  }
}
