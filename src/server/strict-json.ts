/**
 * JSON that means one thing. `JSON.parse` takes the last of two equal keys, another reader the first, and two readers of
 * the same bytes must not count different answers.
 */

/** @returns the value, or `undefined` (which JSON cannot say) when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The quotes around keys and strings, in text that is known to be JSON: those within a string are escaped. */
function countQuotes(bytes: Uint8Array): number {
  const { length } = bytes;
  let count = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) count += 1;
    else if (byte === BACKSLASH) i += 1;
  }
  return count;
}
/** Keys and strings of a value that was parsed: each stands between two quotes in the text that it came from. */
function countStrings(value: unknown): number {
  if (typeof value === 'string') return 1;
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) for (const one of value) count += countStrings(one);
  else for (const one of Object.values(value)) count += 1 + countStrings(one);
  return count;
}

/**
 * True when an object in the text names a key twice, however each is spelled: of the first, and of what it held, nothing is in
 * the value, and so the text has more strings than the value.
 * @param bytes valid JSON, and `value` what it was parsed to.
 */
export const hasRepeatedKey = (bytes: Uint8Array, value: unknown): boolean =>
  countQuotes(bytes) !== 2 * countStrings(value);
