/** A link inside the dashboard: an address that can be kept and opened in another tab, and is followed without a reload. */
import type { ComponentChildren } from 'preact';
import { addressOf } from './address.ts';
import { useShell } from './shell.ts';

export interface LinkProps {
  /** /dashboard/… or `?…` */
  to: string;
  class?: string;
  title?: string;
  'aria-current'?: 'page' | 'true' | undefined;
  'aria-label'?: string;
  /** Called when it is followed in this page. */
  onGo?: () => void;
  children: ComponentChildren;
}

export function Link({ to, onGo, children, ...rest }: LinkProps) {
  const { go } = useShell();
  return (
    <a
      {...rest}
      href={addressOf(to, location)}
      onClick={(event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
        onGo?.();
      }}
    >
      {children}
    </a>
  );
}
