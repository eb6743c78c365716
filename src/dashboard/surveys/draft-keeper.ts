/**
 * Keeps what is typed: in memory at once, on the server a moment later, again and again until it is there. It outlives
 * the screen, so that going to another section loses nothing, and holds the page open while something is unsaved.
 */
import { SavedDraft, type DraftState } from '../../domain/survey-admin.ts';
import type { SurveyDraft } from '../../domain/survey-draft.ts';
import type { Ask } from '../api.ts';

export type Saving =
  | { name: 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' }
  /** The server will not take it as it is. `code` as in domain/problem.ts. */
  | { name: 'refused'; code: string };

export interface Kept {
  body: SurveyDraft;
  base: number;
  /** The last that the server has told. */
  revision: number;
  saving: Saving;
  /** Milliseconds since 1970; `null` before the first save of this page. */
  savedAt: number | null;
  /** What there was before the last thing was removed. */
  before: SurveyDraft | null;
}

export interface Keeper {
  now: () => Kept;
  /** @param removes whether it can be undone as one step. */
  change: (change: (draft: SurveyDraft) => SurveyDraft, removes?: boolean) => void;
  undo: () => void;
  /** Saves now. @returns whether the server has it all. */
  flush: () => Promise<boolean>;
  /** After a conflict: goes on from what the server has, with its content or with one's own. */
  resolve: (theirs: DraftState, keepMine: boolean) => void;
  subscribe: (changed: () => void) => () => void;
  /** Gives up: the draft was published or thrown away. */
  end: () => void;
}

/** Milliseconds after the last key. */
const PAUSE = 800;
const LONGEST_WAIT = 30_000;
/** Codes for which the same save may work later. `null`: the server was not reached. */
const LATER = new Set([
  null,
  'foreign',
  'aborted',
  'signed-out',
  'not-fresh',
  'storage',
  'busy',
  'internal',
  'too-many',
]);

export function createKeeper(ask: Ask, draft: DraftState): Keeper {
  let kept: Kept = {
    body: draft.body,
    base: draft.base,
    revision: draft.revision,
    saving: { name: 'saved' },
    savedAt: null,
    before: null,
  };
  let stored = draft.revision > 0 ? draft.body : null;
  let failures = 0;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  const isDirty = () => !ended && kept.body !== stored;
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  const retry = () => void save();
  const set = (change: Partial<Kept>) => {
    kept = { ...kept, ...change };
    if (isDirty()) {
      addEventListener('beforeunload', warn);
      addEventListener('online', retry);
    } else {
      removeEventListener('beforeunload', warn);
      removeEventListener('online', retry);
    }
    for (const listener of listeners) listener();
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), ms);
  };

  const send = async () => {
    const { body, base, revision } = kept;
    set({ saving: { name: 'saving' } });
    const asked = await ask(SavedDraft, 'surveys/draft', { method: 'PUT', body: { revision, base, body } });
    if (ended) return;
    if (asked.state === 'ok') {
      stored = body;
      failures = 0;
      set({
        revision: asked.value.revision,
        savedAt: asked.value.updatedAt,
        saving: { name: kept.body === body ? 'saved' : 'unsaved' },
      });
      if (isDirty()) later(PAUSE);
    } else if (asked.code === 'draft-changed') set({ saving: { name: 'conflict' } });
    else if (LATER.has(asked.code)) {
      failures++;
      set({ saving: { name: 'offline' } });
      later(Math.min(LONGEST_WAIT, 1000 * 2 ** failures));
    } else set({ saving: { name: 'refused', code: asked.code ?? '' } });
  };
  const save = async (): Promise<void> => {
    clearTimeout(timer);
    if (underWay) return underWay;
    if (!isDirty() || kept.saving.name === 'conflict') return;
    underWay = send().finally(() => (underWay = null));
    return underWay;
  };

  const change: Keeper['change'] = (change, removes = false) => {
    const before = removes ? kept.body : null;
    const body = change(kept.body);
    if (kept.saving.name === 'conflict') return set({ body, before });
    // Taken back before it was sent: there is nothing to save.
    const isStored = body === stored && underWay === null;
    set({ body, before, saving: { name: isStored ? 'saved' : 'unsaved' } });
    if (!isStored) later(PAUSE);
  };
  return {
    now: () => kept,
    change,
    undo() {
      const { before } = kept;
      if (before) change(() => before);
    },
    async flush() {
      await save();
      // What was typed while the save before was under way.
      if (isDirty()) await save();
      return !isDirty();
    },
    resolve(theirs, keepMine) {
      const mine = kept.body;
      stored = theirs.body;
      set({
        base: theirs.base,
        revision: theirs.revision,
        body: keepMine ? mine : theirs.body,
        saving: { name: keepMine ? 'unsaved' : 'saved' },
        before: null,
      });
      if (keepMine) later(0);
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    end() {
      ended = true;
      clearTimeout(timer);
      set({});
    },
  };
}

let last: Keeper | null = null;
/**
 * The keeper of this draft: the one there is, unless all of it is saved and the server has something newer. Revisions
 * only ever grow, and what was fetched before the last save is older than what is kept.
 */
export function keeperOf(ask: Ask, draft: DraftState): Keeper {
  const held = last?.now();
  if (last && held && (held.saving.name !== 'saved' || held.revision >= draft.revision)) return last;
  last = createKeeper(ask, draft);
  return last;
}
/** After publishing or discarding. */
export function endKeeper(): void {
  last?.end();
  last = null;
}
