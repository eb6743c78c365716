/** Opening hours by weekday, up to two spans a day. */
import { useState } from 'preact/hooks';
import { ClockTime, OpeningHours } from '../../domain/opening-hours.ts';
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Unsaved } from '../shell/Unsaved.tsx';
import { SaveRow } from './SaveRow.tsx';
import { typedTime } from './typed-time.ts';
import { type PartProps, useChange } from './use-change.ts';

/** Two spans, each from and to, as they are typed; '' where nothing is. */
type DayDraft = readonly [string, string, string, string];

const draftOf = ([first, second]: OpeningHours[number]): DayDraft => [
  first?.from ?? '',
  first?.to ?? '',
  second?.from ?? '',
  second?.to ?? '',
];
/** An empty span is left out; one that is half filled stays, and is then refused. */
const dayOf = ([a, b, c, d]: DayDraft) =>
  [
    { from: typedTime(a), to: typedTime(b) },
    { from: typedTime(c), to: typedTime(d) },
  ].filter(({ from, to }) => from !== '' || to !== '');

const isTime = (text: string) => text === '' || ClockTime.safeParse(text).success;

export function HoursPart(props: PartProps) {
  const { language, words: shell } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { state, change } = useChange(props);
  const kept = useKept<readonly DayDraft[]>('hours', props.settings.openingHours.map(draftOf));
  const { value: week, set: setWeek } = kept;
  const [wrong, setWrong] = useState(false);
  const set = (day: number, at: number, value: string) =>
    setWeek(
      week.map((one, index): DayDraft => {
        if (index !== day) return one;
        const [a, b, c, d] = one;
        return [at === 0 ? value : a, at === 1 ? value : b, at === 2 ? value : c, at === 3 ? value : d];
      }),
    );
  const send = () => {
    const parsed = OpeningHours.safeParse(week.map(dayOf));
    setWrong(!parsed.success);
    if (parsed.success) void change({ openingHours: parsed.data }).then((done) => done && kept.forget());
  };
  const monday = week[0];
  return (
    <form class="form hours" noValidate onSubmit={sends(send)}>
      <p>{words.hoursIntro}</p>
      {words.weekdays.map((name, day) => (
        <fieldset key={name} class="hours-day">
          <legend>{name}</legend>
          {words.spans.map((span, which) => (
            <div key={span} class="hours-span">
              {[words.from, words.to].map((word, end) => {
                const at = which * 2 + end;
                return (
                  <label key={word} class="field">
                    <span>
                      <span class="visually-hidden">{span}, </span>
                      {word}
                    </span>
                    <input
                      inputMode="numeric"
                      maxLength={5}
                      placeholder="--:--"
                      autocomplete="off"
                      value={week[day]?.[at] ?? ''}
                      aria-invalid={wrong && !isTime(typedTime(week[day]?.[at] ?? ''))}
                      onInput={({ currentTarget }) => set(day, at, currentTarget.value)}
                      onBlur={({ currentTarget }) => set(day, at, typedTime(currentTarget.value))}
                    />
                  </label>
                );
              })}
            </div>
          ))}
        </fieldset>
      ))}
      {wrong && (
        <p class="notice notice-alert" role="alert">
          {words.badHours}
        </p>
      )}
      <SaveRow state={state} label={shell.save}>
        <button
          type="button"
          class="button button-quiet"
          onClick={() => monday && setWeek(week.map((one, day) => (day < 5 ? monday : one)))}
        >
          {words.copyMonday}
        </button>
        <Unsaved kept={kept} />
      </SaveRow>
    </form>
  );
}
