/**
 * A file as numbered lines, in constant memory. A ballot is one line, whatever quotes it has: so a quote that is never
 * closed costs its own line and not the rest of the file.
 */
import type { FileHandle } from 'node:fs/promises';

/** Characters; a ballot has about 60. */
const LONGEST = 20_000;

export interface Line {
  /** From 1, as an editor counts. */
  number: number;
  /** `null` when the line is longer than any ballot can be. */
  text: string | null;
}

/** Bytes of the file, from the start. */
export const bytesOf = (file: FileHandle): AsyncIterable<Buffer> =>
  file.createReadStream({ start: 0, autoClose: false });

/** Lines that are not blank, in groups. Decodes UTF-8 with or without a byte order mark; ends with LF or CR LF. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, groupSize: number): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder('utf-8');
  let group: Line[] = [];
  let rest = '';
  let tooLong = false;
  let number = 0;
  const take = (end: string) => {
    number += 1;
    const text = rest + end;
    if (tooLong || text.length > LONGEST) group.push({ number, text: null });
    else if (text.trim() !== '') group.push({ number, text: text.endsWith('\r') ? text.slice(0, -1) : text });
    rest = '';
    tooLong = false;
  };
  const split = function* (text: string): Generator<Line[]> {
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      take(text.slice(from, at));
      from = at + 1;
      if (group.length < groupSize) continue;
      yield group;
      group = [];
    }
    rest += text.slice(from);
    if (rest.length <= LONGEST) return;
    rest = '';
    tooLong = true;
  };
  for await (const chunk of chunks) yield* split(decoder.decode(chunk, { stream: true }));
  yield* split(decoder.decode());
  if (rest !== '' || tooLong) take('');
  if (group.length > 0) yield group;
}
