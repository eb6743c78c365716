/** Notes of the team to one another, in order. They are only ever added. */
import { useId, useState } from 'preact/hooks';
import { NOTE_LIMIT, RemarkDetail } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import type { DraftState } from './drafts.ts';
import { faultText } from './fault.ts';

export function Notes({
  remark,
  drafts,
  onDetail,
}: {
  remark: RemarkDetail;
  drafts: DraftState;
  onDetail: (remark: RemarkDetail) => void;
}) {
  const shell = useShell();
  const { ask, language, format } = shell;
  const words = REMARK_WORDS[language];
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const text = drafts.draft.note ?? '';
  const add = async () => {
    if (text.trim() === '') return;
    setBusy(true);
    const asked = await ask(RemarkDetail, `remarks/${remark.id}/notes`, { method: 'POST', body: { text } });
    setBusy(false);
    setFault(asked.state === 'ok' ? null : faultText(shell, asked.code));
    if (asked.state !== 'ok') return;
    drafts.saved({ note: text });
    onDetail(asked.value);
  };
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{words.notes}</h3>
      {remark.notes.length === 0 ? (
        <p class="quiet">{words.noNotes}</p>
      ) : (
        <ol class="remark-notes">
          {remark.notes.map((note) => (
            <li key={note.id}>
              <p class="quiet">{words.noteBy(note.author, format.moment(note.at))}</p>
              <p class="remark-text" dir="auto">
                {note.text}
              </p>
            </li>
          ))}
        </ol>
      )}
      <form class="remark-note-form" onSubmit={sends(add)}>
        <label class="field">
          <span>{words.addNote}</span>
          <textarea
            rows={3}
            value={text}
            maxLength={NOTE_LIMIT}
            dir="auto"
            aria-describedby={`${id}-hint`}
            onInput={(event) => drafts.type({ note: event.currentTarget.value })}
          />
        </label>
        <p
          id={`${id}-hint`}
          class={fault === null ? 'field-hint' : 'field-fault'}
          role={fault === null ? undefined : 'alert'}
        >
          {fault ?? words.notesHint}
        </p>
        <button type="submit" class="button button-quiet" disabled={busy}>
          {words.addNote}
        </button>
      </form>
    </section>
  );
}
