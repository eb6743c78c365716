/** What the file would bring: the first lines as they were understood, every bad line, and what a known name means. */
import { useState } from 'preact/hooks';
import type { BadRow, CheckReply, ColumnMap, GoodRow } from '../../domain/paper-import.ts';
import type { PaperSetup } from '../../domain/paper.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import { BALLOTS_IMPORT_WORDS } from '../../ui/words/ballots-import.ts';
import { useShell } from '../shell/shell.ts';

export type Checked = Extract<CheckReply, { state: 'ready' }>;
const MEANINGS = ['correction', 'other'] as const;

export interface ImportCheckProps {
  reply: Checked;
  setup: PaperSetup;
  map: ColumnMap;
  busy: boolean;
  onMore: (after: number) => void;
  onStart: (sameName: 'correction' | 'other' | null) => void;
}

/** What was found, with the name of its criterion where the server says the id: “procedure: 7”. */
function valueText(value: string, survey: PaperSetup['survey'], language: Language): string {
  const [, id, found] = /^([\w-]+): (.*)$/su.exec(value) ?? [];
  const criterion = survey.criteria.find((one) => one.id === id);
  return criterion ? `${criterion.name[language]}: ${found}` : value;
}

function PreviewRow({ row, setup }: { row: GoodRow | BadRow; setup: PaperSetup }) {
  const { language, format } = useShell();
  const words = BALLOTS_IMPORT_WORDS[language];
  const { survey, counters } = setup;
  if ('code' in row)
    return (
      <tr class="ballots-bad">
        <td class="number">{format.count(row.line)}</td>
        <td colSpan={survey.criteria.length + 4} dir="auto">
          {words.lines[row.code]}
          {row.value !== '' && (
            <>
              : <bdi>{valueText(row.value, survey, language)}</bdi>
            </>
          )}
        </td>
      </tr>
    );
  const label = (list: PaperSetup['survey']['fields'], id: string | null) =>
    list.find((one) => one.id === id)?.label[language] ?? '–';
  return (
    <tr>
      <td class="number">{format.count(row.line)}</td>
      <td>{format.day(row.day)}</td>
      <td>{counters.find(({ id }) => id === row.counter)?.name ?? row.counter}</td>
      <td>{label(survey.fields, row.field)}</td>
      <td>{label(survey.stages, row.stage)}</td>
      {row.levels.map((level, at) => (
        <td key={at} class="number">
          {level === null ? '–' : level === 'unknown' ? words.unknownShort : level}
        </td>
      ))}
    </tr>
  );
}

function Preview({ reply, setup }: Pick<ImportCheckProps, 'reply' | 'setup'>) {
  const { language, format } = useShell();
  const words = BALLOTS_IMPORT_WORDS[language];
  const { survey } = setup;
  const places = [words.targets.date, words.targets.counter, words.targets.field, words.targets.stage];
  return (
    // What scrolls must be reachable with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section class="ballots-wide" tabIndex={0} aria-label={words.firstRows(format.count(reply.rows.length))}>
      <table class="table ballots-preview">
        <caption>{words.firstRows(format.count(reply.rows.length))}</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              {words.line}
            </th>
            {places.map((place) => (
              <th key={place} scope="col">
                {place}
              </th>
            ))}
            {survey.criteria.map(({ id, name }) => (
              <th key={id} scope="col" class="number">
                {name[language]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reply.rows.map((row) => (
            <PreviewRow key={row.line} row={row} setup={setup} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function ImportCheck({ reply, setup, map, busy, onMore, onStart }: ImportCheckProps) {
  const { language, format } = useShell();
  const words = BALLOTS_IMPORT_WORDS[language];
  const [meaning, setMeaning] = useState<'correction' | 'other' | null>(null);
  const [missing, setMissing] = useState(false);
  const good = reply.lines - reply.bad;
  const blank = setup.survey.criteria
    .filter(({ id }) => (map.criteria.find((one) => one.id === id)?.column ?? null) === null)
    .map(({ name }) => name[language]);
  const asks = reply.standing === 'same-name';
  const blocked = reply.standing === 'other-map';
  const start = () => {
    if (asks && meaning === null) setMissing(true);
    else onStart(asks ? meaning : null);
  };
  return (
    <>
      <h2>{words.checkTitle}</h2>
      <p>
        <strong>{words.checked(format.count(good), format.count(reply.bad))}</strong>{' '}
        {reply.days && words.between(format.day(reply.days.from), format.day(reply.days.to))}
      </p>
      {blank.length > 0 && <p class="notice">{words.blankCriteria(blank.join(', '))}</p>}
      {reply.standing === 'known' && <p class="notice">{words.known}</p>}
      {blocked && <p class="notice notice-alert">{words.problems['other-map']}</p>}
      {reply.rows.length > 0 && <Preview reply={reply} setup={setup} />}
      {reply.bad > 0 && (
        <section class="ballots-badlines">
          <h3>
            {words.badTitle}: {format.count(reply.bad)}
          </h3>
          <p class="quiet">{words.badHow}</p>
          <ol class="ballots-badlist">
            {reply.badRows.map(({ line, code, value }) => (
              <li key={line}>
                {words.line} {format.count(line)}: {words.lines[code]}{' '}
                {value !== '' && <bdi>“{valueText(value, setup.survey, language)}”</bdi>}
              </li>
            ))}
          </ol>
          {reply.more && (
            <button
              type="button"
              class="button button-quiet"
              disabled={busy}
              onClick={() => onMore(reply.badRows.at(-1)?.line ?? 0)}
            >
              {words.more}
            </button>
          )}
        </section>
      )}
      {asks && (
        <fieldset class="ballots-choice">
          <legend>{words.sameName}</legend>
          {MEANINGS.map((one) => (
            <label key={one} class="check">
              <input
                type="radio"
                name="same-name"
                checked={meaning === one}
                onChange={() => {
                  setMeaning(one);
                  setMissing(false);
                }}
              />
              <span>{words[one]}</span>
            </label>
          ))}
          {missing && (
            <p class="field-fault" role="alert">
              {words.sameNameMissing}
            </p>
          )}
        </fieldset>
      )}
      {good > 0 && !blocked && (
        <div class="buttons">
          <button type="button" class="button" disabled={busy} onClick={start}>
            {words.start(format.count(good))}
          </button>
        </div>
      )}
    </>
  );
}
