/** What stands around a report: typed once by the survey team, printed on each. */
import { useId, useState } from 'preact/hooks';
import { Letterhead, letterheadGaps } from '../../domain/letterhead.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Unsaved } from '../shell/Unsaved.tsx';
import { faultText } from './fault-text.ts';

const LINES = [
  'parent',
  'issuer',
  'place',
  'symbol',
  'grounds',
  'authority',
  'position',
  'signer',
  'recipients',
] as const;
type Name = (typeof LINES)[number];
/** As it is typed: a list is one text of lines. */
type Typed = Record<Name, string>;

const typedOf = (letterhead: Letterhead): Typed => ({
  ...letterhead,
  grounds: letterhead.grounds.join('\n'),
  recipients: letterhead.recipients.join('\n'),
});
const listOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const letterheadOf = (typed: Typed) => ({
  ...typed,
  grounds: listOf(typed.grounds),
  recipients: listOf(typed.recipients),
});

function Editor({ first }: { first: Letterhead }) {
  const { ask, announce, language, words: shellWords } = useShell();
  const words = REPORT_WORDS[language];
  const id = useId();
  const [stored, setStored] = useState(first);
  const kept = useKept('letterhead', typedOf(stored));
  const typed = kept.value;
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const parsed = Letterhead.safeParse(letterheadOf(typed));
  const wrong = (name: Name) => !parsed.success && parsed.error.issues.some(({ path }) => path[0] === name);

  const save = async () => {
    if (!parsed.success) return setFault(words.tooLong);
    setBusy(true);
    const asked = await ask(Letterhead, 'letterhead', { method: 'PUT', body: parsed.data });
    setBusy(false);
    setFault(asked.state === 'ok' ? null : faultText(asked.code, language, shellWords));
    if (asked.state === 'ok') {
      setStored(asked.value);
      kept.forget();
      announce(words.saved, 'seen');
    }
  };

  return (
    <form class="form report-letterhead" onSubmit={sends(save)}>
      {LINES.map((name) => {
        const describedBy = words.hints[name] === '' ? undefined : `${id}-${name}-hint`;
        const line = {
          id: `${id}-${name}`,
          value: typed[name],
          'aria-describedby': describedBy,
          'aria-invalid': wrong(name),
        };
        const set = (value: string) => kept.set({ ...typed, [name]: value });
        return (
          <div key={name} class="field">
            <label for={line.id}>{words.fields[name]}</label>
            {describedBy && (
              <span class="field-hint" id={describedBy}>
                {words.hints[name]}
              </span>
            )}
            {wrong(name) && <span class="field-fault">{words.tooLong}</span>}
            {name === 'grounds' || name === 'recipients' ? (
              <textarea {...line} rows={4} onInput={(event) => set(event.currentTarget.value)} />
            ) : (
              <input {...line} type="text" autocomplete="off" onInput={(event) => set(event.currentTarget.value)} />
            )}
          </div>
        );
      })}
      {parsed.success && letterheadGaps(parsed.data).includes('authority') && (
        <p class="notice">{words.gaps.authority}</p>
      )}
      {fault !== null && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="button" disabled={busy}>
          {words.save}
        </button>
        <Unsaved kept={kept} />
      </div>
    </form>
  );
}

export function LetterheadPart() {
  const { language } = useShell();
  const words = REPORT_WORDS[language];
  const letterhead = useLoad(Letterhead, 'letterhead');
  return (
    <section class="panel" aria-labelledby="letterhead-title">
      <h2 id="letterhead-title">{words.letterheadTitle}</h2>
      <p class="quiet report-why">{words.letterheadWhy}</p>
      {letterhead.value ? (
        <Editor first={letterhead.value} />
      ) : letterhead.state === 'failed' ? (
        <LoadFailed code={letterhead.code} onRetry={letterhead.reload} />
      ) : (
        <Loading />
      )}
    </section>
  );
}
