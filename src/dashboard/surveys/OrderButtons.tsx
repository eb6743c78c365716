/** Moves a row up or down, or takes it out: buttons, and Alt with an arrow key anywhere in the row. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useShell } from '../shell/shell.ts';
import { useEditing, useSurveyWords } from './editing.ts';

export interface Order {
  /** Where the row is, from 0, among how many. */
  at: number;
  count: number;
  name: string;
  onMove: (to: number) => void;
  onRemove: () => void;
}

const ARROWS = { up: 'M12 19V5M6 11L12 5L18 11', down: 'M12 5V19M6 13L12 19L18 13', remove: 'M6 6L18 18M18 6L6 18' };
const Sign = ({ path }: { path: string }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={path} />
  </svg>
);

export function OrderButtons({ at, count, name, onMove, onRemove }: Order) {
  const { mayEdit } = useEditing();
  const { words } = useSurveyWords();
  const { announce } = useShell();
  const box = useRef<HTMLDivElement>(null);
  const step = useRef((_by: number) => {});
  step.current = (by) => {
    if (at + by >= 0 && at + by < count) onMove(at + by);
  };
  // Alt with an arrow works from every field of the row. The focus stays, since the row moves with it.
  useLayoutEffect(() => {
    const row = box.current?.closest('li');
    const onKey = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      if (!event.altKey || by === 0) return;
      event.preventDefault();
      // A reason's row lies in that of its criterion: only the inner one moves.
      event.stopPropagation();
      step.current(by);
    };
    row?.addEventListener('keydown', onKey);
    return () => row?.removeEventListener('keydown', onKey);
  }, [mayEdit]);
  if (!mayEdit) return null;
  const move = (to: number) => {
    onMove(to);
    announce(words.moved(name, String(to + 1)));
    // At the end of the list the button that was pressed is switched off, and the focus would be lost.
    if (to === 0 || to === count - 1)
      box.current?.querySelector<HTMLButtonElement>(to === 0 ? '[data-move="down"]' : '[data-move="up"]')?.focus();
  };
  return (
    <div class="survey-order" ref={box}>
      <button
        type="button"
        data-move="up"
        aria-label={words.up(name)}
        title={words.up(name)}
        disabled={at === 0}
        onClick={() => move(at - 1)}
      >
        <Sign path={ARROWS.up} />
      </button>
      <button
        type="button"
        data-move="down"
        aria-label={words.down(name)}
        title={words.down(name)}
        disabled={at === count - 1}
        onClick={() => move(at + 1)}
      >
        <Sign path={ARROWS.down} />
      </button>
      <button
        type="button"
        aria-label={words.remove(name)}
        title={words.remove(name)}
        onClick={() => {
          onRemove();
          announce(words.removed(name));
        }}
      >
        <Sign path={ARROWS.remove} />
      </button>
    </div>
  );
}
