import { afterEach, describe, expect, it, vi } from 'vitest';
import { Submission } from '../../src/domain/submission.ts';
import type { Failure, SendEnd } from '../../src/kiosk/api.ts';
import type { Database } from '../../src/kiosk/database.ts';
import { createLock } from '../../src/kiosk/lock.ts';
import type { Outbox } from '../../src/kiosk/outbox.ts';
import { createSync, type PassEnd } from '../../src/kiosk/sync.ts';
import { createServer, disk, draft, openTablet, seeded, tabletWith, type Tablet } from './support.ts';

type Send = (bodies: readonly string[]) => Promise<SendEnd>;
const alone = createLock(undefined);
const passOf = (outbox: Pick<Outbox, 'oldest' | 'settle'>, sendBatch: Send, lock = alone) => {
  const pass = createSync(outbox, { sendBatch }, lock);
  return (): Promise<PassEnd> => pass({ steal: false, moved: () => undefined });
};
const seqOf = (body: string) => Submission.parse(JSON.parse(body)).seq;
const waiting = async (tablet: Tablet) => (await disk(tablet)).outbox.map(({ seq }) => seq);
const sentSeqs = (stored: ReadonlyMap<string, string>) => [...stored.values()].map(seqOf).sort((a, b) => a - b);
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

afterEach(() => vi.restoreAllMocks());

describe('a pass', () => {
  it('sends everything, oldest first, in batches of at most a hundred, and leaves nothing', async () => {
    const tablet = await tabletWith(230);
    const server = createServer();
    expect(await passOf(tablet.outbox, (bodies) => server.sendBatch(bodies))()).toEqual({ kind: 'empty', sent: true });
    expect(server.batches.map(({ length }) => length)).toEqual([100, 100, 30]);
    expect(server.batches.flat().map(seqOf)).toEqual(upTo(230));
    expect(await waiting(tablet)).toEqual([]);
  });

  it('lets the second batch travel while the first is answered, and never a third', async () => {
    const tablet = await tabletWith(450);
    const server = createServer();
    let travelling = 0;
    let most = 0;
    await passOf(tablet.outbox, async (bodies) => {
      most = Math.max(most, (travelling += 1));
      await new Promise((done) => setTimeout(done, 50));
      travelling -= 1;
      return server.sendBatch(bodies);
    })();
    expect(most).toBe(2);
    expect(sentSeqs(server.stored)).toEqual(upTo(450));
    expect(await waiting(tablet)).toEqual([]);
  });

  it('settles the batch that had left already when the one before it failed', async () => {
    const tablet = await tabletWith(250);
    const server = createServer();
    let failing = true;
    const pass = passOf(tablet.outbox, async (bodies) => {
      await new Promise((done) => setTimeout(done, 5));
      const first = bodies.some((body) => seqOf(body) === 1);
      return first && failing ? { kind: 'later', code: 'network' } : server.sendBatch(bodies);
    });
    expect(await pass()).toEqual({ kind: 'later', code: 'network', sent: true });
    expect(await waiting(tablet)).toEqual([...upTo(100), ...upTo(250).slice(200)]);
    failing = false;
    expect((await pass()).kind).toBe('empty');
    expect(sentSeqs(server.stored)).toEqual(upTo(250));
    expect(server.batches.flat()).toHaveLength(250);
  });

  it('says that there was nothing to send', async () => {
    const { outbox } = await tabletWith(0);
    expect(await passOf(outbox, () => Promise.reject(new Error('not asked for')))()).toEqual({
      kind: 'empty',
      sent: false,
    });
  });

  it('sends what was saved while it was sending', async () => {
    const tablet = await tabletWith(3);
    const server = createServer();
    await passOf(tablet.outbox, async (bodies) => {
      if (server.batches.length === 0) await tablet.outbox.add(draft(4));
      return server.sendBatch(bodies);
    })();
    expect(sentSeqs(server.stored)).toEqual([1, 2, 3, 4]);
  });

  it('moves refused records aside and settles their neighbours', async () => {
    const tablet = await tabletWith(5);
    const server = createServer((body) => (seqOf(body) === 3 ? 'refused' : undefined));
    expect((await passOf(tablet.outbox, (bodies) => server.sendBatch(bodies))()).kind).toBe('empty');
    const { outbox, refused } = await disk(tablet);
    expect(outbox).toEqual([]);
    expect(refused).toMatchObject([{ seq: 3, code: 'unknown-field' }]);
  });

  it('takes "duplicate" and "gone" for settled', async () => {
    const tablet = await tabletWith(4);
    const server = createServer((body) => (seqOf(body) % 2 ? 'gone' : 'duplicate'));
    await passOf(tablet.outbox, (bodies) => server.sendBatch(bodies))();
    expect(await waiting(tablet)).toEqual([]);
  });
});

describe('what goes wrong', () => {
  const RESTING: Failure[] = [
    { kind: 'later', code: 'network' },
    { kind: 'later', code: 'portal' },
    { kind: 'later', code: 'http-503', retryAfterMs: 1000 },
    { kind: 'rejected', code: 'device-revoked' },
  ];
  it.each(RESTING)('removes nothing and rests after $kind $code', async (failure) => {
    const tablet = await tabletWith(5);
    expect(await passOf(tablet.outbox, () => Promise.resolve(failure))()).toEqual({ ...failure, sent: false });
    expect(await waiting(tablet)).toEqual(upTo(5));
  });

  const POISON: (Failure | 'no receipt')[] = [
    { kind: 'stuck', code: 'http-400' },
    { kind: 'stuck', code: 'http-422' },
    { kind: 'too-large' },
    'no receipt',
  ];
  const cases = POISON.flatMap((poison) =>
    [1, 2, 5, 8, 9].map((at) => [typeof poison === 'string' ? poison : JSON.stringify(poison), at, poison] as const),
  );
  it.each(cases)('keeps one record that meets %s at place %i, and sends all the others', async (_name, at, poison) => {
    const tablet = await tabletWith(9);
    const server = createServer((body) => (poison === 'no receipt' && seqOf(body) === at ? null : undefined));
    const pass = passOf(tablet.outbox, (bodies) =>
      poison !== 'no receipt' && bodies.some((body) => seqOf(body) === at)
        ? Promise.resolve(poison)
        : server.sendBatch(bodies),
    );
    expect(await pass()).toMatchObject({ kind: 'stuck', sent: true });
    expect(await waiting(tablet)).toEqual([at]);
    expect(sentSeqs(server.stored)).toEqual(upTo(9).filter((seq) => seq !== at));
    expect((await disk(tablet)).refused).toEqual([]);
  });

  it('sends the kept one as soon as nothing is against it', async () => {
    const tablet = await tabletWith(5);
    const server = createServer();
    let against = true;
    const pass = passOf(tablet.outbox, (bodies) =>
      against && bodies.some((body) => seqOf(body) === 2)
        ? Promise.resolve({ kind: 'stuck', code: 'http-400' })
        : server.sendBatch(bodies),
    );
    await pass();
    against = false;
    expect(await pass()).toEqual({ kind: 'empty', sent: true });
    expect(sentSeqs(server.stored)).toEqual(upTo(5));
  });

  it('gets past any number of bad records in a row, within a few passes', async () => {
    const tablet = await tabletWith(30);
    const server = createServer();
    const pass = passOf(tablet.outbox, (bodies) =>
      bodies.some((body) => seqOf(body) <= 10)
        ? Promise.resolve({ kind: 'stuck', code: 'http-400' })
        : server.sendBatch(bodies),
    );
    for (let time = 0; time < 5; time++) expect((await pass()).kind).toBe('stuck');
    expect(await waiting(tablet)).toEqual(upTo(10));
  });

  it('does not try ten thousand records one by one when the server refuses all', async () => {
    const { outbox } = await tabletWith(40);
    const send = vi.fn<Send>(() => Promise.resolve({ kind: 'stuck', code: 'http-404' }));
    expect(await passOf(outbox, send)()).toEqual({ kind: 'stuck', code: 'http-404', sent: false });
    expect(send.mock.calls.length).toBeLessThan(12);
  });

  it('never drops a record for its age or for the times it failed', async () => {
    const tablet = await tabletWith(2);
    const before = (await disk(tablet)).outbox;
    const ends: Failure[] = [...RESTING, { kind: 'stuck', code: 'http-400' }, { kind: 'too-large' }];
    let turn = 0;
    const pass = passOf(tablet.outbox, () => Promise.resolve(ends[turn++ % ends.length] ?? { kind: 'too-large' }));
    for (let failure = 0; failure < 10_000; failure++) {
      tablet.time.now += (400 * 86_400_000) / 10_000;
      await pass();
    }
    expect((await disk(tablet)).outbox).toEqual(before);
    expect((await disk(tablet)).refused).toEqual([]);
  });

  it('sends the same bytes on every try', async () => {
    const { outbox } = await tabletWith(3);
    const seen = new Set<string>();
    const pass = passOf(outbox, (bodies) => {
      seen.add(bodies.join('\n'));
      return Promise.resolve({ kind: 'later', code: 'network' });
    });
    for (let time = 0; time < 1000; time++) await pass();
    expect(seen.size).toBe(1);
  });
});

describe('a crash', () => {
  class Crash extends Error {}

  /** Runs passes in which the n-th step of any kind (open, read, write, commit, send, reply) fails; then all is well. */
  async function crashAt(crash: number): Promise<{ reached: boolean }> {
    const { name } = await tabletWith(7);
    const server = createServer((body) => (seqOf(body) === 5 ? 'refused' : undefined));
    let steps = 0;
    let armed = true;
    const step = () => {
      steps += 1;
      if (armed && steps === crash) throw new Crash();
    };
    const faulty = (database: Database): Database => ({
      ...database,
      read: async (stores) => {
        step();
        const tx = await database.read(stores);
        step();
        return tx;
      },
      write: async (stores) => {
        step();
        const tx = await database.write(stores);
        try {
          step();
        } catch (crashed) {
          tx.abort();
          throw crashed;
        }
        return tx;
      },
    });
    const tablet = openTablet(name, faulty);
    const onDisk = new Set((await disk(openTablet(name))).outbox.map(({ body }) => body));
    const pass = passOf(tablet.outbox, async (bodies) => {
      step();
      expect(bodies.filter((body) => !onDisk.has(body))).toEqual([]);
      const end = await server.sendBatch(bodies);
      step(); // Stored, and the answer is lost on its way.
      const left = (await disk(openTablet(name))).outbox.map(({ body }) => body);
      expect(bodies.filter((body) => !left.includes(body))).toEqual([]);
      return end;
    });
    await pass().catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
    const kept = (await disk(openTablet(name))).outbox.map(({ id }) => id);
    for (const body of onDisk) {
      const { id } = Submission.parse(JSON.parse(body));
      // Removed only if the server has it.
      if (!kept.includes(id)) expect(server.stored.has(id) || seqOf(body) === 5).toBe(true);
    }
    const reached = steps >= crash;
    armed = false;
    expect((await pass()).kind).toBe('empty');
    const { outbox, refused } = await disk(openTablet(name));
    expect(outbox).toEqual([]);
    expect(refused.map(({ code }) => code)).toEqual(['unknown-field']);
    expect(sentSeqs(server.stored)).toEqual([1, 2, 3, 4, 6, 7]);
    return { reached };
  }

  it('at any step of a pass loses nothing, sends nothing that is not on disk, and is made good by the next pass', async () => {
    let crash = 1;
    while ((await crashAt(crash)).reached) crash += 1;
    expect(crash).toBeGreaterThan(8);
  });

  it.each([1, 2, 3, 4, 5])('at random steps of a long queue ends with exactly the records, seed %i', async (seed) => {
    const tablet = await tabletWith(250);
    const server = createServer();
    const random = seeded(seed);
    const pass = passOf(
      {
        oldest: (...asked) => tablet.outbox.oldest(...asked),
        settle: async (...asked) => {
          if (random() < 0.4) throw new Crash();
          return tablet.outbox.settle(...asked);
        },
      },
      (bodies) => (random() < 0.4 ? Promise.reject(new Crash()) : server.sendBatch(bodies)),
    );
    for (let time = 0; time < 40; time++) await pass().catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
    expect(await waiting(tablet)).toEqual([]);
    expect(sentSeqs(server.stored)).toEqual(upTo(250));
  });
});

describe('two tabs', () => {
  const NAME = 'hai-long-upload';
  /** Web Locks as the standard has them, as far as they are used here. */
  function createLocks() {
    const holders = new Map<string, { clientId: string; lost: (reason: Error) => void }>();
    let most = 0;
    let held = 0;
    const free = new EventTarget();
    const nextFree = (signal: AbortSignal | undefined) =>
      new Promise<void>((resolve, reject) => {
        free.addEventListener('free', () => resolve(), { once: true });
        signal?.addEventListener('abort', () => reject(new DOMException('waited too long', 'TimeoutError')));
      });
    const tab = (clientId: string): LockManager => {
      const request = async (name: string, ...given: readonly unknown[]) => {
        // The options may be left out.
        const work = given.at(-1) as (lock: Lock | null) => Promise<unknown>;
        const options = (given.length > 1 ? given[0] : {}) as LockOptions;
        if (holders.has(name) && options.ifAvailable) return work(null);
        while (holders.has(name) && !options.steal) await nextFree(options.signal);
        holders.get(name)?.lost(new DOMException('stolen', 'AbortError'));
        return new Promise((resolve, reject) => {
          const mine = { clientId, lost: reject };
          holders.set(name, mine);
          if (name === NAME) most = Math.max(most, (held += 1));
          work({ name, mode: 'exclusive' })
            .then(resolve, reject)
            .finally(() => {
              if (name === NAME) held -= 1;
              if (holders.get(name) === mine) holders.delete(name);
              free.dispatchEvent(new Event('free'));
            });
        });
      };
      const query = () =>
        Promise.resolve({ held: [...holders].map(([name, one]) => ({ name, clientId: one.clientId })) });
      return { request, query } as unknown as LockManager;
    };
    return { tab, most: () => most };
  }
  const slow = (server: ReturnType<typeof createServer>) => async (bodies: readonly string[]) => {
    await new Promise((later) => setTimeout(later, 30));
    return server.sendBatch(bodies);
  };

  it('send one batch at a time between them, and every record once', async () => {
    const first = await tabletWith(120);
    const second = openTablet(first.name);
    const server = createServer();
    const { tab, most } = createLocks();
    const passes = [first, second].map(({ outbox }, at) =>
      passOf(outbox, (bodies) => server.sendBatch(bodies), createLock(tab(`tab ${at}`))),
    );
    for (let time = 0; time < 4; time++) await Promise.all(passes.map((pass) => pass()));
    expect(sentSeqs(server.stored)).toEqual(upTo(120));
    expect(most()).toBe(1);
    expect(await waiting(first)).toEqual([]);
  });

  it('are right without locks, too: what was sent twice is stored once', async () => {
    const first = await tabletWith(120);
    const second = openTablet(first.name);
    const server = createServer();
    await Promise.all([first, second].map(({ outbox }) => passOf(outbox, (bodies) => server.sendBatch(bodies))()));
    expect(sentSeqs(server.stored)).toEqual(upTo(120));
    expect(await waiting(first)).toEqual([]);
  });

  it('stand back while another holds the lock, and take it from one that does not move', async () => {
    const tablet = await tabletWith(3);
    const server = createServer();
    const { tab } = createLocks();
    const frozen = tab('frozen').request(NAME, {}, () => new Promise(() => undefined));
    frozen.catch(() => undefined);
    const pass = createSync(tablet.outbox, server, createLock(tab('other'), 50));
    expect((await pass({ steal: false, moved: () => undefined })).kind).toBe('busy');
    expect(await pass({ steal: true, moved: () => undefined })).toEqual({ kind: 'empty', sent: true });
    await expect(frozen).rejects.toThrow('stolen');
  });

  it('wait for one that moves, however long it has been at it', async () => {
    const first = await tabletWith(250);
    const second = openTablet(first.name);
    const server = createServer();
    const { tab, most } = createLocks();
    const passes = [first, second].map(({ outbox }, at) =>
      createSync(outbox, { sendBatch: slow(server) }, createLock(tab(`tab ${at}`), 5000)),
    );
    await Promise.all(passes.map((pass, at) => pass({ steal: at === 1, moved: () => undefined })));
    expect(most()).toBe(1);
    expect(sentSeqs(server.stored)).toEqual(upTo(250));
  });

  it('that have waited equally long do not take the lock from one another', async () => {
    const first = await tabletWith(3);
    const server = createServer();
    const { tab, most } = createLocks();
    const frozen = tab('frozen').request(NAME, {}, () => new Promise(() => undefined));
    frozen.catch(() => undefined);
    const passes = [first, openTablet(first.name), openTablet(first.name)].map(({ outbox }, at) =>
      createSync(outbox, { sendBatch: slow(server) }, createLock(tab(`tab ${at}`), 50)),
    );
    const ends = await Promise.all(passes.map((pass) => pass({ steal: true, moved: () => undefined })));
    expect(ends.filter(({ kind, sent }) => kind === 'empty' && sent)).toHaveLength(1);
    // The frozen one, and one more.
    expect(most()).toBe(2);
    expect(sentSeqs(server.stored)).toEqual(upTo(3));
  });
});
