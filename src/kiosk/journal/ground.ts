/** What the parts of the journal share: the two files, which of them counts, and what is in it. */
import { lineOf, saidBy, wholeUpTo } from './entry.ts';
import { appendWhole, FileBroken, readPart, reason, type Folder, type SyncFile } from './file.ts';
import { HEADER_BYTES, headerOf, readHeader } from './header.ts';
import { createIndex, type Index, type Spot } from './index-of.ts';

export interface Ground {
  /** The file that counts, how long it is, and the one beside it. */
  file: SyncFile;
  size: number;
  other: SyncFile;
  generation: number;
  install: string;
  index: Index;
  /** There was nothing in the files. */
  fresh: boolean;
  /** The header of the file could not be read: it was found by its content. */
  headless: boolean;
  damaged: number;
  /** Set when the files can no longer be trusted to be as they were left. */
  broken: FileBroken | null;
}

const NAMES = ['journal-a', 'journal-b'] as const;

/** @throws when another page holds the files, or there is no such storage. */
export async function openGround(folder: Folder, install: string): Promise<Ground> {
  const [a, b] = [await folder.open(NAMES[0]), await folder.open(NAMES[1])];
  const [first, second] = await Promise.all([readHeader(a), readHeader(b)]);
  const headless = !first && !second;
  const newest = headless ? a.getSize() < b.getSize() : (first?.generation ?? 0) < (second?.generation ?? 0);
  const [file, other, header] = newest ? [b, a, second] : [a, b, first];
  // Cut off while it was being made: nothing was saved in it yet.
  const fresh = headless && file.getSize() <= HEADER_BYTES;
  const ground: Ground = {
    file,
    other,
    size: 0,
    generation: header?.generation ?? 0,
    install: header?.install ?? install,
    index: createIndex(),
    fresh,
    headless: headless && !fresh,
    damaged: headless && !fresh ? 1 : 0,
    broken: null,
  };
  if (fresh) {
    ground.generation = 1;
    file.truncate(0);
    appendWhole(file, await headerOf(1, ground.install), 0);
  }
  // Left by a change of files that was cut off, or the older one.
  if (!headless && other.getSize() > 0) other.truncate(0);
  ground.size = await mendTail(ground);
  return ground;
}

/** Cuts off what was being written when the power went. @returns the length that counts. */
async function mendTail(ground: Ground): Promise<number> {
  const { file } = ground;
  const end = wholeUpTo(file);
  const tail = readPart(file, end, file.getSize());
  if (tail.length === 0) return end;
  const whole = (await saidBy(tail)) !== null;
  const spoilt = !whole && (await saidBy(tail.slice(0, -1))) !== null;
  const length = end + tail.length - (spoilt ? 1 : 0);
  file.truncate(whole || spoilt ? length : end);
  if (!whole && !spoilt) return end;
  // The line is all there but for its end.
  if (spoilt) ground.damaged += 1;
  appendWhole(file, Uint8Array.of(10), length);
  return length + 1;
}

/** The header makes the other file the one that counts; then the older is emptied. */
export async function change(ground: Ground, end: number, index: Index): Promise<void> {
  const { file, other } = ground;
  const header = await headerOf(ground.generation + 1, ground.install);
  try {
    if (other.write(header, { at: 0 }) !== header.length) throw new Error('the header was written short');
    other.flush();
  } catch (error) {
    try {
      other.truncate(0);
      other.flush();
    } catch {
      // Which file counts at the next start cannot be said: nothing more is written to either.
      ground.broken = new FileBroken(reason(error));
    }
    throw error;
  }
  Object.assign(ground, { file: other, other: file, size: end, generation: ground.generation + 1, index, damaged: 0 });
  file.truncate(0);
  file.flush();
}

export const linesOf = (texts: readonly string[]) => Promise.all(texts.map(lineOf));

/** One after the other. */
export function together(lines: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lines.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length;
  }
  return bytes;
}

/** Where each of these lines lies when they are put one after the other from `from` on; line breaks left out. */
export function spotsOf(lines: readonly Uint8Array[], from: number): Spot[] {
  let at = from;
  return lines.map(({ length }) => {
    const spot = { at: at + 1, length: length - 2 };
    at += length;
    return spot;
  });
}
