/** DER, the encoding of certificates (ITU-T X.690), as far as one that we write ourselves needs it. Nothing is read. */

/** The tag, the length of what is in it in as few bytes as possible, and that. */
function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), body]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
export const setOf = (part: Uint8Array): Buffer => element(0x31, part);
export const octets = (bytes: Uint8Array): Buffer => element(0x04, bytes);
export const truth: Buffer = element(0x01, Buffer.from([0xff]));
export const text = (value: string): Buffer => element(0x0c, Buffer.from(value, 'utf8'));
/** Bits whose last `unused` do not count. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => element(0x03, Buffer.from([unused]), bytes);

/** A number that is not negative, from its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(first));
  // The highest bit is the sign.
  return element(0x02, (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128));
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** Milliseconds since 1970, to the second: with two digits of the year until 2049, as RFC 5280 asks. */
export function time(instant: number): Buffer {
  const digits = new Date(instant).toISOString().replace(/\.\d+|[-:T]/g, '');
  return digits < '2050' ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits));
}

/** What has a number instead of a type: made of parts, or bytes as they are. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]): Buffer => element(0xa0 | number, ...parts);
export const plain = (number: number, bytes: Uint8Array): Buffer => element(0x80 | number, bytes);
