/**
 * Reads a file of paper ballots into the data file: the file is read twice, once for its hash and once for its lines, and
 * never held in memory. A bad line is told by its number and harms no other; a bad header refuses the file.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { dayHour } from '../../domain/period.ts';
import { listCounters, readSurvey } from '../store/office.ts';
import { createPaperStore, type PaperBallot, type PaperFile, sourceFor } from '../store/paper.ts';
import { createBallotReader, type LineProblem } from './ballot.ts';
import { cellsOf } from './cells.ts';
import { type HeaderProblem, readHeader } from './header.ts';
import { bytesOf, type Line, linesOf } from './lines.ts';

/** Lines in one transaction. */
const GROUP = 500;

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
export type ImportResult =
  | { ok: true; source: string; counts: Counts }
  | { ok: false; code: HeaderProblem | 'not-utf8' | 'same-name'; column: string };

export interface ImportJob {
  db: BetterSqlite3.Database;
  office: number;
  zone: string;
  now: () => number;
  file: string;
  /** The file's name, and what a person says about it (store/paper.ts). */
  name: string;
  source?: string | undefined;
  sameName?: PaperFile['sameName'];
  onBad: (bad: BadLine) => void;
  /** Called after each transaction. */
  onProgress?: (counts: Readonly<Counts>) => void;
}

/** Excel's "Unicode text" is UTF-16: every cell would be nonsense. */
const isUtf16 = (start: Buffer) => (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);

async function hashOf(file: FileHandle): Promise<{ hash: string; utf16: boolean }> {
  const hash = createHash('sha256');
  let utf16 = false;
  let first = true;
  for await (const chunk of bytesOf(file)) {
    if (first) utf16 = isUtf16(chunk);
    first = false;
    hash.update(chunk);
  }
  return { hash: hash.digest('hex'), utf16 };
}

async function importOpen(handle: FileHandle, job: ImportJob): Promise<ImportResult> {
  const { db, office, zone, now, onBad, onProgress } = job;
  const { hash, utf16 } = await hashOf(handle);
  if (utf16) return { ok: false, code: 'not-utf8', column: '' };
  const survey = readSurvey(db, office);
  if (!survey) throw new Error(`office ${office} has no survey`);
  const groups = linesOf(bytesOf(handle), GROUP);
  const first = await groups.next();
  const [head, ...rest]: Line[] = first.done ? [] : first.value;
  const header = readHeader(head, survey);
  if (!header.ok) {
    await groups.return(undefined);
    return header;
  }
  const { layout } = header;
  const at = now();
  const today = dayHour(at, zone).day;
  const read = createBallotReader({ layout, survey, counters: listCounters(db, office), today });
  const { name, source: said, sameName } = job;
  const source = sourceFor(db, { name, hash, source: said, sameName }, at);
  if (source === null) {
    await groups.return(undefined);
    return { ok: false, code: 'same-name', column: name };
  }
  const store = createPaperStore(db, { office, source, survey, zone, now: at });
  const counts: Counts = { lines: 0, added: 0, known: 0, bad: 0 };

  const take = (lines: readonly Line[]) => {
    const ballots: PaperBallot[] = [];
    for (const { number, cells } of cellsOf(lines, layout.delimiter)) {
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
  };
  try {
    take(rest);
    // The next lines are read only when these are on disk.
    for await (const group of groups) take(group);
  } finally {
    store.close();
  }
  return { ok: true, source, counts };
}

/** Rejects when the file cannot be opened or read, or the database cannot write: what was stored until then stays. */
export async function importFile(job: ImportJob): Promise<ImportResult> {
  const handle = await open(job.file);
  try {
    return await importOpen(handle, job);
  } finally {
    await handle.close();
  }
}
