/** The offices in figures: by any column, as a file, and each with the way to it. */
import { useState } from 'preact/hooks';
import type { OfficesView } from '../../domain/results-offices.ts';
import { SMALLEST_SHOWN } from '../../domain/suppression.ts';
import { OFFICES_WORDS, type OfficesWords } from '../../ui/words/offices.ts';
import { Explain } from '../charts/Explain.tsx';
import { overallFacts, partOf } from '../charts/explain-facts.ts';
import { Scroll } from '../charts/Figures.tsx';
import { csvText } from '../csv.ts';
import { type Page, usePage } from '../overview/page.ts';
import { VerdictText } from '../overview/Verdict.tsx';
import { saveFile } from '../save-file.ts';
import { Link } from '../shell/Link.tsx';
import { addressOfUnit } from './address.ts';
import { type Line, linesOf, sorted, type Sorting, type SortKey } from './rows.ts';

const COLUMNS: readonly SortKey[] = ['name', 'figure', 'n', 'missing', 'lastDay'];
const headOf = (words: OfficesWords, key: SortKey): string =>
  ({ number: '', name: words.unit, figure: words.index, n: words.n, missing: words.missing, lastDay: words.lastDay })[
    key
  ];

/** What is said of an office beside its name. */
function notesOf(line: Line, isItself: boolean, { format, language }: Page): string[] {
  const words = OFFICES_WORDS[language];
  const { unit, beneath, marks } = line.row;
  const kind = [unit.kind, unit.code].filter((text) => text !== '').join(' ');
  return [
    isItself ? `${kind}, ${words.ownBallots}` : kind,
    ...(beneath > 0 ? [words.beneath(format.count(beneath))] : []),
    ...(marks.length > 0 ? [`${words.notComparable}: ${marks.map((mark) => words.marks[mark]).join(', ')}`] : []),
  ];
}

function Row({ line, offices }: { line: Line; offices: OfficesView }) {
  const page = usePage();
  const { format, language, results, view, words: common } = page;
  const words = OFFICES_WORDS[language];
  const { row, figure, summary, point } = line;
  const { unit, missing, lastDay } = row;
  const isItself = unit.code === offices.unit.unit.code;
  const bounds = figure?.interval && format.interval(figure.interval);
  const [kind, ...notes] = notesOf(line, isItself, page);
  return (
    <tr>
      <th scope="row">
        <span class="funnel-key">{line.number}</span>{' '}
        {isItself ? unit.name : <Link to={addressOfUnit(unit.code, offices, view)}>{unit.name}</Link>}
        <span class="td-note">{kind}</span>
        {notes.map((note) => (
          <span key={note} class="td-note offices-note">
            {note}
          </span>
        ))}
      </th>
      <td class="number strong">
        {figure === null || summary === null ? (
          <span class="cell-hidden">{words.hidden}</span>
        ) : figure.index === null ? (
          <span class="cell-hidden">{common.noData}</span>
        ) : (
          <Explain label={unit.name} facts={() => overallFacts(partOf(page, summary))}>
            {format.index(figure.index)}
          </Explain>
        )}
        {bounds && <span class="td-note offices-range">{`${bounds.low} – ${bounds.high}`}</span>}
      </td>
      <td class="number">{figure ? format.count(figure.base) : '–'}</td>
      <td class={missing ? 'number offices-missing' : 'number'}>
        {missing ? format.count(missing.count) : 0}
        {missing && <span class="td-note">{words.validFrom(format.time(missing.since, results.today))}</span>}
      </td>
      <td class="number">{lastDay === null ? words.never : format.day(lastDay)}</td>
      <td class="words">{figure?.index && <VerdictText figure={figure} />}</td>
      <td class={point && point.place !== 'inside' ? 'words strong' : 'words quiet'}>
        {point ? words.places[point.place] : '–'}
      </td>
    </tr>
  );
}

/** The table as it is seen, as a file. */
function csvOf(lines: readonly Line[], offices: OfficesView, page: Page): string {
  const { format, language, periodText, words: common, method } = page;
  const words = OFFICES_WORDS[language];
  const head = [
    'Mã / code',
    words.unit,
    words.index,
    words.interval,
    words.n,
    words.against(format.goal),
    words.place,
    words.missing,
    words.lastDay,
    words.notComparable,
  ];
  return csvText(
    [
      [offices.unit.unit.name, periodText, common.methods[method]],
      head,
      ...lines.map(({ row, figure, point }) => {
        const bounds = figure?.interval && format.interval(figure.interval);
        return [
          row.unit.code,
          row.unit.name,
          figure === null ? words.hidden : figure.index ? format.index(figure.index) : common.noData,
          bounds ? `${bounds.low} – ${bounds.high}` : '',
          figure ? String(figure.base) : '',
          figure?.index ? `${common.verdicts[figure.verdict]}${figure.certain ? '' : `, ${common.unsure}`}` : '',
          point ? words.places[point.place] : '',
          String(row.missing?.count ?? 0),
          row.lastDay ?? '',
          row.marks.map((mark) => words.marks[mark]).join(', '),
        ];
      }),
    ],
    language === 'vi' ? ';' : ',',
  );
}

function Head({ sorting, onSort }: { sorting: Sorting; onSort: (key: SortKey) => void }) {
  const { format, language } = usePage();
  const words = OFFICES_WORDS[language];
  return (
    <thead>
      <tr>
        {COLUMNS.map((key) => {
          const active = sorting.key === key;
          return (
            <th
              key={key}
              scope="col"
              class={key === 'name' ? undefined : 'number'}
              aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
            >
              <span class="print-only">{headOf(words, key)}</span>
              <button type="button" class="sort screen-only" onClick={() => onSort(key)}>
                {headOf(words, key)}
                <span class="sort-mark" aria-hidden="true">
                  {active ? (sorting.descending ? '↓' : '↑') : '↕'}
                </span>
              </button>
              {key === 'figure' && <span class="th-note">{words.interval}</span>}
            </th>
          );
        })}
        <th scope="col">{words.against(format.goal)}</th>
        <th scope="col">{words.place}</th>
      </tr>
    </thead>
  );
}

export function OfficesTable({ offices }: { offices: OfficesView }) {
  const page = usePage();
  const { format, language, results } = page;
  const words = OFFICES_WORDS[language];
  const [sorting, setSorting] = useState<Sorting>({ key: 'number', descending: false });
  // Lowest first, then highest first, then by code again.
  const sort = (key: SortKey) =>
    setSorting((now) =>
      now.key !== key
        ? { key, descending: false }
        : now.descending
          ? { key: 'number', descending: false }
          : { key, descending: true },
    );
  const lines = sorted(linesOf(offices, page), sorting);
  const save = () =>
    saveFile(
      new Blob([csvOf(lines, offices, page)], { type: 'text/csv;charset=utf-8' }),
      `hai-long-${offices.unit.unit.code}-${results.period.from}-${results.period.to}.csv`,
    );
  return (
    <section class="block" aria-labelledby="offices-table">
      <h2 id="offices-table">{words.tableTitle}</h2>
      {lines.some(({ row }) => row.marks.length > 0) && <p class="note">{words.notComparableNote}</p>}
      {lines.some(({ figure }) => figure === null) && (
        <p class="note">{words.hiddenNote(format.count(SMALLEST_SHOWN))}</p>
      )}
      <Scroll label={words.tableTitle}>
        <table class="plain why-table offices-table">
          <Head sorting={sorting} onSort={sort} />
          <tbody>
            {lines.map((line) => (
              <Row key={`${line.number}`} line={line} offices={offices} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <button type="button" class="link screen-only" onClick={save}>
        {words.csv}
      </button>
    </section>
  );
}
