/** The end of a form: its button, what went wrong, and a way to turn back. */
import type { ComponentChildren } from 'preact';
import { useShell } from '../shell/shell.ts';
import type { Save } from './use-save.ts';

export function SaveRow({
  state: { busy, fault },
  label,
  look,
  onCancel,
  children,
}: {
  state: Pick<Save, 'busy' | 'fault'>;
  label: string;
  /** Without one it is the main button of the form. */
  look?: 'danger' | 'quiet';
  onCancel?: () => void;
  children?: ComponentChildren;
}) {
  const { words } = useShell();
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
        {onCancel && (
          <button type="button" class="button button-quiet" onClick={onCancel}>
            {words.cancel}
          </button>
        )}
        {children}
      </div>
    </>
  );
}
