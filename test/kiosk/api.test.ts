import { describe, expect, it } from 'vitest';
import { REQUEST_PROBLEMS } from '../../src/domain/problem.ts';
import { Envelope } from '../../src/domain/wire.ts';
import { createApi, type Send, type SendEnd } from '../../src/kiosk/api.ts';
import { cached, sha, START } from './support.ts';

type Init = Parameters<Send>[1];
type Answer = (nonce: string, init: Init, address: string) => globalThis.Response | Promise<globalThis.Response>;
const BODY = '{"v":1}';
const receipt = { id: 'a', hash: sha(BODY), status: 'stored' };
const reply = (nonce: string, more = {}) => JSON.stringify({ nonce, receivedAt: START, receipts: [receipt], ...more });

/** Sends one record to a server that answers so. */
async function sent(answer: Answer, timeoutMs?: number): Promise<SendEnd> {
  const send: Send = async (address, init) =>
    answer(Envelope.parse(JSON.parse(init.body?.split('\n')[0] ?? '')).nonce, init, address);
  return createApi(
    () => ({ device: 'device-1', token: 'secret-token', keys: null }),
    () => START,
    send,
    timeoutMs,
  ).sendBatch([BODY]);
}
const text = (body: string | null, status = 200, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers });

describe('sending a batch', () => {
  it('sends the bodies as they are behind an envelope, and the token in a header only', async () => {
    const seen: { init: Init; address: string }[] = [];
    const end = await sent((nonce, init, address) => {
      seen.push({ init, address });
      return text(reply(nonce));
    });
    expect(end).toEqual({ kind: 'receipts', receipts: [receipt], receivedAt: 1_795_000_000_000 });
    expect(seen[0]).toMatchObject({
      address: '/api/submissions',
      init: {
        method: 'POST',
        headers: { Authorization: 'Bearer secret-token', 'Content-Type': 'application/x-ndjson' },
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
      },
    });
    expect(seen[0]?.address).not.toContain('secret');
    const [first = '', ...rest] = (seen[0]?.init.body ?? '').split('\n');
    expect(JSON.parse(first)).toMatchObject({ wire: 1, sentAt: START, records: 1 });
    expect(rest).toEqual([BODY, '']);
  });

  it('takes a reply with fields of a newer server', async () => {
    expect((await sent((nonce) => text(reply(nonce, { more: true })))).kind).toBe('receipts');
  });

  const portals: [string, Answer][] = [
    ['a login page with 200', () => text('<html><title>Wi-Fi</title></html>', 200, { 'Content-Type': 'text/html' })],
    ['a login page that says it is JSON', () => text('<html></html>', 200, { 'Content-Type': 'application/json' })],
    ['204 without a body', () => text(null, 204)],
    ['200 without a body', () => text('')],
    [
      'a redirect that was not followed',
      () =>
        ({
          ok: false,
          status: 0,
          type: 'opaqueredirect',
          text: async () => '',
          headers: new Headers(),
        }) as globalThis.Response,
    ],
    ['302 as it is', () => text(null, 302, { Location: 'http://login.example/' })],
    ['511 Network Authentication Required', () => text('<html></html>', 511)],
    ['a reply that was cut off', (nonce) => text(reply(nonce).slice(0, -20))],
    ['the reply to another request', () => text(reply('another-nonce'))],
    ['JSON of another program', () => text('{"success":true}')],
    ['a bare true', () => text('true')],
    ['receipts that are none', (nonce) => text(reply(nonce, { receipts: 'all' }))],
    ['a receipt with an unknown status', (nonce) => text(reply(nonce, { receipts: [{ ...receipt, status: 'ok' }] }))],
    ['bytes that are no text', () => new Response(new Uint8Array([0, 255, 254, 200]))],
  ];
  it.each(portals)('takes %s for a portal: later, no receipt', async (_name, answer) => {
    expect((await sent(answer)).kind).toBe('later');
  });

  it.each([408, 423, 425, 429, 500, 502, 503, 504, 507, 511, 599])('tries again later after %i', async (status) => {
    expect(await sent(() => text('', status))).toEqual({ kind: 'later', code: `http-${status}` });
  });
  it.each([400, 402, 404, 405, 406, 407, 409, 410, 415, 418, 422, 431, 451])('is stuck after %i', async (status) => {
    expect(await sent(() => text('', status))).toEqual({ kind: 'stuck', code: `http-${status}` });
  });
  it.each([401, 403])('is rejected after %i', async (status) => {
    expect(await sent(() => text('', status))).toEqual({ kind: 'rejected', code: `http-${status}` });
  });
  it('is told of a batch that is too large', async () => {
    expect(await sent(() => text('', 413))).toEqual({ kind: 'too-large' });
  });

  it('gives every code of the server an end, and keeps the code', async () => {
    const kinds = new Map<string, string>();
    for (const [code, [status]] of Object.entries(REQUEST_PROBLEMS)) {
      const problem = { type: 'about:blank', status, code, title: code, detail: { vi: 'v', en: 'e' } };
      const end = await sent(() => text(JSON.stringify(problem), status));
      kinds.set(code, end.kind);
      if ('code' in end) expect(end.code).toBe(code);
    }
    expect(kinds.get('truncated')).toBe('later');
    expect(kinds.get('device-revoked')).toBe('rejected');
    expect(kinds.get('wire-version')).toBe('stuck');
    expect(kinds.get('busy')).toBe('later');
  });

  it.each([
    ['120', 120_000],
    [new Date(START + 90_000).toUTCString(), 90_000],
    ['0', 0],
  ])('reads Retry-After: %s', async (value, ms) => {
    const end = await sent(() => text('', 503, { 'Retry-After': value }));
    expect(end.kind === 'later' && end.retryAfterMs).toBeCloseTo(ms, -3);
  });
  it.each(['soon', '-5', ''])('does without a Retry-After of "%s"', async (value) => {
    expect(await sent(() => text('', 503, { 'Retry-After': value }))).toEqual({ kind: 'later', code: 'http-503' });
  });

  it('tries later when the network fails, also in the middle of a reply', async () => {
    expect(await sent(() => Promise.reject(new TypeError('Failed to fetch')))).toEqual({
      kind: 'later',
      code: 'network',
    });
    const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError('reset')) });
    expect(await sent(() => new Response(broken))).toEqual({ kind: 'later', code: 'network' });
  });
  it('gives up on a server that never answers', async () => {
    const silent: Answer = (_nonce, init) =>
      new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    expect(await sent(silent, 30)).toEqual({ kind: 'later', code: 'timeout' });
  });
});

describe('the other requests', () => {
  const asking = (body: unknown, status = 200) => {
    const calls: [string, Init][] = [];
    const api = createApi(
      () => null,
      () => START,
      async (address, init) => {
        calls.push([address, init]);
        return text(JSON.stringify(body), status);
      },
    );
    return { api, calls };
  };

  it('enrols with a code, and without a token yet', async () => {
    const { api, calls } = asking({ token: 't', ...cached });
    expect(await api.enrol('ABC', null)).toEqual({ kind: 'reply', value: { token: 't', ...cached } });
    expect(calls[0]?.[0]).toBe('/api/enrolment');
    expect(calls[0]?.[1]?.body).toBe('{"code":"ABC"}');
    expect(calls[0]?.[1]?.headers).not.toHaveProperty('Authorization');
  });
  it('asks for settings without a body', async () => {
    const { api, calls } = asking(cached);
    expect(await api.settings()).toEqual({ kind: 'reply', value: cached });
    expect(calls[0]?.[1]).toMatchObject({ method: 'GET', body: null });
  });
  it('does not believe settings that are not whole', async () => {
    const { survey: _survey, ...rest } = cached.settings;
    expect(await asking({ tag: 'x', settings: rest }).api.settings()).toEqual({ kind: 'later', code: 'portal' });
  });
});
