/**
 * HTML from templates. Whatever is put into one is escaped here, the only place; only what another template made goes in as
 * it is. Control characters and lone surrogates, which have no place in a page, become U+FFFD.
 */
const MADE = new WeakSet<Markup>();
export interface Markup {
  readonly markup: string;
}
type Value = Markup | string | number | false | null | undefined | readonly Value[];

const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(UNPRINTABLE, '\uFFFD').replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? char);

function textOf(value: Value): string {
  if (value === false || value === null || value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return value.map(textOf).join('');
  // Known by identity: an object that merely looks like markup, as JSON can, does not get in.
  if (!MADE.has(value)) throw new Error('not made by html``');
  return value.markup;
}
const isList = (value: Markup | readonly Value[]): value is readonly Value[] => Array.isArray(value);

export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  const made: Markup = { markup: parts.map((part, at) => part + textOf(values[at])).join('') };
  MADE.add(made);
  return made;
}

/**
 * The style sheet of a page, as one element: its policy names the hash of exactly this text.
 * @param css a constant of ours, never anything that was stored or sent
 */
export function styleElement(css: string): Markup {
  if (css.includes('<')) throw new Error('a style sheet has no <');
  const made: Markup = { markup: `<style>${css}</style>` };
  MADE.add(made);
  return made;
}

/** The same of a script, which says nothing that was asked or sent either. */
export function scriptElement(script: string): Markup {
  if (script.includes('<')) throw new Error('a script has no <');
  const made: Markup = { markup: `<script>${script}</script>` };
  MADE.add(made);
  return made;
}
