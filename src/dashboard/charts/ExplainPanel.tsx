/** What a number is made of, over the page beside it. Closes with Escape or a press elsewhere; the caller gives the focus back. */
import { useEffect, useRef } from 'preact/hooks';
import { usePage } from '../overview/page.ts';
import { Link } from '../shell/Link.tsx';

export interface Fact {
  name: string;
  value: string;
}
export interface ExplainPanelProps {
  /** What the number is of. */
  label: string;
  facts: () => readonly Fact[];
  /** Where to see only this. */
  to?: { text: string; address: string } | undefined;
  /** The place on the screen that it explains. */
  anchor: DOMRect;
  close: () => void;
}
const WIDTH = 340;
const GAP = 8;

export function ExplainPanel({ label, facts, to, anchor, close }: ExplainPanelProps) {
  const { words } = usePage();
  const panel = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const node = panel.current;
    if (!node) return undefined;
    if ('showPopover' in node) node.showPopover();
    node.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
    const onPress = (event: Event) => {
      if (!(event.target instanceof Node) || !node.contains(event.target)) close();
    };
    addEventListener('keydown', onKey);
    addEventListener('pointerdown', onPress, true);
    addEventListener('scroll', onPress, true);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('pointerdown', onPress, true);
      removeEventListener('scroll', onPress, true);
    };
  }, []);
  const width = Math.min(WIDTH, innerWidth - 2 * GAP);
  // On the side with more room, and never longer than that.
  const [above, below] = [anchor.top - 2 * GAP, innerHeight - anchor.bottom - 2 * GAP];
  const style = {
    width: `${width}px`,
    left: `${Math.max(GAP, Math.min(anchor.left, innerWidth - width - GAP))}px`,
    maxHeight: `${Math.max(above, below)}px`,
    ...(below >= above ? { top: `${anchor.bottom + GAP}px` } : { bottom: `${innerHeight - anchor.top + GAP}px` }),
  };
  return (
    <dialog class="explain-panel" popover="manual" aria-label={label} tabIndex={-1} ref={panel} style={style}>
      <p class="explain-title">{label}</p>
      <dl>
        {facts().map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {to && (
        <p>
          <Link class="link" to={to.address} onGo={close}>
            {to.text}
          </Link>
        </p>
      )}
      <button type="button" class="link" onClick={close}>
        {words.explain.close}
      </button>
    </dialog>
  );
}
