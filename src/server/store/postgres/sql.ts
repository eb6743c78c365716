/** The statements of the store are written in what SQLite and PostgreSQL share; these are the few things that each writes in its own way. */

export interface Translated {
  /** With $1, $2, … for the parameters. */
  text: string;
  /** What stands at each of them: a name, or `null` where they are given in order. */
  names: readonly (string | null)[];
}

/**
 * Of a statement: text in quotes, a comment, a parameter, or a word. A cast (`::`) is no parameter. With `cross join … on` SQLite is told
 * in which order to read; PostgreSQL knows better, and takes none with `on`.
 */
const PARTS = /cross join|'(?:[^']|'')*'|"[^"]*"|--[^\n]*|::|\?|[:@]([A-Za-z_]\w*)|[A-Za-z_]\w*/g;

/** Parameters are numbered, and a name keeps its capitals: unquoted, PostgreSQL would make it small. */
export function toPostgres(sql: string): Translated {
  const names: (string | null)[] = [];
  const known = new Map<string, number>();
  const text = sql.replace(PARTS, (part, name: string | undefined) => {
    if (part === 'cross join') return 'join';
    if (part === '?') return `$${names.push(null)}`;
    if (name !== undefined) {
      const number = known.get(name) ?? names.push(name);
      known.set(name, number);
      return `$${number}`;
    }
    return /^[A-Za-z_]/.test(part) && part !== part.toLowerCase() ? `"${part}"` : part;
  });
  return { text, names };
}
