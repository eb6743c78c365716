/** The table as it is seen, for a file: the same order, the same printed figures, the same hidden cells. */
import type { OfficesView } from '../../domain/results-offices.ts';
import { OFFICES_WORDS } from '../../ui/words/offices.ts';
import type { Page } from '../overview/page.ts';
import type { Line } from './rows.ts';

export function fileLines(lines: readonly Line[], offices: OfficesView, page: Page): string[][] {
  const { format, language, periodText, words: common, method } = page;
  const words = OFFICES_WORDS[language];
  const head = [
    words.code,
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
  return [
    [offices.unit.unit.name, periodText, common.methods[method]],
    head,
    ...lines.map(({ row, summary, point }) => {
      const figure = summary?.overall;
      const bounds = figure?.interval && format.interval(figure.interval);
      return [
        row.unit.code,
        row.unit.name,
        !figure ? words.hidden : figure.index ? format.index(figure.index) : common.noData,
        bounds ? `${bounds.low} – ${bounds.high}` : '',
        figure ? String(figure.base) : '',
        figure?.index ? `${common.verdicts[figure.verdict]}${figure.certain ? '' : `, ${common.unsure}`}` : '',
        point ? words.places[point.place] : '',
        String(row.missing?.count ?? 0),
        row.lastDay ?? '',
        row.marks.map((mark) => words.marks[mark]).join(', '),
      ];
    }),
  ];
}
