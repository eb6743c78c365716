/** The figures behind a chart, for whoever cannot or will not read the chart. Open on paper, closed on the screen. */
import type { ComponentChildren } from 'preact';
import { usePage } from '../overview/page.ts';

export function Figures({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="figures">
      <summary>{title}</summary>
      <Scroll label={title}>{children}</Scroll>
    </details>
  );
}

/** A wide table scrolls inside its own frame, also by keyboard. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  const { words } = usePage();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a frame that scrolls must be reachable by keyboard
    <section class="scroll" aria-label={words.tableOf(label)} tabIndex={0} title={words.scroll}>
      {children}
    </section>
  );
}
