/** A frozen period as a spreadsheet: the tables of the report, one a sheet. The same bytes for the same period and day. */
import type { FrozenPeriod } from '../../domain/report.ts';
import { factsTable } from './facts.ts';
import { contentTypes, coreProperties, type Part, relationships } from './package-parts.ts';
import { breakdownTable, criteriaTable, levelsTable, reasonsTable, type ReportTable } from './tables.ts';
import { escapeXml, XML_HEAD } from './xml.ts';
import { sheetXml } from './xlsx-sheet.ts';
import { stylesXml } from './xlsx-styles.ts';
import { zipOf } from './zip.ts';

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const tablesOf = (frozen: FrozenPeriod): ReportTable[] => [
  factsTable(frozen),
  criteriaTable(frozen),
  levelsTable(frozen),
  ...(['counters', 'fields', 'stages', 'channels', 'days'] as const).map((by) => breakdownTable(frozen, by)),
  reasonsTable(frozen),
];

function workbookXml(tables: readonly ReportTable[]): string {
  const sheets = tables.map(
    ({ sheet }, at) => `<sheet name="${escapeXml(sheet)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  // The heads are printed on each sheet of paper.
  const heads = tables.map(
    ({ sheet }, at) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">'${escapeXml(sheet)}'!$1:$2</definedName>`,
  );
  return `${XML_HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${sheets.join('')}</sheets><definedNames>${heads.join('')}</definedNames></workbook>`;
}

/** A workbook of tables. @param day yyyy-MM-dd, the day of the document */
export function workbookOf(
  tables: readonly ReportTable[],
  { goal, title, author, day }: { goal: number; title: string; author: string; day: string },
): Uint8Array<ArrayBuffer> {
  const sheets = tables.map((table, at): Part => ({
    path: `xl/worksheets/sheet${at + 1}.xml`,
    type: `${SPREADSHEET}.worksheet+xml`,
    content: sheetXml(table, goal),
  }));
  const parts: Part[] = [
    { path: 'xl/workbook.xml', type: `${SPREADSHEET}.sheet.main+xml`, content: workbookXml(tables) },
    ...sheets,
    { path: 'xl/styles.xml', type: `${SPREADSHEET}.styles+xml`, content: stylesXml() },
    coreProperties(title, author, day),
  ];
  return zipOf([
    ['[Content_Types].xml', contentTypes(parts)],
    [
      '_rels/.rels',
      relationships([
        ['officeDocument', 'xl/workbook.xml'],
        ['core-properties', 'docProps/core.xml'],
      ]),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ...tables.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const),
        ['styles', 'styles.xml'],
      ]),
    ],
    ...parts.map(({ path, content }) => [path, content] as const),
  ]);
}

/** @param day yyyy-MM-dd, the day of the document */
export function xlsxOf(frozen: FrozenPeriod, day: string): Uint8Array<ArrayBuffer> {
  const tables = tablesOf(frozen);
  const title = tables[0]?.title ?? '';
  return workbookOf(tables, { goal: frozen.survey.goal, title, author: frozen.office.name, day });
}
