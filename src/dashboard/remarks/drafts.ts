/** What was typed about a remark and not yet saved. It stays while other remarks and sections are read, until it is saved or the page is left. */
import { useEffect, useState } from 'preact/hooks';

/** A field that is not here has not been touched, and shows what is stored. */
export interface Draft {
  assignee?: string | null;
  due?: string | null;
  outcome?: string;
  note?: string;
}

const DRAFTS = new Map<string, Draft>();

export const hasDrafts = (): boolean => DRAFTS.size > 0;

export interface DraftState {
  draft: Draft;
  type: (change: Draft) => void;
  /** Takes out what was saved, unless something else was typed meanwhile. */
  saved: (sent: Draft) => void;
}

/** The draft of one remark. The browser asks before the page is left with one. */
export function useDraft(id: string): DraftState {
  const [, setTurn] = useState(0);
  const put = (draft: Draft) => {
    if (Object.keys(draft).length === 0) DRAFTS.delete(id);
    else DRAFTS.set(id, draft);
    setTurn((turn) => turn + 1);
  };
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (hasDrafts()) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  const current = () => DRAFTS.get(id) ?? {};
  return {
    draft: current(),
    type: (change) => put({ ...current(), ...change }),
    saved: (sent) => {
      const rest = { ...current() };
      if (rest.assignee === sent.assignee) delete rest.assignee;
      if (rest.due === sent.due) delete rest.due;
      if (rest.outcome === sent.outcome) delete rest.outcome;
      if (rest.note === sent.note) delete rest.note;
      put(rest);
    },
  };
}
