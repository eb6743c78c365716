/** How many dossiers a period had, from which the sample rule tells how many ballots are needed. */
import { useState } from 'preact/hooks';
import { neededBallots } from '../../domain/coverage.ts';
import { Population } from '../../domain/office-settings.ts';
import { OFFICE_SETTINGS_WORDS, type OfficeSettingsWords } from '../../ui/words/office-settings.ts';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { SaveRow } from './SaveRow.tsx';
import { type PartProps, useChange } from './use-change.ts';

type Kind = keyof OfficeSettingsWords['kinds'];
const KINDS: readonly Kind[] = ['year', 'quarter', 'month'];
const COUNTS: Readonly<Record<Kind, number>> = { year: 0, quarter: 4, month: 12 };

/** 2026, 2026-Q3 and 2026-07 as people say them. */
function periodName(key: string, words: OfficeSettingsWords): string {
  const [year = '', part] = key.split('-');
  if (part === undefined) return words.yearOf(year);
  return part.startsWith('Q') ? words.quarterOf(Number(part.slice(1)), year) : words.monthOf(Number(part), year);
}
const keyOf = (kind: Kind, year: string, number: number) =>
  kind === 'year' ? year : kind === 'quarter' ? `${year}-Q${number}` : `${year}-${String(number).padStart(2, '0')}`;

export function PopulationPart(props: PartProps) {
  const { population } = props.settings;
  const { language, format, session } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { state, change } = useChange(props);
  const [kind, setKind] = useState<Kind>('year');
  const [year, setYear] = useState(session.today.slice(0, 4));
  const [number, setNumber] = useState(1);
  const kept = useKept('population', '');
  const { value: dossiers, set: setDossiers } = kept;
  const [wrong, setWrong] = useState(false);
  const add = async () => {
    const count = /^\d{1,9}$/.test(dossiers.trim()) ? Number(dossiers.trim()) : Number.NaN;
    const parsed = Population.safeParse({ ...population, [keyOf(kind, year.trim(), number)]: count });
    setWrong(!parsed.success);
    if (parsed.success && (await change({ population: parsed.data }))) kept.forget();
  };
  const remove = (key: string) =>
    change({ population: Object.fromEntries(Object.entries(population).filter(([one]) => one !== key)) });
  const known = Object.entries(population).sort(([a], [b]) => (a < b ? 1 : -1));
  return (
    <>
      <p>{words.populationIntro}</p>
      {known.length === 0 ? (
        <p class="quiet">{words.noPopulation}</p>
      ) : (
        <ul class="settings-list">
          {known.map(([key, count]) => (
            <li key={key}>
              <span class="settings-key">{periodName(key, words)}</span>
              <span class="settings-value">
                {format.count(count)} · {words.needed(format.count(neededBallots(count)))}
              </span>
              <button
                type="button"
                class="button button-quiet"
                aria-label={words.removeOne(periodName(key, words))}
                onClick={() => void remove(key)}
              >
                {words.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      <form class="form" noValidate onSubmit={sends(add)}>
        <div class="field-row">
          <label class="field">
            <span>{words.kind}</span>
            <select
              value={kind}
              onChange={({ currentTarget }) => {
                setKind(KINDS.find((one) => one === currentTarget.value) ?? 'year');
                setNumber(1);
              }}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {words.kinds[one]}
                </option>
              ))}
            </select>
          </label>
          {kind !== 'year' && (
            <label class="field">
              <span>{kind === 'quarter' ? words.whichQuarter : words.whichMonth}</span>
              <select value={number} onChange={({ currentTarget }) => setNumber(Number(currentTarget.value))}>
                {Array.from({ length: COUNTS[kind] }, (_, at) => (
                  <option key={at} value={at + 1}>
                    {at + 1}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label class="field">
            <span>{words.year}</span>
            <input
              inputMode="numeric"
              maxLength={4}
              value={year}
              autocomplete="off"
              onInput={({ currentTarget }) => setYear(currentTarget.value)}
            />
          </label>
          <label class="field">
            <span>{words.dossiers}</span>
            <input
              inputMode="numeric"
              maxLength={9}
              value={dossiers}
              autocomplete="off"
              aria-invalid={wrong}
              onInput={({ currentTarget }) => setDossiers(currentTarget.value)}
            />
          </label>
        </div>
        {wrong && (
          <p class="notice notice-alert" role="alert">
            {words.badPopulation}
          </p>
        )}
        <SaveRow state={state} label={words.addPopulation} />
      </form>
    </>
  );
}
