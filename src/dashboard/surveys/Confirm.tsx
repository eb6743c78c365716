/** Asks once more before something cannot be undone. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Confirm(props: {
  title: string;
  yes: string;
  no: string;
  children: ComponentChildren;
  onYes: () => void;
  onNo: () => void;
}) {
  const { title, yes, no, children, onYes, onNo } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="survey-confirm" onCancel={onNo} onClose={onNo}>
      <h2 id="survey-confirm">{title}</h2>
      {children}
      <div class="buttons">
        <button type="button" class="button button-danger" onClick={onYes}>
          {yes}
        </button>
        <button type="button" class="button button-quiet" onClick={() => dialog.current?.close()}>
          {no}
        </button>
      </div>
    </dialog>
  );
}
