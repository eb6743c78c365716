/**
 * Writes the other file with what still counts, reads it back, and only then makes it the one that counts. Records are
 * appended meanwhile to the file that counts, and are taken along at the end.
 */
import { keyOf, type Key } from '../key.ts';
import { linesIn, saidBy } from './entry.ts';
import { appendWhole, readPart } from './file.ts';
import { change, linesOf, together, type Ground } from './ground.ts';
import { HEADER_BYTES } from './header.ts';
import { createIndex, type Entry } from './index-of.ts';
import { readSaid, voidLine } from './said.ts';

export type Turn = <T>(work: () => T | Promise<T>) => Promise<T>;
const SLICE = 200;
const BREAK = Uint8Array.of(10);

/** @param turn gives the files to one piece of work at a time. @throws when it could not be done: then all is as before. */
export async function compact(ground: Ground, turn: Turn, pause: () => Promise<void>): Promise<void> {
  const { other } = ground;
  const copied = new Set<Entry>();
  const unreadable = new Set<Entry>();
  const fresher = createIndex();
  let end = HEADER_BYTES;
  let checked = HEADER_BYTES;

  function put(lines: readonly Uint8Array[]): void {
    const bytes = together(lines);
    appendWhole(other, bytes, end);
    end += bytes.length;
  }
  /** Copies the next records. @returns how many were looked at. */
  async function copy(): Promise<number> {
    const next = ground.index
      .all()
      .filter((entry) => !copied.has(entry))
      .slice(0, SLICE);
    const lines: Uint8Array[] = [];
    for (const entry of next) {
      copied.add(entry);
      const line = readPart(ground.file, entry.at, entry.at + entry.length);
      if ((await saidBy(line)) === null) unreadable.add(entry);
      else lines.push(BREAK, line, BREAK);
    }
    if (lines.length > 0) put(lines);
    return next.length;
  }
  async function readBack(): Promise<void> {
    for await (const lines of linesIn(other, checked, end, pause)) {
      for (const { said, at, length } of lines) {
        const what = said === null ? null : readSaid(said);
        if (!what) throw new Error('the new file of the journal does not read as it was written');
        fresher.take(what, { at, length });
      }
    }
    checked = end;
  }
  const hashAt = (key: Key) => ground.index.get(key)?.hash;

  await turn(() => {
    other.truncate(0);
    appendWhole(other, new Uint8Array(HEADER_BYTES).fill(32), 0);
  });
  while ((await turn(copy)) === SLICE) await pause();
  await readBack();
  await turn(async () => {
    while ((await copy()) > 0);
    await readBack();
    // Made void, or left out, since it was copied.
    const stale = fresher.all().filter((entry) => hashAt(keyOf(entry)) !== entry.hash);
    put(await linesOf([...stale.map(({ hash }) => voidLine(hash)), ...ground.index.rest()]));
    await readBack();
    const lacking = ground.index
      .all()
      .filter((entry) => !unreadable.has(entry) && fresher.get(keyOf(entry))?.hash !== entry.hash);
    if (lacking.length > 0) throw new Error('the new file of the journal lacks records');
    await change(ground, end, fresher);
  });
}
