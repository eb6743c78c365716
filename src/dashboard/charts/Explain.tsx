/**
 * A number that tells where it comes from when it is pressed: what was divided by what, and what was left out. The panel
 * lies over the page, closes with Escape or a press beside it, and gives the focus back.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../overview/page.ts';

export interface Fact {
  name: string;
  value: string;
}
export interface ExplainProps {
  /** What the number is of. */
  label: string;
  facts: () => readonly Fact[];
  children: ComponentChildren;
}
const WIDTH = 340;
const GAP = 8;

function Panel({
  label,
  facts,
  anchor,
  close,
}: Omit<ExplainProps, 'children'> & { anchor: DOMRect; close: () => void }) {
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
      <button type="button" class="link" onClick={close}>
        {words.explain.close}
      </button>
    </dialog>
  );
}

export function Explain({ label, facts, children }: ExplainProps) {
  const { words } = usePage();
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAnchor(null);
    button.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        type="button"
        class="explain"
        ref={button}
        title={words.explain.open}
        aria-expanded={anchor !== null}
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => setAnchor(anchor ? null : currentTarget.getBoundingClientRect())}
      >
        {children}
      </button>
      {anchor && <Panel label={label} facts={facts} anchor={anchor} close={close} />}
    </>
  );
}
