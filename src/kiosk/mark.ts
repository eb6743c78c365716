/**
 * A few words outside the database and the journal: how far the tablet had come. Should one of the others come back empty,
 * the mark tells that it was not always so. It is written after a record is safe, and may lag behind: it never proves loss alone.
 */
import * as z from 'zod/mini';
import { Last } from './record.ts';

export const Mark = z.object({ install: z.string(), ...Last.shape });
export type Mark = z.infer<typeof Mark>;

export interface MarkStore {
  /** False where the browser gives no such storage. */
  usable: boolean;
  /** `null` when there is none, or it cannot be read. */
  read(): Mark | null;
  write(mark: Mark): void;
}

const NAME = 'hai-long-mark';

/** @param storage missing where the browser gives none; then there is no mark. */
export function createMark(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined): MarkStore {
  return {
    usable: storage !== undefined,
    read() {
      try {
        return Mark.safeParse(JSON.parse(storage?.getItem(NAME) ?? '')).data ?? null;
      } catch {
        return null; // Whatever stands there is not ours.
      }
    },
    write({ install, epoch, seq, hash }) {
      try {
        storage?.setItem(NAME, JSON.stringify({ install, epoch, seq, hash }));
      } catch (error) {
        console.warn('the mark could not be written', error); // Both stores have the record: nothing hangs on it.
      }
    },
  };
}

export const noMark: MarkStore = { usable: false, read: () => null, write: () => undefined };
