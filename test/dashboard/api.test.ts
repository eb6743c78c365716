import { describe, expect, it } from 'vitest';
import { createAsk, createBareAsk, eventReader, watchChanges, type Access } from '../../src/dashboard/api.ts';
import { createGates } from '../../src/dashboard/shell/gates.ts';
import { Results } from '../../src/domain/results.ts';
import { resultsOf, sixPairs } from './sample.ts';

const results = resultsOf(
  sixPairs(
    [
      [9, 10],
      [9, 10],
      [9, 10],
      [9, 10],
      [9, 10],
      [9, 10],
    ],
    10,
  ),
);
const access = (send: typeof fetch): Access => ({ send, now: () => 5 });
const problem = (status: number, code: string) =>
  Response.json({ type: 'x', status, code, title: 'x', detail: { vi: 'x', en: 'x' } }, { status });
const bare = (reply: () => Response | Promise<Response>) =>
  createBareAsk(access(async () => reply()))(Results, 'results');

describe('a reply', () => {
  it('is believed when it is a whole Results', async () => {
    expect(await bare(() => Response.json(results))).toEqual({ state: 'ok', value: results });
  });
  it('of a captive portal, or with a count that is none, is not believed', async () => {
    expect(await bare(() => new Response('<html>Đăng nhập</html>'))).toEqual({ state: 'failed', code: 'foreign' });
    const negative = { ...results, total: { ...results.total, ballots: { ...results.total.ballots, all: -1 } } };
    expect(await bare(() => Response.json(negative))).toEqual({ state: 'failed', code: 'foreign' });
  });
  it('that never comes, or a proxy’s 502, means that the server cannot be reached', async () => {
    expect(await bare(() => Promise.reject(new TypeError('offline')))).toEqual({ state: 'failed', code: null });
    expect(await bare(() => new Response('Bad Gateway', { status: 502 }))).toEqual({ state: 'failed', code: null });
  });
  it('with a problem gives its code', async () => {
    expect(await bare(() => problem(403, 'not-fresh'))).toEqual({ state: 'failed', code: 'not-fresh' });
  });
  it('that the caller no longer waits for is told apart', async () => {
    const stop = new AbortController();
    const ask = createBareAsk(access(() => Promise.reject(new DOMException('aborted', 'AbortError'))));
    stop.abort();
    expect(await ask(Results, 'results', { signal: stop.signal })).toEqual({ state: 'failed', code: 'aborted' });
  });
});

describe('a request', () => {
  it('brings its body as JSON, and no secret in its address', async () => {
    const seen: [string, RequestInit | undefined][] = [];
    const send: typeof fetch = async (input, init) => {
      seen.push([input instanceof Request ? input.url : String(input), init]);
      return problem(401, 'sign-in-failed');
    };
    await createBareAsk(access(send))(Results, 'session', { method: 'POST', body: { password: 'a b' } });
    expect(seen[0]?.[0]).toBe('/api/session');
    expect(seen[0]?.[1]).toMatchObject({
      method: 'POST',
      body: '{"password":"a b"}',
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  });
  it.each([
    [401, 'signed-out', 'sign-in'],
    [403, 'not-fresh', 'step-up'],
  ] as const)('answered with %i %s waits at the gate %s and is sent again', async (status, code, gate) => {
    const gates = createGates();
    let tries = 0;
    const send: typeof fetch = async () => (++tries === 1 ? problem(status, code) : Response.json(results));
    const asked = createAsk(access(send), gates)(Results, 'results');
    await expect.poll(() => gates.closed()).toBe(gate);
    expect(tries).toBe(1);
    gates.open(true);
    expect(await asked).toEqual({ state: 'ok', value: results });
    expect(tries).toBe(2);
  });
  it('whose person turns back at the gate is not sent again', async () => {
    const gates = createGates();
    let tries = 0;
    const asked = createAsk(
      access(async () => (++tries, problem(403, 'not-fresh'))),
      gates,
    )(Results, 'results');
    await expect.poll(() => gates.closed()).toBe('step-up');
    gates.open(false);
    expect(await asked).toEqual({ state: 'failed', code: 'not-fresh' });
    expect(tries).toBe(1);
  });
});

describe('the stream of changes', () => {
  it('gives each event once, however the bytes are cut', () => {
    const text = ': connected\n\nevent: change\r\ndata: {}\r\n\r\n: still here\n\nevent: change\ndata: {}\n\n';
    for (let size = 1; size <= text.length; size++) {
      const read = eventReader();
      const names: string[] = [];
      for (let at = 0; at < text.length; at += size) names.push(...read(text.slice(at, at + size)));
      expect(names, `cut every ${size}`).toEqual(['change', 'change']);
    }
  });
  it('is opened again after a cut, ever less often while it fails', async () => {
    const stop = new AbortController();
    const pauses: number[] = [];
    const seen: string[] = [];
    let tries = 0;
    const send: typeof fetch = async () => {
      tries += 1;
      if (tries > 1 && tries < 8) throw new TypeError('offline');
      if (tries === 9) stop.abort();
      return new Response('event: change\ndata: {}\n\n', { headers: { 'Content-Type': 'text/event-stream' } });
    };
    await watchChanges(
      access(send),
      {
        onChange: () => seen.push('change'),
        onConnection: (connection) => seen.push(connection),
        wait: async (ms) => void pauses.push(ms),
        chance: () => 1,
      },
      stop.signal,
    );
    expect(pauses.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 1000]);
    // Each opening counts as a change: what was stored while it was shut has not been told.
    expect(seen.slice(0, 4)).toEqual(['open', 'change', 'change', 'lost']);
    expect(seen.filter((one) => one === 'lost')).toHaveLength(6);
    expect(seen.slice(9, 12)).toEqual(['open', 'change', 'change']);
  });
});
