/** The offices in figures: by any column, as a file, and each with the way to it. */
import type { OfficesView } from '../../domain/results-offices.ts';
import { SMALLEST_SHOWN } from '../../domain/suppression.ts';
import { OFFICES_WORDS } from '../../ui/words/offices.ts';
import { Explain } from '../charts/Explain.tsx';
import { overallFacts, partOf } from '../charts/explain-facts.ts';
import { Scroll } from '../charts/Figures.tsx';
import { SortHead } from '../charts/SortHead.tsx';
import { type Sorting, useSorting } from '../charts/sorting.ts';
import { saveCsv } from '../csv.ts';
import { type Page, usePage } from '../overview/page.ts';
import { VerdictText } from '../overview/Verdict.tsx';
import { Link } from '../shell/Link.tsx';
import { addressOfUnit } from './address.ts';
import { fileLines } from './file-lines.ts';
import { type Line, linesOf, sorted, type SortKey } from './rows.ts';

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
  const { row, summary, point } = line;
  const { unit, missing, lastDay } = row;
  const figure = summary?.overall;
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
        {!summary || !figure ? (
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

function Head({ sorting, onSort }: { sorting: Sorting<SortKey>; onSort: (key: SortKey) => void }) {
  const { format, language } = usePage();
  const words = OFFICES_WORDS[language];
  const head = (column: SortKey, text: string, note?: string) => (
    <SortHead column={column} text={text} number={column !== 'name'} sorting={sorting} onSort={onSort}>
      {note !== undefined && <span class="th-note">{note}</span>}
    </SortHead>
  );
  return (
    <thead>
      <tr>
        {head('name', words.unit)}
        {head('figure', words.index, words.interval)}
        {head('n', words.n)}
        {head('missing', words.missing)}
        {head('lastDay', words.lastDay)}
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
  const [sorting, sort] = useSorting<SortKey>();
  const lines = sorted(linesOf(offices, page), sorting);
  const save = () =>
    saveCsv(
      fileLines(lines, offices, page),
      language,
      `hai-long-${offices.unit.unit.code}-${results.period.from}-${results.period.to}.csv`,
    );
  return (
    <section class="block" aria-labelledby="offices-table">
      <h2 id="offices-table">{words.tableTitle}</h2>
      {lines.some(({ row }) => row.marks.length > 0) && <p class="note">{words.notComparableNote}</p>}
      {lines.some(({ summary }) => summary === null) && (
        <p class="note">{words.hiddenNote(format.count(SMALLEST_SHOWN))}</p>
      )}
      <Scroll label={words.tableTitle}>
        <table class="plain why-table offices-table">
          <Head sorting={sorting} onSort={sort} />
          <tbody>
            {lines.map((line) => (
              <Row key={line.number} line={line} offices={offices} />
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
