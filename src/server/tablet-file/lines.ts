/** The lines of a file that arrives in parts, as bytes: what a tablet signed is these bytes and no others. */
const NEWLINE = 0x0a;

/**
 * @param longest bytes of a line; of a longer one only as many, and one more, are given: enough to be found too long.
 * A last line without an end is a line; empty lines are none.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  const take = (bytes: Uint8Array) => {
    const part = bytes.subarray(0, Math.max(0, longest + 1 - size));
    if (part.length === 0) return;
    parts.push(part);
    size += part.length;
  };
  const line = () => {
    const bytes = Buffer.concat(parts);
    parts = [];
    size = 0;
    return bytes;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      if (size > 0) yield line();
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  if (size > 0) yield line();
}
