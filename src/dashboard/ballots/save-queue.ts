/**
 * Ballots on their way to the server, in the order of the stack. The last one is held back for a moment, so that it can be
 * taken back; then each is sent until the server says that it is on disk, under the one id it was given here. It outlives
 * the screen that fills it: going elsewhere in the dashboard loses nothing, and closing the page warns.
 */
import type { BallotContent, TypedReply } from '../../domain/paper.ts';
import type { Asked } from '../api.ts';

/** How long the last ballot can be taken back while no next one follows, in milliseconds. */
export const HOLD_MS = 8000;
const LONGEST_PAUSE = 15_000;
/** Shown again while typing. */
const RECENT = 3;

export interface Item {
  id: string;
  content: BallotContent;
}
export interface Saved extends Item {
  number: number;
}
export interface QueueState {
  held: Item | null;
  /** Oldest first. */
  waiting: readonly Item[];
  /** The server could not be reached; it is tried again by itself. */
  offline: boolean;
  /** The server refused the oldest one with this code: nothing more is sent before somebody decides. */
  refused: string | null;
  /** Newest first. */
  saved: readonly Saved[];
  /** How many are stored, as the server last said. */
  stored: number | null;
}
export interface Queue {
  state: () => QueueState;
  add: (content: BallotContent) => void;
  /** The last ballot, if it was not sent yet. */
  takeBack: () => BallotContent | null;
  /** The one that was refused. */
  takeRefused: () => BallotContent | null;
  /** Sends what is held, and tries again at once. */
  flush: () => void;
  /** Resolves when nothing is left, or with false when it cannot go on by itself. */
  settled: () => Promise<boolean>;
  subscribe: (changed: () => void) => () => void;
}

export interface QueueOptions {
  /** Never rejects. */
  send: (item: Item) => Promise<Asked<TypedReply>>;
  /** Where this typing stands in `TypedReply.typed`. */
  pass: 1 | 2;
  newId: () => string;
  /** Calls back after so many milliseconds. @returns the way to stop it. */
  after: (ms: number, call: () => void) => () => void;
}

const LATER = ['foreign', 'storage', 'busy', 'internal', 'too-many', 'too-slow', 'truncated', 'aborted'];
const isLater = (code: string | null) => code === null || LATER.includes(code);

export const pendingIn = ({ held, waiting }: QueueState): number => waiting.length + (held ? 1 : 0);

export function createQueue({ send, pass, newId, after }: QueueOptions): Queue {
  let state: QueueState = { held: null, waiting: [], offline: false, refused: null, saved: [], stored: null };
  const listeners = new Set<() => void>();
  let sending = false;
  let failures = 0;
  let stopHold = () => {};
  let stopPause = () => {};
  const set = (change: Partial<QueueState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const fail = (code: string | null) => {
    const later = isLater(code);
    set(later ? { offline: true } : { refused: code, offline: false });
    if (!later) return;
    failures += 1;
    stopPause = after(Math.min(LONGEST_PAUSE, 500 * 2 ** failures), () => void drain());
  };
  const drain = async (): Promise<void> => {
    if (sending || state.refused !== null) return;
    sending = true;
    stopPause();
    for (let item = state.waiting[0]; item; item = state.waiting[0]) {
      const { id } = item;
      const asked = await send(item);
      if (asked.state === 'failed') {
        // Before it is told: whoever hears of it may try again at once.
        sending = false;
        return fail(asked.code);
      }
      failures = 0;
      const { number, typed } = asked.value;
      set({
        waiting: state.waiting.filter((one) => one.id !== id),
        saved: [{ ...item, number }, ...state.saved].slice(0, RECENT),
        stored: typed[pass - 1] ?? null,
        offline: false,
      });
    }
    sending = false;
  };
  const release = () => {
    stopHold();
    if (state.held) set({ held: null, waiting: [...state.waiting, state.held] });
    void drain();
  };

  return {
    state: () => state,
    add(content) {
      release();
      set({ held: { id: newId(), content } });
      stopHold = after(HOLD_MS, release);
    },
    takeBack() {
      const { held } = state;
      if (!held) return null;
      stopHold();
      set({ held: null });
      return held.content;
    },
    takeRefused() {
      const [first, ...rest] = state.waiting;
      if (state.refused === null || !first) return null;
      set({ waiting: rest, refused: null });
      void drain();
      return first.content;
    },
    flush() {
      if (state.refused !== null) set({ refused: null });
      failures = 0;
      release();
    },
    settled: () =>
      new Promise((resolve) => {
        const look = () => {
          const left = pendingIn(state);
          if (left > 0 && state.refused === null && !state.offline) return;
          listeners.delete(look);
          resolve(left === 0);
        };
        listeners.add(look);
        look();
      }),
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
