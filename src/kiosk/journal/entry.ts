/**
 * The lines of the journal: each begins and ends with a line break and carries the SHA-256 of what it says. So a single
 * damaged byte, a line break too, spoils one line and no neighbour, and is always noticed.
 */
import { hex } from '../digest.ts';
import { readPart, type SyncFile } from './file.ts';

const BREAK = 10;
const DIGEST = 64;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** How much is read at once; a line may be longer. */
const CHUNK = 512 * 1024;

const digestOf = async (bytes: Uint8Array<ArrayBuffer>) => hex(await crypto.subtle.digest('SHA-256', bytes));

/** @param said one line, without a line break. */
export async function lineOf(said: string): Promise<Uint8Array<ArrayBuffer>> {
  return encoder.encode(`\n${await digestOf(encoder.encode(said))} ${said}\n`);
}

/** @returns what a line says; `null` when it is damaged. */
export async function saidBy(line: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (line.length < DIGEST + 1) return null;
  const said = line.slice(DIGEST + 1);
  const mark = decoder.decode(line.subarray(0, DIGEST + 1));
  return mark === `${await digestOf(said)} ` ? decoder.decode(said) : null;
}

/** A line where it lies: without its line breaks, from `at` on. `said` is `null` when it is damaged. */
export interface Placed {
  said: string | null;
  at: number;
  length: number;
}

/** All lines between two offsets, a piece of the file at a time, with a pause for other work in between. */
export async function* linesIn(
  file: SyncFile,
  from: number,
  to: number,
  pause: () => Promise<void>,
): AsyncGenerator<Placed[]> {
  let rest = new Uint8Array(0);
  for (let at = from; at < to;) {
    if (at > from) await pause();
    const read = readPart(file, at, Math.min(to, at + CHUNK));
    if (read.length === 0) break;
    const bytes = new Uint8Array(rest.length + read.length);
    bytes.set(rest);
    bytes.set(read, rest.length);
    const start = at - rest.length;
    at += read.length;
    const end = at >= to ? bytes.length : bytes.lastIndexOf(BREAK) + 1;
    const found: { line: Uint8Array<ArrayBuffer>; at: number }[] = [];
    for (let begin = 0; begin < end;) {
      const found10 = bytes.indexOf(BREAK, begin);
      const stop = found10 < 0 || found10 > end ? end : found10;
      if (stop > begin) found.push({ line: bytes.subarray(begin, stop), at: start + begin });
      begin = stop + 1;
    }
    rest = bytes.slice(end);
    yield await Promise.all(
      found.map(async ({ line, at: place }) => ({ said: await saidBy(line), at: place, length: line.length })),
    );
  }
}

/** Where the last whole line ends: what comes after was being written when the power went. */
export function wholeUpTo(file: SyncFile): number {
  const size = file.getSize();
  for (let end = size; end > 0; end -= CHUNK) {
    const begin = Math.max(0, end - CHUNK);
    const last = readPart(file, begin, end).lastIndexOf(BREAK);
    if (last >= 0) return begin + last + 1;
  }
  return 0;
}
