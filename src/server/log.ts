/** One event a line, as JSON, in UTC. JSON also keeps a line break in a value from making a second line. */
import type { Deps } from './deps.ts';

export const createLog =
  (write: (line: string) => void, now: () => number): Deps['log'] =>
  (event, detail = {}) =>
    write(JSON.stringify({ at: new Date(now()).toISOString(), event, ...detail }));
