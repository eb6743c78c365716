/** The foot of a screen: back on the left, what moves on on the right, always in the same places. */
import type { ComponentChildren } from 'preact';

export interface Move {
  label: string;
  act: () => void;
}

export function Bar({ back, next, children }: { back: Move | null; next: Move | null; children?: ComponentChildren }) {
  return (
    <div class="bar">
      {back && (
        <button type="button" class="button bar-back" onClick={back.act}>
          <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path d="M20 7L11 16L20 25" />
          </svg>
          {back.label}
        </button>
      )}
      {children}
      {next && (
        <button type="button" class="button primary bar-next" onClick={next.act}>
          {next.label}
        </button>
      )}
    </div>
  );
}
