/** Takes a ballot out of the figures, for a reason, and lets it count again. The server asks for a fresh proof; the shell shows that form. */
import { useState } from 'preact/hooks';
import { VOID_REASONS, VoidReply, type VoidReason } from '../../domain/remark-ballot.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Dialog } from './Dialog.tsx';
import { faultText } from './fault.ts';

function VoidDialog({ id, onClose, onDone }: { id: string; onClose: () => void; onDone: () => void }) {
  const shell = useShell();
  const { ask, language } = shell;
  const words = REMARK_WORDS[language];
  const [reason, setReason] = useState<VoidReason>('test');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (reason === 'other' && note.trim() === '') return setFault(words.voidNoteMissing);
    setBusy(true);
    const asked = await ask(VoidReply, `ballots/${id}/void`, { method: 'PUT', body: { reason, note } });
    setBusy(false);
    if (asked.state === 'ok') onDone();
    else setFault(faultText(shell, asked.code));
  };
  return (
    <Dialog title={words.voidTitle} onClose={onClose}>
      <p>{words.voidWhy}</p>
      <form class="form" onSubmit={sends(send)}>
        <fieldset class="remark-choices">
          <legend>{words.voidReason}</legend>
          {VOID_REASONS.map((one) => (
            <label key={one} class="check">
              <input type="radio" name="reason" checked={reason === one} onChange={() => setReason(one)} />
              <span>{words.voidReasons[one]}</span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{words.voidNote}</span>
          <input
            value={note}
            maxLength={500}
            aria-invalid={fault === words.voidNoteMissing ? 'true' : undefined}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        {fault !== null && (
          <p class="field-fault" role="alert">
            {fault}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="button button-danger" disabled={busy}>
            {words.voidIt}
          </button>
          <button type="button" class="button button-quiet" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function VoidPart({ id, isVoid, onChanged }: { id: string; isVoid: boolean; onChanged: () => void }) {
  const shell = useShell();
  const { ask, language, announce } = shell;
  const words = REMARK_WORDS[language];
  const [asks, setAsks] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const done = (said: string) => {
    setAsks(false);
    setFault(null);
    announce(said, 'seen');
    onChanged();
  };
  const restore = async () => {
    const asked = await ask(VoidReply, `ballots/${id}/void`, { method: 'DELETE' });
    if (asked.state === 'ok') done(words.restored);
    else setFault(faultText(shell, asked.code));
  };
  return (
    <div class="remark-void">
      {isVoid ? (
        <button type="button" class="button button-quiet" onClick={() => void restore()}>
          {words.restore}
        </button>
      ) : (
        <button type="button" class="button button-quiet" onClick={() => setAsks(true)}>
          {words.voidIt}
        </button>
      )}
      {fault !== null && (
        <p class="field-fault" role="alert">
          {fault}
        </p>
      )}
      {asks && <VoidDialog id={id} onClose={() => setAsks(false)} onDone={() => done(words.voided)} />}
    </div>
  );
}
