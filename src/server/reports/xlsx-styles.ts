/** The looks of cells in the spreadsheet. A percentage has as many decimals as keep it on its side of the goal. */
import { XML_HEAD } from './xml.ts';

export const LEAST_DECIMALS = 2;
const MOST_DECIMALS = 8;
const DECIMALS = Array.from({ length: MOST_DECIMALS - LEAST_DECIMALS + 1 }, (_, at) => LEAST_DECIMALS + at);

/** Numbers of the looks below; each is followed by the same in bold. */
export const STYLE = { plain: 0, title: 1, head: 2, text: 4, count: 6, percent: 8 } as const;
export const percentStyle = (decimals: number): number =>
  STYLE.percent + 2 * (Math.min(Math.max(decimals, LEAST_DECIMALS), MOST_DECIMALS) - LEAST_DECIMALS);

const FORMAT = 164;
const xf = (format: number, font: number, extra = '', alignment = 'vertical="top"') =>
  `<xf numFmtId="${format}" fontId="${font}" ${extra || 'fillId="0" borderId="1"'} xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment ${alignment}/></xf>`;
const pair = (format: number, alignment?: string) => [0, 1].map((font) => xf(format, font, '', alignment)).join('');

export function stylesXml(): string {
  const formats = DECIMALS.map(
    (decimals, at) => `<numFmt numFmtId="${FORMAT + at}" formatCode="0.${'0'.repeat(decimals)}%"/>`,
  );
  const xfs = [
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
    xf(0, 1, 'fillId="2" borderId="1" applyFill="1"', 'vertical="center" horizontal="center" wrapText="1"').repeat(2),
    pair(49, 'vertical="top" horizontal="left" wrapText="1"'),
    pair(3),
    ...DECIMALS.map((_, at) => pair(FORMAT + at)),
  ];
  const font = (size: number, bold: boolean) =>
    `<font>${bold ? '<b/>' : ''}<sz val="${size}"/><name val="Times New Roman"/><family val="1"/></font>`;
  const edge = ['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin"><color auto="1"/></${side}>`);
  return (
    `${XML_HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
    `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` +
    `<fonts count="3">${font(12, false)}${font(12, true)}${font(14, true)}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/><bgColor indexed="64"/></patternFill></fill></fills>' +
    `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${edge.join('')}<diagonal/></border></borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${4 + 4 + 2 * DECIMALS.length}">${xfs.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}
