/** The table as it is seen, as a file: the same order, the same printed figures, the same hidden cells. */
import { SMALLEST_SHOWN } from '../../domain/suppression.ts';
import type { BreakdownRow, Cell } from '../overview/breakdown.ts';
import { saveCsv } from '../csv.ts';
import type { Breakdown } from '../overview/labels.ts';
import { usePage } from '../overview/page.ts';

export function CsvLink({ total, parts }: { total: BreakdownRow; parts: { by: Breakdown; rows: BreakdownRow[] }[] }) {
  const { results, words, format, labels, language, method, periodText } = usePage();
  const print = (cell: Cell, ballots: number): string[] =>
    cell === null
      ? [
          ballots < SMALLEST_SHOWN
            ? `${words.hidden} ${words.hiddenLimit(format.count(SMALLEST_SHOWN))}`
            : words.hidden,
          '',
        ]
      : [cell.index === null ? words.noData : format.index(cell.index), String(cell.base)];
  const line = (part: string, name: string, row: BreakdownRow) => [
    part,
    name,
    String(row.ballots),
    ...[row.overall, ...row.criteria].flatMap((cell) => print(cell, row.ballots)),
  ];
  const heads = [
    words.overallShort,
    ...total.criteria.map((_, i) => labels.criterion(results.total.criteria[i]?.id ?? '')),
  ];
  const save = () => {
    saveCsv(
      [
        [results.office.name, periodText, words.methods[method]],
        [words.group, '', words.ballotsShort, ...heads.flatMap((head) => [head, `n – ${head}`])],
        line(words.all, '', total),
        ...parts.flatMap(({ by, rows }) => rows.map((row) => line(words.by[by], labels.group(by, row.id), row))),
      ],
      language,
      `hai-long-${results.period.from}-${results.period.to}.csv`,
    );
  };
  return (
    <button type="button" class="link screen-only" onClick={save}>
      {words.csv}
    </button>
  );
}
