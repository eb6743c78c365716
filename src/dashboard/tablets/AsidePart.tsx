/** Records from files that wait: of a revoked or unknown tablet. One decision, with its reason, is about all of a tablet. */
import { useState } from 'preact/hooks';
import { mayAct } from '../../domain/account.ts';
import { Changed, type Fleet } from '../../domain/fleet.ts';
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { SaveRow } from '../settings/SaveRow.tsx';
import { useSave } from '../settings/use-save.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';

const SHORTEST_NOTE = 3;

function Waiting({ aside, reload }: { aside: Fleet['aside'][number]; reload: () => void }) {
  const { language, format, session } = useShell();
  const words = TABLET_EVIDENCE_WORDS[language];
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const saving = useSave();
  const decide = async (take: boolean) => {
    const short = note.trim().length < SHORTEST_NOTE;
    setMissing(short);
    if (short || saving.busy) return;
    const options = { method: 'POST', body: { take, note } } as const;
    if (await saving.save(Changed, `tablets/${encodeURIComponent(aside.device)}/aside`, options, words.asideDone))
      reload();
  };
  return (
    <form class="form panel" noValidate onSubmit={sends(() => decide(true))}>
      <h3>{aside.name ?? words.unknown(aside.device.slice(0, 8))}</h3>
      <p>
        {words.asideText[aside.reason](format.count(aside.records))}{' '}
        {aside.unsigned > 0 && words.asideUnsigned(format.count(aside.unsigned))}
      </p>
      {mayAct(session.account.role, 'administrator') ? (
        <>
          <label class="field">
            <span>{words.asideNote}</span>
            <textarea
              value={note}
              maxLength={500}
              aria-invalid={missing}
              aria-describedby={`aside-${aside.device}`}
              onInput={({ currentTarget }) => setNote(currentTarget.value)}
            />
            <span class={missing ? 'field-fault' : 'field-hint'} id={`aside-${aside.device}`}>
              {words.asideNoteHint}
            </span>
          </label>
          <SaveRow state={saving} label={words.asideTake}>
            <button type="button" class="button button-quiet" onClick={() => void decide(false)}>
              {words.asideLeave}
            </button>
          </SaveRow>
        </>
      ) : (
        <p class="quiet">{words.asideOnly}</p>
      )}
    </form>
  );
}

export function AsidePart({ fleet, reload }: { fleet: Fleet; reload: () => void }) {
  const { language } = useShell();
  if (fleet.aside.length === 0) return null;
  return (
    <section class="tablets-aside" aria-labelledby="aside-title">
      <h2 id="aside-title">{TABLET_EVIDENCE_WORDS[language].asideTitle}</h2>
      {fleet.aside.map((aside) => (
        <Waiting key={aside.device} aside={aside} reload={reload} />
      ))}
    </section>
  );
}
