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
const countQuotes = (bytes: Uint8Array) => {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === QUOTE) count += 1;
  return count;
};
/** Keys and strings of a value: each stands between two quotes in the text that it came from. */
function countStrings(value: unknown): number {
  if (typeof value === 'string') return 1;
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) for (const one of value) count += countStrings(one);
  else for (const one of Object.values(value)) count += 1 + countStrings(one);
  return count;
}

/** Walks text that is known to be valid JSON: true when an object in it names a key twice. */
function scanForRepeatedKey(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  let expectsKey = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const start = i;
      for (i++; text[i] !== '"'; i++) if (text[i] === '\\') i++;
      const keys = open.at(-1);
      if (!expectsKey || !keys) continue;
      expectsKey = false;
      // Parsed, since "\u0069d" and "id" are the same key.
      const key = String(JSON.parse(text.slice(start, i + 1)));
      if (keys.has(key)) return true;
      keys.add(key);
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null);
      expectsKey = char === '{';
    } else if (char === '}' || char === ']') {
      open.pop();
      expectsKey = false;
    } else if (char === ',') expectsKey = open.at(-1) !== null;
  }
  return false;
}

/**
 * @param bytes and `text` the same JSON, and `value` what it was parsed to.
 * The quotes are counted first: with no more of them than the value needs there is no key too many, nor an escaped
 * quote, and the slow walk is for remarks that quote something.
 */
export const hasRepeatedKey = (bytes: Uint8Array, text: string, value: unknown): boolean =>
  countQuotes(bytes) !== 2 * countStrings(value) && scanForRepeatedKey(text);
