/** The lines of a file into the data file, group by group: a bad line is told by its number and harms no other. */
import type { LineProblem } from '../../domain/paper-import.ts';
import type { PaperBallot, PaperStore } from '../store/paper.ts';
import type { createBallotReader } from './ballot.ts';
import type { CellLine } from './cells.ts';

export interface BadLine {
  line: number;
  code: LineProblem;
  /** What stands in the file. */
  value: string;
}
export interface Counts {
  /** Ballots in the file; the header and empty lines are none. */
  lines: number;
  added: number;
  /** Stored by an earlier import. */
  known: number;
  bad: number;
}

export interface RowSinks {
  read: ReturnType<typeof createBallotReader>;
  store: PaperStore;
  onBad: (bad: BadLine) => void;
  /** Called after each transaction. */
  onProgress?: ((counts: Readonly<Counts>) => void) | undefined;
  /** Looked at between two transactions: what is stored by then stays. */
  signal?: AbortSignal;
}

/** The next group is read only when the one before is on disk. */
export async function storeRows(
  groups: AsyncIterable<readonly CellLine[]>,
  { read, store, onBad, onProgress, signal }: RowSinks,
): Promise<Counts> {
  const counts: Counts = { lines: 0, added: 0, known: 0, bad: 0 };
  for await (const group of groups) {
    if (signal?.aborted) break;
    const ballots: PaperBallot[] = [];
    for (const { number, cells } of group) {
      const ballot = read(cells);
      if (ballot === null) continue;
      counts.lines += 1;
      if (ballot.ok) ballots.push(ballot.ballot);
      else {
        counts.bad += 1;
        onBad({ line: number, code: ballot.code, value: ballot.value });
      }
    }
    const { added, known } = store.store(ballots);
    counts.added += added;
    counts.known += known;
    onProgress?.(counts);
  }
  return counts;
}
