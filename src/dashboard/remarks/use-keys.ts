/**
 * Moving through the list by keyboard: J and K or the arrows, Esc back to the list. Only while the focus is in the list or on the open remark
 * and nothing is typed, so that no letter is taken from anyone who speaks or writes.
 */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const isTyping = (target: Element) => target.closest('input, textarea, select, dialog, summary') !== null;

export const rowOf = (id: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-remark="${id}"]`);

export interface Keys {
  /** The ids of the list, in order. */
  ids: readonly string[];
  /** The open remark. */
  open: string | null;
  /** `fromList`: the focus is in the list and stays there. */
  onOpen: (id: string, fromList: boolean) => void;
  onClose: () => void;
}

export function useKeys(place: RefObject<HTMLElement | null>, { ids, open, onOpen, onClose }: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
      const isInside = place.current?.contains(target) === true;
      if (key === 'Escape' && open !== null && isInside && target.closest('dialog') === null) {
        event.preventDefault();
        onClose();
        return;
      }
      const step = STEPS[key];
      if (step === undefined || !isInside || isTyping(target)) return;
      const focused = target.closest('[data-remark]')?.getAttribute('data-remark') ?? null;
      // On the remark itself letters go to the next one; the arrows scroll, as everywhere.
      if (focused === null && (key.startsWith('Arrow') || target.closest('.remark-pane') === null)) return;
      const at = ids.indexOf(focused ?? open ?? '');
      const next = ids[Math.min(ids.length - 1, Math.max(0, at + step))];
      if (next === undefined) return;
      event.preventDefault();
      if (focused !== null) rowOf(next)?.focus();
      if (focused === null || open !== null) onOpen(next, focused !== null);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [ids, open, onOpen, onClose]);
}
