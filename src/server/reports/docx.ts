/**
 * "Báo cáo kết quả lấy phiếu đánh giá mức độ hài lòng" as a DOCX in the form of NĐ 30/2020/NĐ-CP. Written by hand and not
 * by a library: the same frozen period gives the same bytes, apart from its letterhead and day.
 */
import type { Letterhead } from '../../domain/letterhead.ts';
import type { FrozenPeriod } from '../../domain/report.ts';
import { periodText } from '../../domain/report-period.ts';
import { bodyXml } from './docx-body.ts';
import { headerXml, NAMESPACES, sectionXml, settingsXml, stylesXml } from './docx-frame.ts';
import { footXml, headXml, titleXml } from './docx-head.ts';
import { createMedia } from './docx-parts.ts';
import { contentTypes, coreProperties, type Part, relationships } from './package-parts.ts';
import { XML_HEAD } from './xml.ts';
import { zipOf } from './zip.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const PARTS = [
  ['styles', 'styles.xml'],
  ['settings', 'settings.xml'],
  ['header', 'header1.xml'],
] as const;

/** @param day yyyy-MM-dd, the day of the document */
export function docxOf(frozen: FrozenPeriod, letterhead: Letterhead, day: string): Uint8Array<ArrayBuffer> {
  const about = `Kết quả lấy phiếu đánh giá mức độ hài lòng\ncủa người dân, tổ chức ${periodText(frozen.period, 'vi')}`;
  const media = createMedia(PARTS.length + 1);
  const content = [
    headXml(letterhead, day),
    titleXml(about, letterhead),
    bodyXml(frozen, media),
    footXml(letterhead),
  ].join('');
  const parts: Part[] = [
    {
      path: 'word/document.xml',
      type: `${WORD}.document.main+xml`,
      content: `${XML_HEAD}<w:document ${NAMESPACES}><w:body>${content}${sectionXml(PARTS.length)}</w:body></w:document>`,
    },
    { path: 'word/styles.xml', type: `${WORD}.styles+xml`, content: stylesXml() },
    { path: 'word/settings.xml', type: `${WORD}.settings+xml`, content: settingsXml() },
    { path: 'word/header1.xml', type: `${WORD}.header+xml`, content: headerXml() },
    coreProperties(about.replace('\n', ' '), letterhead.issuer || frozen.office.name, day),
    ...media.pictures.map((png, at): Part => ({ path: `word/media/image${at + 1}.png`, type: null, content: png })),
  ];
  return zipOf([
    ['[Content_Types].xml', contentTypes(parts)],
    [
      '_rels/.rels',
      relationships([
        ['officeDocument', 'word/document.xml'],
        ['core-properties', 'docProps/core.xml'],
      ]),
    ],
    [
      'word/_rels/document.xml.rels',
      relationships([...PARTS, ...media.pictures.map((_, at) => ['image', `media/image${at + 1}.png`] as const)]),
    ],
    ...parts.map(({ path, content: bytes }) => [path, bytes] as const),
  ]);
}
