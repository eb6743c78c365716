/** From where on something about ballots is worth a look: each signal with its switch and its thresholds. */
import { useState } from 'preact/hooks';
import { DEFAULT_THRESHOLDS, SignalThresholds } from '../../domain/signal-thresholds.ts';
import { SIGNAL_TITLES, SIGNAL_WORDS, type SignalWords } from '../../ui/words/signals.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { SaveRow } from './SaveRow.tsx';
import { type PartProps, useChange } from './use-change.ts';

type Field = keyof SignalWords['settings']['fields'];
type Signal = keyof SignalThresholds;

/** Each signal, and the fields of it with their bounds (domain/signal-thresholds.ts). */
const SIGNALS: readonly { signal: Signal; fields: readonly [Field, least: number, most: number][] }[] = [
  { signal: 'tooQuick', fields: [['tooQuick.msPerAnswer', 300, 10_000]] },
  {
    signal: 'burst',
    fields: [
      ['burst.ballots', 3, 100],
      ['burst.minutes', 1, 120],
    ],
  },
  {
    signal: 'straightTop',
    fields: [
      ['straightTop.ballots', 3, 100],
      ['straightTop.seconds', 10, 3600],
    ],
  },
  { signal: 'outOfHours', fields: [['outOfHours.graceMinutes', 0, 240]] },
  {
    signal: 'compensation',
    fields: [
      ['compensation.minutes', 1, 120],
      ['compensation.percentOfUsual', 10, 100],
    ],
  },
  { signal: 'farFromPeers', fields: [['farFromPeers.ballots', 10, 10_000]] },
  { signal: 'channelMisfit', fields: [] },
];

/** What is typed, by field. */
type Typed = Readonly<Record<string, string>>;
const typedOf = (limits: SignalThresholds): Typed =>
  Object.fromEntries(
    Object.entries(limits).flatMap(([signal, fields]) =>
      Object.entries(fields)
        .filter(([name]) => name !== 'on')
        .map(([name, value]) => [`${signal}.${name}`, String(value)]),
    ),
  );
const onOf = (limits: SignalThresholds): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Object.entries(limits).map(([signal, { on }]) => [signal, on]));

const isWithin = (text: string, least: number, most: number) =>
  /^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most;

export function SignalsPart(props: PartProps) {
  const { language, format, announce, words: shell } = useShell();
  const words = SIGNAL_WORDS[language];
  const { state, change } = useChange(props);
  const [typed, setTyped] = useState(() => typedOf(props.settings.signals));
  const [on, setOn] = useState(() => onOf(props.settings.signals));
  const [saved, setSaved] = useState(false);
  const send = async () => {
    setSaved(false);
    const whole = Object.fromEntries(
      SIGNALS.map(({ signal, fields }) => [
        signal,
        {
          on: on[signal] === true,
          ...Object.fromEntries(fields.map(([field]) => [field.split('.')[1], Number(typed[field])])),
        },
      ]),
    );
    const parsed = SignalThresholds.safeParse(whole);
    if (!parsed.success || !(await change({ signals: parsed.data }))) return;
    setSaved(true);
    announce(words.settings.saved);
  };
  return (
    <form class="form" noValidate onSubmit={sends(send)}>
      <p>{words.settings.intro}</p>
      {SIGNALS.map(({ signal, fields }) => (
        <fieldset key={signal} class="signal-limits">
          <legend>{SIGNAL_TITLES[signal](words)}</legend>
          <label class="check">
            <input
              type="checkbox"
              checked={on[signal] === true}
              onChange={({ currentTarget }) => setOn({ ...on, [signal]: currentTarget.checked })}
            />
            <span>{words.settings.on}</span>
          </label>
          {on[signal] === true &&
            fields.map(([field, least, most]) => {
              const value = typed[field] ?? '';
              const good = isWithin(value, least, most);
              return (
                <div key={field} class="field">
                  <label for={field}>{words.settings.fields[field]}</label>
                  <input
                    id={field}
                    class="settings-number"
                    inputMode="numeric"
                    maxLength={5}
                    autocomplete="off"
                    value={value}
                    aria-invalid={!good}
                    aria-describedby={good ? undefined : `${field}-fault`}
                    onInput={({ currentTarget }) => setTyped({ ...typed, [field]: currentTarget.value.trim() })}
                  />
                  {!good && (
                    <span class="field-fault" id={`${field}-fault`}>
                      {words.settings.bad(format.count(least), format.count(most))}
                    </span>
                  )}
                </div>
              );
            })}
        </fieldset>
      ))}
      {saved && <p class="notice">{words.settings.saved}</p>}
      <SaveRow state={state} label={shell.save}>
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            setTyped(typedOf(DEFAULT_THRESHOLDS));
            setOn(onOf(DEFAULT_THRESHOLDS));
          }}
        >
          {words.settings.defaults}
        </button>
      </SaveRow>
    </form>
  );
}
