/** Some tablets at work against a server that comes and goes: they save, they send, and in the end everything is there. */
import type { Send } from '../../src/kiosk/api.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { becomes, pause, realClock } from './real-clock.ts';
import { listening } from './receipts.ts';
import { startTablet } from './tablet.ts';
import { createVisits, type Visits } from './visits.ts';

const HEAL_MS = 60_000;
/** A queue that has grown this long is let go out before more is given. */
const QUEUE = 40;

export interface Fleet {
  visits: Visits;
  /** Ids of all records that the server gave a receipt for, in order. */
  receipted: Set<string>;
  /** The network is back: all send at once. */
  returned: () => void;
  /** All tell how far their sequences go. */
  beat: () => void;
  unsent: () => Promise<number>;
  /** No more ballots; resolves when all that were begun are over. */
  rest: () => Promise<void>;
  /** Gives time until nothing is left, or too much of it has passed. @returns what is still unsent */
  drain: () => Promise<number>;
  off: () => void;
}

let fleets = 0;

/** @param send asked anew for each request, as the server may have moved. */
export async function startFleet(count: number, seed: number, send: Send): Promise<Fleet> {
  const random = randomFrom(seed);
  const visits = createVisits(random, Date.now);
  const receipted = new Set<string>();
  const heard = listening(send, (id) => receipted.add(id));
  fleets += 1;
  const tablets = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const name = `fleet-${fleets}-${number}`;
      const tablet = await startTablet({ name, clock: realClock, now: Date.now, random: Math.random, send: heard });
      await tablet.enrol();
      return tablet;
    }),
  );
  let busy = true;
  const working = tablets.map(async (tablet) => {
    while (busy) {
      await visits.give(({ draft }) => tablet.save(draft));
      tablet.returned();
      await pause((await tablet.state()).unsent > QUEUE ? 50 : random() * 8);
    }
  });
  const unsent = async () =>
    (await Promise.all(tablets.map((tablet) => tablet.state()))).reduce((sum, state) => sum + state.unsent, 0);
  return {
    visits,
    receipted,
    unsent,
    returned: () => tablets.forEach((tablet) => tablet.returned()),
    beat: () => tablets.forEach((tablet) => tablet.beat()),
    async rest() {
      busy = false;
      await Promise.all(working);
    },
    async drain() {
      await becomes(async () => {
        await Promise.all(tablets.map((tablet) => tablet.sendNow()));
        return (await unsent()) === 0;
      }, HEAL_MS);
      return unsent();
    },
    off: () => tablets.forEach((tablet) => tablet.cut()),
  };
}
