/**
 * The remarks that a filter finds, page by page. A refresh fetches as many pages as are shown and puts them in place at once: the list neither
 * jumps nor shortens under the reader.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type RemarkItem, RemarkList } from '../../domain/remark.ts';
import type { Asked } from '../api.ts';
import { useShell } from '../shell/shell.ts';

export interface Remarks {
  list: RemarkList | null;
  state: 'loading' | 'ready' | 'failed';
  /** As in api.ts, when it failed. A list that is there stays. */
  code: string | null;
  /** Fetches one more page. */
  more: () => void;
  reload: () => void;
  /** Puts the newest state of a remark in its row. */
  update: (item: RemarkItem) => void;
}

interface Held {
  query: string;
  list: RemarkList | null;
  pages: number;
  state: Remarks['state'];
  code: string | null;
}

/** @param query of domain/remark-filter.ts */
export function useRemarks(query: string): Remarks {
  const { ask } = useShell();
  const [held, setHeld] = useState<Held>({ query, list: null, pages: 1, state: 'loading', code: null });
  const [wanted, setWanted] = useState({ query, pages: 1, turn: 0 });
  const latest = useRef(query);
  latest.current = query;
  const pages = wanted.query === query ? wanted.pages : 1;

  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      const remarks: RemarkItem[] = [];
      let last: RemarkList | null = null;
      let found: number | null = null;
      for (let page = 0; page < pages; page++) {
        const after: string = last?.next ? `&after=${last.next}` : '';
        const asked: Asked<RemarkList> = await ask(RemarkList, `remarks?${query}${after}`, { signal: stop.signal });
        if (stop.signal.aborted) return;
        if (asked.state === 'failed') {
          const { code } = asked;
          return setHeld((before) => ({
            ...(before.query === query ? before : { query, list: null, pages }),
            state: 'failed',
            code,
          }));
        }
        remarks.push(...asked.value.remarks);
        last = asked.value;
        found = last.found ?? found;
        if (last.next === null) break;
      }
      if (last !== null) setHeld({ query, list: { ...last, remarks, found }, pages, state: 'ready', code: null });
    };
    void load();
    return () => stop.abort();
  }, [query, pages, wanted.turn, ask]);

  const next = useCallback(
    (added: number) =>
      setWanted((before) => ({
        query: latest.current,
        pages: (before.query === latest.current ? before.pages : 1) + added,
        turn: before.turn + 1,
      })),
    [],
  );
  const update = useCallback(
    (item: RemarkItem) =>
      setHeld((before) => {
        if (!before.list) return before;
        const known = before.list.remarks.find(({ id }) => id === item.id);
        const remarks = before.list.remarks.map((one) => (one.id === item.id ? { ...item, words: one.words } : one));
        const counts = { ...before.list.counts };
        if (known) counts[known.status] -= 1;
        if (known) counts[item.status] += 1;
        return { ...before, list: { ...before.list, remarks, counts } };
      }),
    [],
  );
  const here = held.query === query ? held : { list: null, state: 'loading' as const, code: null };
  return {
    list: here.list,
    state: here.state,
    code: here.code,
    more: useCallback(() => next(1), []),
    reload: useCallback(() => next(0), []),
    update,
  };
}
