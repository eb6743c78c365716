/** Files packed into one, the same bytes each time: no clock, no chance, and the order in which they were given. */
import { strToU8, zipSync, type Zippable } from 'fflate';

// The format's own beginning of time; it is written in local time, so it is made in local time.
const NEVER = new Date(1980, 0, 1);

/** @param files text or bytes by path. */
export function zipOf(
  files: readonly (readonly [path: string, content: string | Uint8Array])[],
): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const [path, content] of files) {
    const bytes = typeof content === 'string' ? strToU8(content) : content;
    entries[path] = [bytes, { level: path.endsWith('.png') ? 0 : 6 }]; // A picture is packed already.
  }
  return new Uint8Array(zipSync(entries, { mtime: NEVER }));
}
