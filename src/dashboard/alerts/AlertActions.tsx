/** Taking note of an alert, and closing it with a note of what was done. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Alert } from '../../domain/alert.ts';
import { Changed } from '../../domain/fleet.ts';
import { ALERT_WORDS } from '../../ui/words/alerts.ts';
import { SaveRow } from '../settings/SaveRow.tsx';
import { useSave } from '../settings/use-save.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';

const SHORTEST_NOTE = 3;

function CloseForm({ alert, reload, onCancel }: { alert: Alert; reload: () => void; onCancel: () => void }) {
  const { language } = useShell();
  const words = ALERT_WORDS[language];
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const saving = useSave();
  const close = async () => {
    const options = { method: 'POST', body: { note } } as const;
    if (await saving.save(Changed, `alerts/${alert.id}/closure`, options, words.done.closed)) reload();
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={sends(() => {
        const short = note.trim().length < SHORTEST_NOTE;
        setMissing(short);
        if (short) field.current?.focus();
        else if (!saving.busy) void close();
      })}
    >
      <label class="field">
        <span>{words.note}</span>
        <textarea
          ref={field}
          value={note}
          maxLength={1000}
          aria-invalid={missing}
          aria-describedby={`hint-${alert.id}`}
          onInput={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <span class={missing ? 'field-fault' : 'field-hint'} id={`hint-${alert.id}`}>
          {words.noteHint}
        </span>
      </label>
      <SaveRow state={saving} label={words.close} onCancel={onCancel} />
    </form>
  );
}

export function AlertActions({ alert, reload }: { alert: Alert; reload: () => void }) {
  const { language } = useShell();
  const words = ALERT_WORDS[language];
  const [closing, setClosing] = useState(false);
  const saving = useSave();
  const acknowledge = async () => {
    const path = `alerts/${alert.id}/acknowledgement`;
    if (await saving.save(Changed, path, { method: 'POST' }, words.done.acknowledged)) reload();
  };
  if (closing) return <CloseForm alert={alert} reload={reload} onCancel={() => setClosing(false)} />;
  return (
    <form onSubmit={sends(() => !saving.busy && acknowledge())}>
      {alert.acknowledgedAt === null ? (
        <SaveRow state={saving} label={words.acknowledge}>
          <button type="button" class="button button-quiet" onClick={() => setClosing(true)}>
            {words.close}
          </button>
        </SaveRow>
      ) : (
        <button type="button" class="button button-quiet" onClick={() => setClosing(true)}>
          {words.close}
        </button>
      )}
    </form>
  );
}
