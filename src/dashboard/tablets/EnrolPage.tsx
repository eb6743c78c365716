/** A new tablet: choose the counter, make a one-time code, and wait until a tablet has used it. */
import { useState } from 'preact/hooks';
import { CodeReply, type Fleet } from '../../domain/fleet.ts';
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { Link } from '../shell/Link.tsx';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { SaveRow } from '../settings/SaveRow.tsx';
import { useSave } from '../settings/use-save.ts';
import { isOnlyHere, OnlyHere } from './OnlyHere.tsx';
import { CodePanel } from './CodePanel.tsx';

export function EnrolPage({ fleet, reload }: { fleet: Fleet; reload: () => void }) {
  const { language } = useShell();
  const words = TABLET_WORDS[language];
  const onlyHere = isOnlyHere();
  const counters = fleet.counters.filter(({ retired }) => !retired);
  // A counter where no tablet stands yet is the likely one.
  const [counter, setCounter] = useState((counters.find(({ tablets }) => tablets === 0) ?? counters[0])?.id ?? '');
  const [name, setName] = useState('');
  const [issued, setIssued] = useState<{ reply: CodeReply; counter: string } | null>(null);
  const saving = useSave();
  const make = async () => {
    const body = { counter, ...(name.trim() === '' ? {} : { name }) };
    const reply = await saving.save(CodeReply, 'tablets/codes', { method: 'POST', body }, '');
    if (reply) setIssued({ reply, counter: counters.find(({ id }) => id === counter)?.name ?? counter });
  };
  const back = (
    <Link to="/dashboard/tablets" class="link">
      {words.back}
    </Link>
  );
  if (issued)
    return (
      <>
        {back}
        <CodePanel
          key={issued.reply.id}
          {...issued}
          onUsed={reload}
          onAnother={() => {
            setIssued(null);
            setName('');
          }}
        />
      </>
    );
  return (
    <>
      {back}
      <div class="section-head">
        <h1>{words.enrolTitle}</h1>
      </div>
      {counters.length === 0 ? (
        <p>{words.noCounter}</p>
      ) : (
        <form class="form" onSubmit={sends(() => !saving.busy && make())}>
          {onlyHere ? <OnlyHere /> : <p>{words.enrolIntro}</p>}
          <label class="field">
            <span>{words.atCounter}</span>
            <select value={counter} onChange={({ currentTarget }) => setCounter(currentTarget.value)}>
              {counters.map(({ id, name: label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>{words.name}</span>
            <input
              value={name}
              maxLength={80}
              autocomplete="off"
              aria-describedby="enrol-name-hint"
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
            <span class="field-hint" id="enrol-name-hint">
              {words.nameHint}
            </span>
          </label>
          <SaveRow
            state={saving}
            label={onlyHere ? words.codeAnyway : words.makeCode}
            {...(onlyHere ? { look: 'quiet' } : {})}
          />
        </form>
      )}
    </>
  );
}
