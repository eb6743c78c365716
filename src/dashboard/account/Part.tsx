/** A part of the account: what holds now, and a form that is opened to change it. What is open stands in the address. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useShell } from '../shell/shell.ts';

/** Which form is open. @returns its name, and the ways to open one and to close it. */
export function useEdited(): { edited: string | null; open: (name: string) => void; close: () => void } {
  const { address, go } = useShell();
  return {
    edited: address.query.get('edit'),
    open: (name) => go(`?edit=${name}`),
    close: () => go('/dashboard/account', { replace: true }),
  };
}

export interface PartProps {
  heading: string;
  /** Whether its form is open. When that changes the focus moves to the heading: below it is another thing now. */
  open?: boolean;
  children: ComponentChildren;
}

export function Part({ heading, open = false, children }: PartProps) {
  const element = useRef<HTMLHeadingElement>(null);
  const before = useRef(false);
  useEffect(() => {
    if (before.current !== open) element.current?.focus();
    before.current = open;
  }, [open]);
  return (
    <section class="account-part">
      <h2 ref={element} tabIndex={-1}>
        {heading}
      </h2>
      {children}
    </section>
  );
}
