/** Who does what until when, and what came of it. When a colleague was faster nothing is lost: theirs is stored, what was typed here stays. */
import { DateField } from '../shell/DateField.tsx';
import { useId, useState } from 'preact/hooks';
import { RemarkDetail, type RemarkOptions, type RemarkStatus } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { type DraftState } from './drafts.ts';
import { faultText } from './fault.ts';

export interface WorkFormProps {
  remark: RemarkDetail;
  people: RemarkOptions['people'];
  drafts: DraftState;
  onDetail: (remark: RemarkDetail) => void;
  /** Fetches the newest version. */
  onConflict: () => Promise<void>;
}

export function WorkForm({ remark, people, drafts, onDetail, onConflict }: WorkFormProps) {
  const shell = useShell();
  const { ask, language, session, announce } = shell;
  const words = REMARK_WORDS[language];
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [lacksOutcome, setLacksOutcome] = useState(false);
  const id = useId();
  const { assignee, due, outcome } = drafts.draft;
  const shown = {
    assignee: (assignee === undefined ? remark.assignee?.id : assignee) ?? '',
    due: (due === undefined ? remark.due : due) ?? '',
    outcome: outcome ?? remark.outcome,
  };
  const isTouched = assignee !== undefined || due !== undefined || outcome !== undefined;
  const isGone = remark.assignee && !people.some((one) => one.id === remark.assignee?.id) ? [remark.assignee] : [];

  const send = async (status?: RemarkStatus) => {
    const isMissing = (status ?? remark.status) === 'done' && shown.outcome.trim() === '';
    setLacksOutcome(isMissing);
    if (isMissing) return document.getElementById(`${id}-outcome`)?.focus();
    setBusy(true);
    setFault(null);
    const sent = {
      ...(assignee === undefined ? {} : { assignee }),
      ...(due === undefined ? {} : { due }),
      ...(outcome === undefined ? {} : { outcome }),
    };
    const taker = status === 'in-hand' && shown.assignee === '' ? { assignee: session.account.id } : {};
    const body = { version: remark.version, ...sent, ...taker, ...(status ? { status } : {}) };
    const asked = await ask(RemarkDetail, `remarks/${remark.id}`, { method: 'PATCH', body });
    if (asked.state === 'ok') {
      drafts.saved(sent);
      onDetail(asked.value);
      announce(words.saved, 'seen');
    } else if (asked.code === 'remark-changed') {
      await onConflict();
      setFault(words.conflict);
    } else setFault(faultText(shell, asked.code));
    setBusy(false);
  };
  const isDone = remark.status === 'done';
  const isWaiting = remark.status === 'new' || remark.status === 'seen';
  return (
    <form class="remark-work" aria-busy={busy} onSubmit={sends(send)}>
      {fault !== null && (
        <p class="notice notice-alert" role="alert">
          {fault}
        </p>
      )}
      <div class="remark-work-row">
        <label class="field">
          <span>{words.assignee}</span>
          <select
            value={shown.assignee}
            onChange={(event) => drafts.type({ assignee: event.currentTarget.value || null })}
          >
            <option value="">{words.nobody}</option>
            {[...isGone, ...people].map((one) => (
              <option key={one.id} value={one.id}>
                {one.id === session.account.id ? `${one.name} (${words.me.toLowerCase()})` : one.name}
              </option>
            ))}
          </select>
        </label>
        <DateField
          label={words.due}
          value={shown.due}
          describedBy={`${id}-due`}
          onDay={(day) => drafts.type({ due: day || null })}
        />
      </div>
      <p id={`${id}-due`} class="field-hint">
        {words.dueHint}
      </p>
      <label class="field">
        <span>{words.outcome}</span>
        <textarea
          rows={3}
          id={`${id}-outcome`}
          value={shown.outcome}
          maxLength={2000}
          dir="auto"
          aria-invalid={lacksOutcome ? 'true' : undefined}
          aria-describedby={`${id}-hint`}
          onInput={(event) => drafts.type({ outcome: event.currentTarget.value })}
        />
      </label>
      <p
        id={`${id}-hint`}
        class={lacksOutcome ? 'field-fault' : 'field-hint'}
        role={lacksOutcome ? 'alert' : undefined}
      >
        {lacksOutcome ? words.outcomeMissing : words.outcomeHint}
      </p>
      <div class="buttons">
        {isWaiting && (
          <button
            type="button"
            class={isTouched ? 'button button-quiet' : 'button'}
            disabled={busy}
            onClick={() => void send('in-hand')}
          >
            {words.take}
          </button>
        )}
        {!isDone && (
          <button
            type="button"
            class={isWaiting || isTouched ? 'button button-quiet' : 'button'}
            disabled={busy}
            onClick={() => void send('done')}
          >
            {words.finish}
          </button>
        )}
        {isDone && (
          <button type="button" class="button button-quiet" disabled={busy} onClick={() => void send('in-hand')}>
            {words.reopen}
          </button>
        )}
        <button type="submit" class={isTouched ? 'button' : 'button button-quiet'} disabled={busy || !isTouched}>
          {busy ? words.saving : words.save}
        </button>
        {isTouched && <span class="quiet remark-unsaved">{words.unsaved}</span>}
      </div>
    </form>
  );
}
