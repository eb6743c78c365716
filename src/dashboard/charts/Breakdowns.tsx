/**
 * One table by counter, field, stage and channel, so that all columns stand on one scale of words. Small cells arrive
 * hidden from the server; a figure below the goal has a mark, not only a colour.
 */
import { SMALL_SAMPLE } from '../../domain/summary.ts';
import { SMALLEST_SHOWN } from '../../domain/suppression.ts';
import {
  breakdownRow,
  inOrder,
  sortRows,
  totalRow,
  type BreakdownRow,
  type Cell,
  type SortKey,
} from '../overview/breakdown.ts';
import { BREAKDOWNS, type Breakdown } from '../overview/labels.ts';
import { DIMENSION_OF, narrowTo } from '../overview/narrow.ts';
import { usePage } from '../overview/page.ts';
import { Link } from '../shell/Link.tsx';
import { CsvLink } from './CsvLink.tsx';
import { Explain } from './Explain.tsx';
import { criterionFacts, groupFacts, overallFacts } from './explain-facts.ts';
import type { Fact } from './ExplainPanel.tsx';
import { Scroll } from './Figures.tsx';
import { SortHead } from './SortHead.tsx';
import { type Sorting, useSorting } from './sorting.ts';

interface FigureCellProps {
  cell: Cell;
  /** How many the row has. */
  ballots: number;
  label: string;
  /** What it was worked out from; `null` where that cannot be told. */
  facts: (() => Fact[]) | null;
}

function FigureCell({ cell, ballots, label, facts }: FigureCellProps) {
  const { words, format } = usePage();
  if (cell === null)
    return (
      <td class="number cell-hidden">
        {words.hidden}
        {ballots < SMALLEST_SHOWN && <span class="td-note">{words.hiddenLimit(format.count(SMALLEST_SHOWN))}</span>}
      </td>
    );
  if (cell.index === null) return <td class="number cell-hidden">{words.noData}</td>;
  const below = cell.verdict === 'notMet';
  return (
    <td class={below ? 'number cell-below' : 'number'}>
      {below && (
        <span class="below-mark">
          <span aria-hidden="true">▾ </span>
          <span class="visually-hidden">{words.verdicts.notMet} </span>
        </span>
      )}
      {facts ? (
        <Explain label={label} facts={facts}>
          {format.index(cell.index)}
        </Explain>
      ) : (
        format.index(cell.index)
      )}
      <span class="td-note">
        n {format.count(cell.base)}
        {cell.small && (
          <>
            <span aria-hidden="true">*</span>
            <span class="visually-hidden">, {words.small}</span>
          </>
        )}
      </span>
    </td>
  );
}

function Row({ name, row, by }: { name: string; row: BreakdownRow; by: Breakdown | null }) {
  const page = usePage();
  const { format, labels, results, view } = page;
  const { group } = row;
  const narrowed = by === null || view.narrowing[DIMENSION_OF[by]] !== undefined;
  return (
    <tr class={by === null ? 'row-total' : undefined}>
      <th scope="row">{narrowed ? name : <Link to={narrowTo(view, DIMENSION_OF[by], row.id)}>{name}</Link>}</th>
      <td class="number">{format.count(row.ballots)}</td>
      <FigureCell
        ballots={row.ballots}
        cell={row.overall}
        label={name}
        facts={() => (group ? groupFacts(page, group) : overallFacts(page)) ?? []}
      />
      {row.criteria.map((cell, i) => {
        const tally = row.tallies[i];
        return (
          <FigureCell
            ballots={row.ballots}
            key={i}
            cell={cell}
            label={`${name}: ${labels.criterion(results.total.criteria[i]?.id ?? '')}`}
            facts={cell && tally ? () => criterionFacts(page, { index: cell.index, tally }) : null}
          />
        );
      })}
    </tr>
  );
}

function Head({ sorting, onSort }: { sorting: Sorting<SortKey>; onSort: (key: SortKey) => void }) {
  const { words, labels, results } = usePage();
  const columns: { key: SortKey; text: string }[] = [
    { key: 'ballots', text: words.ballotsShort },
    { key: 'overall', text: words.overallShort },
    ...results.total.criteria.map(({ id }, key) => ({ key, text: labels.criterion(id) })),
  ];
  return (
    <thead>
      <tr>
        <th scope="col">{words.group}</th>
        {columns.map(({ key, text }) => (
          <SortHead key={key} column={key} text={text} sorting={sorting} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

export function Breakdowns() {
  const { results, words, format, labels, method } = usePage();
  const [sorting, sort] = useSorting<SortKey>();
  const total = totalRow(results, method);
  const parts = BREAKDOWNS.map((by) => ({
    by,
    rows: sortRows(
      inOrder(by, results).map((group) => breakdownRow(group, results.survey, method)),
      sorting,
    ),
  })).filter(({ rows }) => rows.length > 0);
  const cells = parts.flatMap(({ rows }) => rows.flatMap((row) => [row.overall, ...row.criteria]));
  const anyHidden = cells.includes(null);
  return (
    <section class="block tables" aria-labelledby="tables-title">
      <h2 id="tables-title">{words.tablesTitle}</h2>
      <p class="note">
        {words.tablesNote} {words.narrowHint}{' '}
        {cells.some((cell) => cell?.small) && words.smallMark(format.count(SMALL_SAMPLE))}{' '}
        {anyHidden && words.hiddenWhy(format.count(SMALLEST_SHOWN))}
      </p>
      <Scroll label={words.tablesTitle}>
        <table class="breakdown">
          <Head sorting={sorting} onSort={sort} />
          <tbody>
            <Row name={words.all} row={total} by={null} />
          </tbody>
          {parts.map(({ by, rows }) => (
            <tbody key={by}>
              <tr class="row-part">
                <th scope="rowgroup" colSpan={3 + total.criteria.length}>
                  <span>{words.by[by]}</span>
                </th>
              </tr>
              {rows.map((row) => (
                <Row key={row.id} name={labels.group(by, row.id)} row={row} by={by} />
              ))}
            </tbody>
          ))}
        </table>
      </Scroll>
      <CsvLink total={total} parts={parts} />
    </section>
  );
}
