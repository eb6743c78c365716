/**
 * Holds the visit in memory and nowhere else, and hands each finished or left draft to the disk at once: not in an effect,
 * since a page that is going away paints no more.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { keepTrying } from './keep.ts';
import type { KioskPort } from './port.ts';
import { ATREST, step, type Action, type Moment, type Visit } from './visit.ts';

export const moment = (): Moment => ({ wall: Date.now(), monotonic: performance.now() });

const draftIn = (visit: Visit) => ('draft' in visit ? visit.draft : null);

export interface VisitHandle {
  visit: Visit;
  act: (action: Action) => void;
  /** Drafts that are not on disk yet. */
  pending: number;
}

export function useVisit(port: KioskPort): VisitHandle {
  const [visit, setVisit] = useState<Visit>(ATREST);
  const [pending, setPending] = useState(0);
  const current = useRef<Visit>(ATREST);

  const act = useCallback(
    (action: Action) => {
      const before = current.current;
      const after = step(before, action);
      if (after === before) return;
      current.current = after;
      setVisit(after);
      const draft = draftIn(after);
      if (!draft || draft === draftIn(before)) return;
      setPending((count) => count + 1);
      void keepTrying(
        () => port.save(draft),
        () => act({ type: 'unsaved', draft }),
      ).then(() => {
        setPending((count) => count - 1);
        act({ type: 'saved', draft });
      });
    },
    [port],
  );

  // Whoever sat here is gone when the page goes, is kept for the back button, or is drawn anew.
  useEffect(() => {
    const end = () => act({ type: 'leave', moment: moment() });
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) end();
    };
    window.addEventListener('pagehide', end);
    window.addEventListener('pageshow', shown);
    return () => {
      window.removeEventListener('pagehide', end);
      window.removeEventListener('pageshow', shown);
      end();
    };
  }, [act]);

  return { visit, act, pending };
}
