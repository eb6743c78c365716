/** What a DOCX and an XLSX have in common: the list of their parts, how these hang together, and who made them. */
import { escapeXml, XML_HEAD } from './xml.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface Part {
  path: string;
  /** Its MIME type; `null` where the default for its ending holds. */
  type: string | null;
  content: string | Uint8Array;
}

export function contentTypes(parts: readonly Part[]): string {
  const overrides = parts
    .filter(({ type }) => type !== null)
    .map(({ path, type }) => `<Override PartName="/${path}" ContentType="${type ?? ''}"/>`);
  return `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>${overrides.join('')}</Types>`;
}

/** @param targets kind and address; the first is rId1. */
export function relationships(targets: readonly (readonly [kind: string, target: string])[]): string {
  const rows = targets.map(([kind, target], at) => {
    const type = kind === 'core-properties' ? `${PACKAGE}/relationships/metadata/${kind}` : `${OFFICE}/${kind}`;
    return `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`;
  });
  return `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${rows.join('')}</Relationships>`;
}

/** @param day yyyy-MM-dd, the day of the document. */
export const coreProperties = (title: string, author: string, day: string): Part => ({
  path: 'docProps/core.xml',
  type: 'application/vnd.openxmlformats-package.core-properties+xml',
  content: `${XML_HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(author)}</dc:creator><dc:language>vi-VN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:created></cp:coreProperties>`,
});
