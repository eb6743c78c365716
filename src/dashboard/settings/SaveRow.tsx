/** The end of a form: its button, what went wrong, and a way to turn back. */
import type { ComponentChildren } from 'preact';
import type { Save } from './use-save.ts';

export function SaveRow({
  state: { busy, fault },
  label,
  look,
  children,
}: {
  state: Pick<Save, 'busy' | 'fault'>;
  label: string;
  /** Without one it is the main button of the form. */
  look?: 'danger' | 'quiet';
  children?: ComponentChildren;
}) {
  return (
    <>
      {fault !== null && (
        <p class="notice notice-alert" role="alert">
          {fault}
        </p>
      )}
      <div class="buttons">
        {/* Not `disabled`: that would take the focus away from whoever sent it with the keyboard. */}
        <button type="submit" class={look ? `button button-${look}` : 'button'} aria-disabled={busy}>
          {label}
        </button>
        {children}
      </div>
    </>
  );
}
