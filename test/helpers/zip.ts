/** Reads the files in a ZIP, and checks that XML is well formed, with the parser of a browser's rules but none of its mercy. */
import { strFromU8, unzipSync } from 'fflate';

export function filesIn(bytes: Uint8Array): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(bytes)));
}
export const textOf = (files: Map<string, Uint8Array>, path: string): string => {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`${path} is not in it`);
  return strFromU8(bytes);
};

const NAME = '[A-Za-z_][\\w:.-]*';
const TOKEN = new RegExp(
  `<\\?xml [^?]*\\?>|<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>|</(${NAME})>|([^<]+)|(<)`,
  'g',
);
const REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i;
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** What is wrong with a text that should be XML; `null` when it is well formed. */
export function xmlFault(xml: string): string | null {
  const open: string[] = [];
  let roots = 0;
  if (FORBIDDEN.test(xml)) return 'a character that XML does not have';
  if (REFERENCE.test(xml)) return 'a bare &';
  for (const [token, name, attributes = '', empty, closed, , stray] of xml.matchAll(TOKEN)) {
    if (stray) return `a stray < in ${xml.slice(xml.indexOf(token), 80)}`;
    if (name) {
      const names = [...attributes.matchAll(/([\w:.-]+)="/g)].map(([, one]) => one);
      if (new Set(names).size < names.length) return `an attribute twice in ${token}`;
      if (open.length === 0) roots += 1;
      if (!empty) open.push(name);
    } else if (closed && open.pop() !== closed) return `${token} closes something else`;
  }
  if (open.length > 0) return `${open.join('/')} stays open`;
  return roots === 1 ? null : `${roots} roots`;
}
