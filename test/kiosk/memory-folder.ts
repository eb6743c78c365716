/**
 * Files as a browser gives them to a worker, in memory, because Node has none: what was written and not flushed may be lost
 * when the power goes, a write may be short on a full disk, and any step may be the last.
 */
import type { Folder, SyncFile } from '../../src/kiosk/journal/file.ts';

export class Killed extends Error {}

interface Stored {
  bytes: Uint8Array;
  /** What is on the disk itself, and what was done since, in order. */
  safe: Uint8Array;
  since: ((bytes: Uint8Array) => Uint8Array)[];
}
const writeTo = (bytes: Uint8Array, piece: Uint8Array, at: number) => {
  const next = new Uint8Array(Math.max(bytes.length, at + piece.length));
  next.set(bytes);
  next.set(piece, at);
  return next;
};
const cutTo = (bytes: Uint8Array, size: number) => {
  const next = new Uint8Array(size);
  next.set(bytes.subarray(0, size));
  return next;
};

export class MemoryFolder implements Folder {
  files = new Map<string, Stored>();
  steps = 0;
  /** The step that is not lived through; nothing happens after it. */
  killAt = Infinity;
  /** Bytes that fit in all files together. */
  room = Infinity;
  /** Near a full disk: writes what fits and says so, instead of an error. */
  short = false;
  #opened = new Set<string>();

  #step(): void {
    this.steps += 1;
    if (this.steps >= this.killAt) throw new Killed();
  }
  used = () => [...this.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);

  open(name: string): Promise<SyncFile> {
    if (this.#opened.has(name)) return Promise.reject(new DOMException('in use', 'NoModificationAllowedError'));
    this.#opened.add(name);
    const file = this.files.get(name) ?? { bytes: new Uint8Array(0), safe: new Uint8Array(0), since: [] };
    this.files.set(name, file);
    const step = () => this.#step();
    const room = () => this.room - this.used();
    const change = (how: (bytes: Uint8Array) => Uint8Array) => {
      file.bytes = how(file.bytes);
      file.since.push(how);
    };
    return Promise.resolve({
      read(buffer, { at }) {
        const part = file.bytes.subarray(at, at + buffer.length);
        buffer.set(part);
        return part.length;
      },
      write: (buffer, { at }) => {
        step();
        const more = at + buffer.length - file.bytes.length;
        const fits = Math.max(0, Math.min(buffer.length, buffer.length - (more - room())));
        if (fits < buffer.length && !this.short) throw new DOMException('full', 'QuotaExceededError');
        const piece = buffer.slice(0, Math.min(fits, buffer.length));
        change((bytes) => writeTo(bytes, piece, at));
        step();
        return piece.length;
      },
      truncate(size) {
        step();
        change((bytes) => cutTo(bytes, size));
      },
      flush() {
        step();
        file.safe = file.bytes;
        file.since = [];
        step();
      },
      getSize: () => file.bytes.length,
      close: () => void this.#opened.delete(name),
    });
  }
  remove(name: string): Promise<void> {
    this.#step();
    this.files.delete(name);
    return Promise.resolve();
  }

  /**
   * The same files after the page was killed, or the power was cut.
   * @param kept how much of what was not flushed had reached the disk: 1 all of it (the page was killed), 0 nothing; in
   * between some of the steps, and of the last of them a part.
   */
  after(kept: number): MemoryFolder {
    const next = new MemoryFolder();
    for (const [name, { safe, since }] of this.files) {
      const lived = since.slice(0, Math.floor(since.length * kept));
      let bytes = lived.reduce((all, how) => how(all), safe);
      const torn = since[lived.length];
      if (torn && kept > 0) {
        const whole = torn(bytes);
        if (whole.length > bytes.length)
          bytes = cutTo(whole, bytes.length + Math.floor((whole.length - bytes.length) / 2));
      }
      next.files.set(name, { bytes, safe: bytes, since: [] });
    }
    return next;
  }

  /** Flips one bit on the disk. */
  flip(name: string, bit: number): void {
    const file = this.files.get(name);
    if (!file) throw new Error(`no file ${name}`);
    const bytes = file.bytes.slice();
    const at = bit >> 3;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
    Object.assign(file, { bytes, safe: bytes, since: [] });
  }
}
