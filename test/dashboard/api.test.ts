import { describe, expect, it } from 'vitest';
import { eventReader, loadResults, watchChanges, type Access } from '../../src/dashboard/api.ts';
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
const access = (send: typeof fetch, token: string | null = null): Access => ({
  send,
  token: () => token,
  now: () => 5,
});
const load = (reply: () => Response | Promise<Response>) =>
  loadResults(
    access(async () => reply()),
    'period=month',
    new AbortController().signal,
  );

describe('a reply', () => {
  it('is believed when it is a whole Results', async () => {
    expect(await load(() => Response.json(results))).toEqual({ state: 'ok', results, at: 5 });
  });
  it('of a captive portal, or with a count that is none, is not believed', async () => {
    expect(await load(() => new Response('<html>Đăng nhập</html>'))).toEqual({ state: 'failed', code: 'foreign' });
    const negative = { ...results, total: { ...results.total, ballots: { ...results.total.ballots, all: -1 } } };
    expect(await load(() => Response.json(negative))).toEqual({ state: 'failed', code: 'foreign' });
  });
  it('that never comes, or a proxy’s 502, means that the server cannot be reached', async () => {
    expect(await load(() => Promise.reject(new TypeError('offline')))).toEqual({ state: 'failed', code: null });
    expect(await load(() => new Response('Bad Gateway', { status: 502 }))).toEqual({ state: 'failed', code: null });
  });
  it('of 401 or 403 asks for the token', async () => {
    const problem = { type: 'x', status: 403, code: 'not-local', title: 'x', detail: { vi: 'x', en: 'x' } };
    expect(await load(() => Response.json(problem, { status: 403 }))).toEqual({ state: 'token', code: 'not-local' });
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
  it('is opened again after a cut, ever less often while it fails, and brings the token', async () => {
    const stop = new AbortController();
    const pauses: number[] = [];
    const seen: string[] = [];
    let tries = 0;
    const send: typeof fetch = async (_, init) => {
      expect(new Headers(init?.headers).get('Authorization')).toBe('Bearer secret-token-of-length');
      tries += 1;
      if (tries > 1 && tries < 8) throw new TypeError('offline');
      if (tries === 9) stop.abort();
      return new Response('event: change\ndata: {}\n\n', { headers: { 'Content-Type': 'text/event-stream' } });
    };
    await watchChanges(
      access(send, 'secret-token-of-length'),
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
