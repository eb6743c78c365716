/**
 * One history: tablets that are used, switched off, set wrong and cut off, and a server that is stopped, filled up and set
 * back, in the order that a property test thought of. Then all is healed and time is given; nothing may be missing.
 */
import type { Draft } from '../../src/domain/submission.ts';
import type { Database } from '../../src/kiosk/database.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { createNetwork, type Network, type Weather } from './sim-network.ts';
import type * as Parts from './sim-parts.ts';
import type { Beginning } from './sim-server.ts';
import { createSimTime, under } from './sim-time.ts';
import type { Tablet } from './tablet.ts';
import { createVisits } from './visits.ts';

export type Action =
  | { do: 'give' | 'off' | 'on'; tablet: number }
  | { do: 'weather'; tablet: number; weather: Weather }
  | { do: 'clock'; tablet: number; byMs: number }
  | { do: 'disk'; tablet: number; fails: number }
  | { do: 'wait'; ms: number }
  | { do: 'server'; what: 'down' | 'up' | 'restart' | 'full' | 'backup' | 'restore' | 'quarter' };
export interface History {
  seed: number;
  tablets: number;
  actions: readonly Action[];
}

const START = 1_795_000_000_000;
const HEAL_MS = 10 * 60_000;
/** A heartbeat, in which a restored server says what it lacks, comes every five minutes, and it asks at the second. */
const RESTORED_MS = 25 * 60_000;
/** After this time tablets change their keys. */
const QUARTER_MS = 91 * 86_400_000;
const TRIES = 4;
let worlds = 0;

/** A database of which the next writes fail, as many as are asked for. */
export function failing(): { wrap: (database: Database) => Database; fail: (writes: number) => void } {
  let left = 0;
  const wrap = (database: Database): Database => ({
    ...database,
    async read(stores) {
      const tx = await under(database.read(stores));
      under(tx.done).catch(() => undefined);
      return tx;
    },
    async write(stores) {
      const tx = await under(database.write(stores));
      under(tx.done).catch(() => undefined);
      if (left > 0) {
        left -= 1;
        tx.abort();
      }
      return tx;
    },
  });
  return { wrap, fail: (writes) => void (left = writes) };
}

interface Place {
  name: string;
  tablet: Tablet | null;
  network: Network;
  skew: number;
  disk: ReturnType<typeof failing>;
  start: () => Promise<void>;
}

/** @returns the violations of the one history. */
export async function live(parts: typeof Parts, begin: Beginning, history: History): Promise<string[]> {
  const random = randomFrom(history.seed);
  const time = createSimTime();
  let ahead = 0;
  const wall = () => Math.floor(START + ahead + time.now());
  const server = parts.createSimServer(begin, wall);
  let up = true;
  const visits = createVisits(random, wall);
  worlds += 1;
  const places = Array.from({ length: history.tablets }, (_, number): Place => {
    const name = `world-${worlds}-${number}`;
    const ask = async (path: string, init: RequestInit) => {
      if (!up) throw new TypeError('refused');
      return server.ask(path, init);
    };
    const network = createNetwork(time, random, ask);
    const disk = failing();
    const place: Place = {
      name,
      tablet: null,
      network,
      skew: 0,
      disk,
      async start() {
        const now = () => wall() + place.skew;
        const around = { name, clock: time.clock, now, random, send: network.send, wrap: disk.wrap };
        place.tablet = await parts.startTablet(around);
      },
    };
    return place;
  });

  /** As the kiosk does: the same draft again and again, until it is on disk. */
  async function keep(tablet: Tablet, draft: Draft): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await tablet.save(draft);
      } catch (error) {
        if (tries === TRIES) throw error;
      }
      await time.pause(500 * tries);
    }
  }
  async function act(action: Action): Promise<void> {
    if (action.do === 'wait') return time.advance(action.ms);
    if (action.do === 'server') {
      if (action.what === 'down' || action.what === 'up') up = action.what === 'up';
      else if (action.what === 'restart') server.restart('disk');
      else if (action.what === 'restore') server.restart('backup');
      else if (action.what === 'backup') server.backUp();
      else if (action.what === 'quarter') {
        // Nothing happens for months but the backups of each day.
        ahead += QUARTER_MS;
        server.backUp();
      } else server.full(true);
      return;
    }
    const place = places[action.tablet % places.length];
    if (!place) return;
    const { tablet } = place;
    if (action.do === 'give' && tablet) void visits.give(({ draft }) => keep(tablet, draft));
    else if (action.do === 'off') {
      tablet?.cut();
      place.tablet = null;
    } else if (action.do === 'on' && !tablet) await place.start();
    else if (action.do === 'weather') place.network.weather(action.weather);
    else if (action.do === 'clock') place.skew += action.byMs;
    else if (action.do === 'disk') place.disk.fail(action.fails);
  }

  for (const place of places) {
    const code = server.code();
    const enrolled = place.start().then(() => place.tablet?.enrol(code));
    await time.advance(1000);
    await enrolled;
    if (!place.tablet?.signs()) throw new Error('a tablet of the simulation has no key');
  }
  server.backUp();
  for (const action of history.actions) await act(action);

  up = true;
  server.full(false);
  for (const place of places) {
    place.network.weather('fine');
    place.disk.fail(0);
    if (!place.tablet) await place.start();
    place.tablet?.returned();
  }
  const restored = history.actions.some((action) => action.do === 'server' && action.what === 'restore');
  const thanked = () => visits.all.filter(({ told }) => told === 'thanked').length;
  let unsent = 1;
  for (let waited = 0; waited < (restored ? RESTORED_MS : HEAL_MS); waited += 60_000) {
    await time.advance(60_000);
    const states = await Promise.all(places.map(async ({ tablet }) => tablet?.state()));
    unsent = states.reduce((sum, state) => sum + (state?.unsent ?? 0), 0);
    if (unsent === 0 && server.count() >= thanked()) break;
  }
  // Whatever of the network's is still on its way arrives, and must change nothing.
  await time.advance(130_000);
  const end = { visits: visits.all, stored: server.stored(), refused: server.refused(), unsent, gaps: server.gaps() };
  const wrong = [...check(end), ...server.verify()];
  for (const { name, tablet } of places) {
    tablet?.cut();
    // Ten thousand histories would not fit into the memory that stands for the disks.
    indexedDB.deleteDatabase(name);
  }
  server.close();
  return wrong;
}
