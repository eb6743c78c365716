/**
 * A number that tells where it comes from when it is pressed: what was divided by what, and what was left out. The focus
 * comes back to it when the panel is closed.
 */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { usePage } from '../overview/page.ts';
import { ExplainPanel, type ExplainPanelProps } from './ExplainPanel.tsx';

export interface ExplainProps extends Pick<ExplainPanelProps, 'label' | 'facts' | 'to'> {
  children: ComponentChildren;
}

export function Explain({ label, facts, to, children }: ExplainProps) {
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
      {anchor && <ExplainPanel label={label} facts={facts} to={to} anchor={anchor} close={close} />}
    </>
  );
}
