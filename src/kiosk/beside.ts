/**
 * The journal as the rest of the kiosk sees it: there, or not. It is never waited for without end, and its failure never
 * fails a save that the database has.
 */
import type { StoreState } from './database.ts';
import type { Journal } from './journal/journal.ts';

export type OpenJournal = (install: string) => Promise<Journal>;
export type Beside = ReturnType<typeof createBeside>;

/**
 * @param open `null`: this page has no journal.
 * @param install names the journal, should it be new.
 * @param onFull called when the disk is full.
 */
export function createBeside(open: OpenJournal | null, install: () => string, onFull: () => void) {
  let opening: Promise<Journal | null> | null = null;
  let state: StoreState = open ? 'ok' : 'off';
  /** The last line did not find a place; the next may. */
  let refusing = false;

  function out(next: StoreState, error: unknown): void {
    console.warn('the journal cannot be used', error);
    state = next;
  }

  /** `null` when it cannot be had. */
  function start(): Promise<Journal | null> {
    if (!open) return Promise.resolve(null);
    opening ??= open(install()).catch((error: unknown) => {
      out('off', error);
      return null;
    });
    return opening;
  }

  /**
   * Adds lines, if that can be done in time.
   * @returns whether they are on the disk. When not, none is, or the journal is used no more.
   */
  async function append(lines: readonly string[], deadlineMs: number): Promise<boolean> {
    if (state !== 'ok') return false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the journal did not answer in time')), deadlineMs);
    });
    try {
      const journal = await Promise.race([start(), late]);
      if (!journal) return false;
      const { gaveUpReserve } = await Promise.race([journal.append(lines), late]);
      refusing = false;
      if (gaveUpReserve) onFull();
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'NotWritten') {
        if (!refusing) onFull();
        refusing = true;
      } else out(error instanceof Error && error.name === 'FileBroken' ? 'read-only' : 'off', error);
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    start,
    append,
    /** `null` until it was started, and when it cannot be used. */
    journal: async (): Promise<Journal | null> => (state === 'off' ? null : opening),
    exists: open !== null,
    state: (): StoreState => (state === 'ok' && refusing ? 'read-only' : state),
    async giveUpReserve(): Promise<boolean> {
      const journal = state === 'off' ? null : await opening;
      return (await journal?.giveUpReserve().catch(() => false)) ?? false;
    },
  };
}
