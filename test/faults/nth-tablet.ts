/** The one tablet of a history, with stores that fail as a plan says, its power, and those who use it. */
import type { Draft } from '../../src/domain/submission.ts';
import type { Send } from '../../src/kiosk/api.ts';
import type { Database } from '../../src/kiosk/database.ts';
import type { Journal } from '../../src/kiosk/journal/journal.ts';
import { MemoryFolder } from '../kiosk/memory-folder.ts';
import type { Plan } from './nth-plan.ts';
import { failingFolder, failingMarks } from './nth-stores.ts';
import type * as Parts from './sim-parts.ts';
import { type SimTime, under } from './sim-time.ts';
import type { Tablet } from './tablet.ts';

/** As the screens try again (src/kiosk/keep.ts), in the time of the simulation. */
const PAUSES = [300, 700, 1500, 5000];
const TRIES = 4;
const RESERVE_BYTES = 4000;
const never = new Promise<never>(() => undefined);
let names = 0;

/** From one start to the moment at which the power goes. */
interface Life {
  isOver: boolean;
  ended: Promise<void>;
  end: () => void;
}
function newLife(): Life {
  let resolve = () => {};
  const ended = new Promise<void>((done) => (resolve = done));
  const life: Life = {
    isOver: false,
    ended,
    end() {
      life.isOver = true;
      resolve();
    },
  };
  return life;
}

/** Time does not go on while the database or the journal is at work; what the power took in the middle of it never ends. */
const countedDatabase = (database: Database, ended: Promise<void>): Database => {
  const whileOn = (work: Promise<unknown>) => void under(Promise.race([work, ended])).catch(() => undefined);
  const counted = async <Tx extends { done: Promise<void> }>(opening: Promise<Tx>): Promise<Tx> => {
    whileOn(opening);
    const tx = await opening;
    whileOn(tx.done);
    return tx;
  };
  return {
    ...database,
    read: (stores) => counted(database.read(stores)),
    write: (stores) => counted(database.write(stores)),
  };
};
const countedJournal = (journal: Journal): Journal =>
  new Proxy(journal, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => under(Promise.resolve(Reflect.apply(method, target, given)));
    },
  });

export interface NthTablet {
  /** `null` while it is off. */
  is: () => Tablet | null;
  journal: () => Journal | null;
  start: () => Promise<void>;
  off: () => void;
  /** Resolves when the power goes. */
  ended: () => Promise<void>;
  enrol: (code: () => string) => Promise<void>;
  /** As the screens do: the same draft again and again, until it is on disk or the app ends. */
  keep: (draft: Draft) => Promise<void>;
}

/** @param kept how much of what was not flushed had reached the disk when the power goes: from 0 to 1. */
export function createNthTablet(
  parts: typeof Parts,
  time: SimTime,
  { plan, now, random, send, kept }: { plan: Plan; now: () => number; random: () => number; send: Send; kept: number },
): NthTablet {
  const name = `nth-${++names}`;
  const marks = new Map<string, string>();
  let folder = new MemoryFolder();
  let tablet: Tablet | null = null;
  let journal: Journal | null = null;
  let life = newLife();

  async function start(): Promise<void> {
    const mine = newLife();
    life = mine;
    const files = folder;
    const whileOn: Plan = { ...plan, step: (...given) => (mine.isOver ? 'off' : plan.step(...given)) };
    const started = await parts.startTablet({
      name,
      clock: time.clock,
      now,
      random,
      send: async (path, init) => (mine.isOver ? never : send(path, init)),
      wrap: (database) => countedDatabase(database, mine.ended),
      ended: mine.ended,
      stores: {
        openJournal: async (install) => {
          const opened = await parts.openJournal(failingFolder(files, whileOn), install, RESERVE_BYTES);
          journal = countedJournal(opened);
          return journal;
        },
        mark: parts.createMark(failingMarks(marks, whileOn)),
      },
    });
    if (mine.isOver) return started.cut();
    tablet = started;
    await under(Promise.race([started.attach(), mine.ended]));
  }

  return {
    is: () => tablet,
    journal: () => journal,
    start,
    off() {
      tablet?.cut();
      tablet = null;
      folder = folder.after(kept);
      life.end();
    },
    ended: () => life.ended,
    /** As staff do: a code, and another one when that did not do. */
    async enrol(code) {
      for (let tries = 0; tries < TRIES && tablet && !tablet.signs(); tries++)
        await tablet.enrol(code()).catch(() => time.pause(10_000));
    },
    async keep(draft) {
      const mine = tablet;
      for (let tries = 0; mine && mine === tablet; tries++) {
        const done = await mine.save(draft).then(
          () => true,
          () => false,
        );
        if (done) return;
        await time.pause(PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 0);
      }
      return never;
    },
  };
}
