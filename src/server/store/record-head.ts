/**
 * Where a record stands, read from the beginning of its bytes: also of one that is refused, for it took a place all the
 * same. The tablet writes the head in one order only; what is written otherwise tells no place.
 */
export interface RecordHead {
  device: string;
  epoch: number;
  seq: number;
  /** The hash of the record before it. */
  prev: string;
}

const HEAD =
  /^\{"v":\d{1,4},"id":"[^"\\]{1,64}","device":"([^"\\]{1,64})","epoch":([1-9]\d{0,14}),"seq":([1-9]\d{0,14}),"prev":"([0-9a-f]{64})"/;
/** Enough bytes for the longest head. */
const HEAD_BYTES = 600;

/** @returns `null` where it cannot be read. */
export function readHead(body: Uint8Array): RecordHead | null {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, HEAD_BYTES)).toString('utf8');
  const [, device, epoch, seq, prev] = HEAD.exec(start) ?? [];
  if (device === undefined || prev === undefined) return null;
  return { device, epoch: Number(epoch), seq: Number(seq), prev };
}
