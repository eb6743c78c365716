/**
 * The files under the journal: the part of the browser's sync access handle that is used, so that the journal can run on any
 * storage that keeps these words. An append is whole and flushed, or it is taken back.
 */
export interface SyncFile {
  /** @returns how many bytes were read; fewer at the end of the file. */
  read(buffer: Uint8Array, options: { at: number }): number;
  /** @returns how many bytes were written: near a full disk that can be fewer, without an error. */
  write(buffer: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  getSize(): number;
  close(): void;
}
export interface Folder {
  /** Opens a file for this page alone, and makes it when it is not there. @throws when another page has it. */
  open(name: string): Promise<SyncFile>;
  remove(name: string): Promise<void>;
}

/** The bytes could not be put on the disk; the file is as it was before. */
export class NotWritten extends Error {
  override name = 'NotWritten';
}
/** The file cannot even be put back: nothing more may be written to it. */
export class FileBroken extends Error {
  override name = 'FileBroken';
}

/**
 * Writes at the end, whole, and waits for the disk.
 * @param at the length of the file.
 * @throws NotWritten or FileBroken.
 */
export function appendWhole(file: SyncFile, bytes: Uint8Array, at: number): void {
  try {
    const written = file.write(bytes, { at });
    if (written !== bytes.length) throw new Error(`${written} of ${bytes.length} bytes were written`);
    file.flush();
  } catch (error) {
    takeBack(file, at, error);
    throw new NotWritten(reason(error));
  }
}

function takeBack(file: SyncFile, at: number, why: unknown): void {
  try {
    file.truncate(at);
    file.flush();
  } catch (error) {
    throw new FileBroken(`${reason(why)}; then: ${reason(error)}`);
  }
}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** All bytes from `from` up to `to`, or to the end of the file when that comes first. */
export function readPart(file: SyncFile, from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  return bytes.subarray(0, file.read(bytes, { at: from }));
}
