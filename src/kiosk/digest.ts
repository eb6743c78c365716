/** SHA-256, and bytes as hex: how records and PINs are named. */
const encoder = new TextEncoder();

export const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const byteLength = (text: string): number => encoder.encode(text).length;

/** SHA-256 of the UTF-8 bytes of a text, as 64 hex digits. */
export const sha256 = async (text: string): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
