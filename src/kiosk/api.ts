/**
 * The only place that speaks to the server. Every end is a value: a reply counts only when it parses as ours, so that a
 * captive portal's "200 OK" never looks like a receipt. The token travels in a header, never in an address.
 */
import * as z from 'zod/mini';
import {
  BatchReply,
  batchText,
  EnrolReply,
  HeartbeatReply,
  Problem,
  SettingsReply,
  WIRE_VERSION,
  type Heartbeat,
  type Receipt,
} from '../domain/wire.ts';

/** Try again later: the network, a portal, or a server that cannot take it now. */
export interface Later {
  kind: 'later';
  code: string;
  retryAfterMs?: number;
}
/** `rejected`: the token is not accepted. `stuck`: trying again will not help; staff must see to it. */
export type Failure =
  Later | { kind: 'too-large' } | { kind: 'rejected'; code: string } | { kind: 'stuck'; code: string };
/** `receivedAt`: by the server's clock. */
export type SendEnd = { kind: 'receipts'; receipts: readonly Receipt[]; receivedAt: number } | Failure;
export type Asked<T> = { kind: 'reply'; value: T } | Failure;

export interface Api {
  /** @param bodies canonical bodies, sent as they are. */
  sendBatch(bodies: readonly string[]): Promise<SendEnd>;
  heartbeat(beat: Heartbeat): Promise<Asked<HeartbeatReply>>;
  settings(): Promise<Asked<SettingsReply>>;
  enrol(code: string | undefined): Promise<Asked<EnrolReply>>;
}

const TIMEOUT_MS = 30_000;
const JSON_TYPE = 'application/json';

export type Send = (address: string, init: RequestInit & { body: string | null }) => Promise<globalThis.Response>;

/** `token` is asked anew for each request; `send` is `fetch`. */
export function createApi(
  token: () => string | null,
  now: () => number,
  send: Send = (address, init) => fetch(address, init),
  timeoutMs = TIMEOUT_MS,
): Api {
  async function ask<T>(path: string, schema: z.ZodMiniType<T>, body?: string, type = JSON_TYPE): Promise<Asked<T>> {
    const bearer = token();
    try {
      const reply = await send(`/api/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          Accept: JSON_TYPE,
          ...(body !== undefined && { 'Content-Type': type }),
          ...(bearer !== null && { Authorization: `Bearer ${bearer}` }),
        },
        body: body ?? null,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'manual',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await reply.text();
      if (!reply.ok) return failureOf(reply, text, now());
      const parsed = schema.safeParse(fromJson(text));
      return parsed.success ? { kind: 'reply', value: parsed.data } : { kind: 'later', code: 'portal' };
    } catch (error) {
      return { kind: 'later', code: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network' };
    }
  }

  return {
    async sendBatch(bodies) {
      const nonce = crypto.randomUUID();
      const envelope = { wire: WIRE_VERSION, nonce, sentAt: now(), records: bodies.length } as const;
      const asked = await ask('submissions', BatchReply, batchText(envelope, bodies), 'application/x-ndjson');
      if (asked.kind !== 'reply') return asked;
      // A reply to another request, from a cache on the way.
      if (asked.value.nonce !== nonce) return { kind: 'later', code: 'portal' };
      return { kind: 'receipts', receipts: asked.value.receipts, receivedAt: asked.value.receivedAt };
    },
    heartbeat: (beat) => ask('heartbeat', HeartbeatReply, JSON.stringify(beat)),
    settings: () => ask('settings', SettingsReply),
    enrol: (code) => ask('enrolment', EnrolReply, JSON.stringify({ code })),
  };
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
