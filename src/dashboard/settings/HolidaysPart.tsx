/** Days on which the office is closed. Each change is saved at once. */
import { DateField } from '../shell/DateField.tsx';
import { useState } from 'preact/hooks';
import { Holiday } from '../../domain/working-days.ts';
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { SaveRow } from './SaveRow.tsx';
import { type PartProps, useChange } from './use-change.ts';

export function HolidaysPart(props: PartProps) {
  const { holidays } = props.settings;
  const { language, format } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { state, change } = useChange(props);
  const kept = useKept('holiday', { day: '', name: '' });
  const { day, name } = kept.value;
  const [wrong, setWrong] = useState(false);
  const add = async () => {
    const added = Holiday.safeParse({ day, name: name.trim() });
    const good = added.success && !holidays.some((one) => one.day === added.data.day);
    setWrong(!good);
    if (!good) return;
    const all = [...holidays, added.data].sort((a, b) => (a.day < b.day ? -1 : 1));
    if (!(await change({ holidays: all }))) return;
    kept.forget();
  };
  return (
    <>
      <p>{words.holidaysIntro}</p>
      {holidays.length === 0 ? (
        <p class="quiet">{words.noHolidays}</p>
      ) : (
        <ul class="settings-list">
          {holidays.map((one) => (
            <li key={one.day}>
              <span class="settings-key">{format.day(one.day)}</span>
              <span class="settings-value">{one.name}</span>
              <button
                type="button"
                class="button button-quiet"
                aria-label={words.removeOne(`${one.name}, ${format.day(one.day)}`)}
                onClick={() => void change({ holidays: holidays.filter((other) => other !== one) })}
              >
                {words.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      <form class="form" noValidate onSubmit={sends(add)}>
        <div class="field-row">
          <DateField label={words.day} value={day} onDay={(next) => kept.set({ ...kept.value, day: next })} />
          <label class="field settings-wide">
            <span>{words.holidayName}</span>
            <input
              value={name}
              maxLength={80}
              autocomplete="off"
              aria-invalid={wrong && name.trim() === ''}
              onInput={({ currentTarget }) => kept.set({ ...kept.value, name: currentTarget.value })}
            />
          </label>
        </div>
        {wrong && (
          <p class="notice notice-alert" role="alert">
            {words.badHoliday}
          </p>
        )}
        <SaveRow state={state} label={words.addHoliday} />
      </form>
    </>
  );
}
