/** Text inside XML. The one way in which anything is put into a document: what XML cannot hold becomes U+FFFD. */

const ILLEGAL =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would turn it into a line feed.
  '\r': '&#13;',
};

export const escapeXml = (text: string): string =>
  text.replace(ILLEGAL, '\uFFFD').replace(/[&<>"'\r]/g, (char) => ENTITIES[char] ?? char);

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
