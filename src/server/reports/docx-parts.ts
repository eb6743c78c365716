/** Paragraphs, tables and pictures of WordprocessingML (ECMA-376), as text. Whatever comes in as text is escaped here. */
import type { Picture } from './canvas.ts';
import { escapeXml } from './xml.ts';

/** Twentieths of a point in a millimetre. */
const TWIPS = 56.6929;
export const twips = (mm: number): number => Math.round(mm * TWIPS);
const emu = (mm: number) => Math.round(mm * 36_000);

export interface RunStyle {
  bold?: boolean;
  italic?: boolean;
  /** Points. */
  size?: number;
}
/** A line feed in the text is a new line in the same paragraph. */
export function run(text: string, { bold, italic, size }: RunStyle = {}): string {
  const half = size === undefined ? '' : `<w:sz w:val="${size * 2}"/><w:szCs w:val="${size * 2}"/>`;
  const style = `${bold ? '<w:b/><w:bCs/>' : ''}${italic ? '<w:i/><w:iCs/>' : ''}${half}`;
  const lines = text.split('\n').map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`);
  return `<w:r>${style && `<w:rPr>${style}</w:rPr>`}${lines.join('<w:br/>')}</w:r>`;
}

export interface ParagraphStyle {
  style?: string;
  align?: 'left' | 'center' | 'right' | 'both';
  /** Millimetres. */
  firstLine?: number;
  indent?: number;
  /** Points. */
  before?: number;
  after?: number;
  keepNext?: boolean;
  /** A line of dots to the right end, to be written on; millimetres. */
  dots?: number;
}
export function paragraph(content: string, options: ParagraphStyle = {}): string {
  const { style, align, firstLine, indent, before, after, keepNext, dots } = options;
  const spacing =
    before === undefined && after === undefined
      ? ''
      : `<w:spacing w:before="${(before ?? 0) * 20}" w:after="${(after ?? 0) * 20}"/>`;
  const left =
    firstLine === undefined && indent === undefined
      ? ''
      : `<w:ind w:left="${twips(indent ?? 0)}" w:right="${twips(indent ?? 0)}" w:firstLine="${twips(firstLine ?? 0)}"/>`;
  const properties = [
    style ? `<w:pStyle w:val="${style}"/>` : '',
    keepNext ? '<w:keepNext/>' : '',
    dots === undefined ? '' : `<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="${twips(dots)}"/></w:tabs>`,
    spacing,
    left,
    align ? `<w:jc w:val="${align}"/>` : '',
  ].join('');
  return `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content}${dots === undefined ? '' : '<w:r><w:tab/></w:r>'}</w:p>`;
}

/** A thin line across, with this much room to both sides (millimetres). */
export const rule = (indent: number): string =>
  `<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr><w:spacing w:before="20" w:after="0" w:line="40" w:lineRule="exact"/><w:ind w:left="${twips(indent)}" w:right="${twips(indent)}" w:firstLine="0"/></w:pPr></w:p>`;

export interface TableStyle {
  /** Millimetres, one a column. */
  widths: readonly number[];
  borders: boolean;
  /** Rows at the top that are repeated on each page. */
  heads?: number;
  /** Millimetres left and right inside each cell. */
  margin?: number;
}
/** @param rows each cell is one or more paragraphs. */
export function table(rows: readonly (readonly string[])[], { widths, borders, heads = 0, margin = 1 }: TableStyle) {
  const edge = (side: string) =>
    `<w:${side} w:val="${borders ? 'single' : 'nil'}" w:sz="4" w:space="0" w:color="auto"/>`;
  const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(edge).join('');
  const grid = widths.map((width) => `<w:gridCol w:w="${twips(width)}"/>`).join('');
  const total = twips(widths.reduce((sum, width) => sum + width, 0));
  const body = rows.map((cells, at) => {
    const properties = `<w:trPr><w:cantSplit/>${at < heads ? '<w:tblHeader/>' : ''}</w:trPr>`;
    const columns = cells.map(
      (cell, column) =>
        `<w:tc><w:tcPr><w:tcW w:w="${twips(widths[column] ?? 0)}" w:type="dxa"/>${at < heads ? '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>' : ''}<w:vAlign w:val="${borders ? 'center' : 'top'}"/></w:tcPr>${cell}</w:tc>`,
    );
    return `<w:tr>${properties}${columns.join('')}</w:tr>`;
  });
  const pad = borders ? 0.4 : 0;
  const side = (name: string, width: number) => `<w:${name} w:w="${twips(width)}" w:type="dxa"/>`;
  return `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>${side('top', pad)}${side('left', margin)}${side('bottom', pad)}${side('right', margin)}</w:tblCellMar></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${body.join('')}</w:tbl>`;
}

/** Pictures of a document, in the order in which they were used. */
export interface Media {
  /** A run with the picture; `alt` says what it shows. */
  use: (picture: Picture, alt: string) => string;
  pictures: Uint8Array[];
}
/** @param firstId number of the relationship of the first picture. */
export function createMedia(firstId: number): Media {
  const pictures: Uint8Array[] = [];
  return {
    pictures,
    use({ png, width, height }, alt) {
      const number = pictures.push(png);
      const size = `cx="${emu(width)}" cy="${emu(height)}"`;
      const name = `id="${number}" name="Hình ${number}" descr="${escapeXml(alt)}"`;
      return `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent ${size}/><wp:docPr ${name}/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr ${name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId${firstId + number - 1}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
    },
  };
}
