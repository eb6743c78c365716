/** What a person says about a stack of paper before typing it. */
import { DateField } from '../shell/DateField.tsx';
import { useRef, useState } from 'preact/hooks';
import { BATCH_SIZE, BatchDetail, type NewBatch, type PaperChannel, PaperSetup } from '../../domain/paper.ts';
import { isDay } from '../../domain/period.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault-text.ts';
import { newId } from './queues.ts';

type Choice = Omit<NewBatch, 'id' | 'size'> & { size: string };
type Fault = { place: 'day' | 'size' | 'all'; text: string };
const CHANNELS: readonly PaperChannel[] = ['paper', 'assisted'];

export function OpenBatch() {
  const shell = useShell();
  const { language, session, ask, go, format } = shell;
  const words = BALLOTS_WORDS[language];
  const [choice, setChoice] = useState<Choice>({
    day: session.today,
    counter: '',
    field: null,
    stage: null,
    channel: 'paper',
    size: '',
    double: false,
  });
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  // Made once: a second press after a lost reply opens no second batch.
  const made = useRef<{ id: string; of: string } | null>(null);
  const daySound = isDay(choice.day) && choice.day <= session.today;
  const { value, state, code, reload } = useLoad(PaperSetup, daySound ? `paper/setup?day=${choice.day}` : null);
  const set = (change: Partial<Choice>) => {
    setFault(null);
    setChoice({ ...choice, ...change });
  };
  const counter = choice.counter || value?.counters[0]?.id || '';
  const known = (list: readonly { id: string }[] | undefined, id: string | null) =>
    list?.some((one) => one.id === id) ? id : null;

  async function submit(): Promise<void> {
    const size = choice.size.trim() === '' ? null : Number(choice.size);
    if (!daySound) return setFault({ place: 'day', text: words.dayWrong });
    if (size !== null && !(Number.isInteger(size) && size >= 1 && size <= BATCH_SIZE))
      return setFault({ place: 'size', text: words.sizeWrong });
    const survey = value?.survey;
    const batch = {
      ...choice,
      size,
      counter,
      field: known(survey?.fields, choice.field),
      stage: known(survey?.stages, choice.stage),
    };
    const of = JSON.stringify(batch);
    if (made.current?.of !== of) made.current = { id: newId(), of };
    setBusy(true);
    const asked = await ask(BatchDetail, 'paper/batches', { method: 'POST', body: { id: made.current.id, ...batch } });
    setBusy(false);
    if (asked.state === 'ok') go(`/dashboard/ballots/${asked.value.batch.id}`, { replace: true });
    else setFault({ place: 'all', text: faultText(shell, asked.code) });
  }

  return (
    <>
      <div class="section-head">
        <h1>{words.newBatch}</h1>
        <Link to="/dashboard/ballots" class="link">
          {words.toBatches}
        </Link>
      </div>
      <form class="form" onSubmit={sends(submit)} noValidate>
        <DateField
          label={words.day}
          max={session.today}
          min="2000-01-01"
          value={choice.day}
          fault={fault?.place === 'day' ? fault.text : null}
          onDay={(day) => set({ day })}
        />
        {!value && daySound && state === 'failed' && <LoadFailed code={code} onRetry={reload} />}
        {!value && daySound && state === 'loading' && <Loading />}
        {value && (
          <>
            <p class="field-hint">{words.surveyOf(format.day(choice.day), format.count(value.survey.version))}</p>
            <label class="field">
              <span>{words.counter}</span>
              <select value={counter} onChange={(event) => set({ counter: event.currentTarget.value })}>
                {value.counters.map(({ id, name, retired }) => (
                  <option key={id} value={id}>
                    {retired ? `${name} ${words.retired}` : name}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{words.field}</span>
              <select
                value={choice.field ?? ''}
                onChange={(event) => set({ field: event.currentTarget.value || null })}
              >
                <option value="">{words.noField}</option>
                {value.survey.fields.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label[language]}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{words.stage}</span>
              <select
                value={choice.stage ?? ''}
                onChange={(event) => set({ stage: event.currentTarget.value || null })}
              >
                <option value="">{words.noStage}</option>
                {value.survey.stages.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label[language]}
                  </option>
                ))}
              </select>
            </label>
            <fieldset class="ballots-choice">
              <legend>{words.channel}</legend>
              {CHANNELS.map((channel) => (
                <label key={channel} class="check">
                  <input
                    type="radio"
                    name="channel"
                    checked={choice.channel === channel}
                    onChange={() => set({ channel })}
                  />
                  <span>
                    {words.channels[channel]} <span class="field-hint">{words.channelHints[channel]}</span>
                  </span>
                </label>
              ))}
            </fieldset>
            <label class="field">
              <span>{words.size}</span>
              <input
                type="text"
                inputMode="numeric"
                class="ballots-size"
                value={choice.size}
                aria-invalid={fault?.place === 'size'}
                onInput={(event) => set({ size: event.currentTarget.value })}
              />
              <span class="field-hint">{words.sizeHint}</span>
              {fault?.place === 'size' && <span class="field-fault">{fault.text}</span>}
            </label>
            <label class="check">
              <input
                type="checkbox"
                checked={choice.double}
                onChange={(event) => set({ double: event.currentTarget.checked })}
              />
              <span>
                {words.double} <span class="field-hint">{words.doubleHint}</span>
              </span>
            </label>
            {fault?.place === 'all' && (
              <p class="notice notice-alert" role="alert">
                {fault.text}
              </p>
            )}
            <div class="buttons">
              <button type="submit" class="button" disabled={busy}>
                {words.open}
              </button>
            </div>
          </>
        )}
      </form>
    </>
  );
}
