/** A table of the report in the letter: figures with their base beneath, marks instead of colours. */
import { fromDecimal, toDecimal } from '../../domain/fraction.ts';
import { TEXT_WIDTH } from './docx-frame.ts';
import { paragraph, run, table } from './docx-parts.ts';
import { countText, indexText, localDecimal } from './print.ts';
import type { Cell, ReportTable } from './tables.ts';
import { HIDDEN, NO_DATA } from './words.ts';

interface Look {
  goal: number;
  size: number;
  bold: boolean;
  keepNext: boolean;
}
/** A table of up to so many rows is kept on one page. */
const TOGETHER = 6;

function cellXml(cell: Cell, { goal, size, bold, keepNext }: Look): string {
  const figure = (text: string) => paragraph(run(text, { size, bold }), { align: 'right', keepNext });
  switch (cell.kind) {
    case 'text':
      return paragraph(run(cell.text, { size, bold }), { align: 'left', keepNext });
    case 'hidden':
      return paragraph(run(HIDDEN, { size, italic: true }), { align: 'right', keepNext });
    case 'none':
      return figure(NO_DATA);
    case 'count':
      return figure(countText(cell.count));
    case 'bound':
      return figure(localDecimal(toDecimal(fromDecimal(cell.value), 2), 'vi'));
    case 'percent':
      return figure(indexText(cell.value, goal));
    case 'figure':
      return (
        figure(`${cell.below ? '↓ ' : ''}${indexText(cell.index, goal)}${cell.small ? '*' : ''}`) +
        paragraph(run(`n = ${countText(cell.base)}`, { size: 9 }), { align: 'right', keepNext })
      );
  }
}

/** @param name "Bảng 1", before its title. */
export function tableXml(source: ReportTable, name: string, goal: number): string {
  const { columns, rows, title, totalled } = source;
  const size = columns.length > 7 ? 11 : 12;
  const sum = columns.reduce((all, { width }) => all + width, 0);
  const head = columns.map((column) =>
    paragraph(run(column.title, { bold: true, size }), { align: 'center', before: 2, after: 2, keepNext: true }),
  );
  const last = rows.length - 1;
  const lookOf = (at: number): Look => ({
    goal,
    size,
    bold: totalled && at === last,
    keepNext: at < last && rows.length <= TOGETHER,
  });
  const body = rows.map((row, at) => row.map((cell) => cellXml(cell, lookOf(at))));
  return (
    paragraph(run(`${name}. ${title}`), { style: 'Caption' }) +
    table([head, ...body], {
      widths: columns.map(({ width }) => (TEXT_WIDTH * width) / sum),
      borders: true,
      heads: 1,
      margin: size === 11 ? 0.8 : 1.4,
    })
  );
}
