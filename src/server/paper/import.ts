/**
 * Reads a file of paper ballots into the data file: the file is read twice, once for its hash and once for its lines, and
 * never held in memory. A bad line is told by its number and harms no other; a bad header refuses the file.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Database } from '../store/engine.ts';
import { dayHour } from '../../domain/period.ts';
import { listCounters } from '../store/office.ts';
import { surveyOn } from '../store/surveys.ts';
import { createPaperStore, type PaperFile, sourceFor } from '../store/paper.ts';
import { createBallotReader } from './ballot.ts';
import { cellsOf } from './cells.ts';
import { type HeaderProblem, readHeader } from './header.ts';
import { bytesOf, type Line, linesOf } from './lines.ts';
import { type BadLine, type Counts, storeRows } from './store-rows.ts';

/** Lines in one transaction. */
const GROUP = 500;

export type ImportResult =
  | { ok: true; source: string; counts: Counts }
  | { ok: false; code: HeaderProblem | 'not-utf8' | 'same-name'; column: string; wanted?: readonly string[] };

export interface ImportJob {
  db: Database;
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
const isWorkbook = (start: Buffer) => start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
const isUtf16 = (start: Buffer) => (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);

async function hashOf(file: FileHandle): Promise<{ hash: string; text: boolean }> {
  const hash = createHash('sha256');
  let text = true;
  let first = true;
  for await (const chunk of bytesOf(file)) {
    if (first) text = !isUtf16(chunk) && !isWorkbook(chunk);
    first = false;
    hash.update(chunk);
  }
  return { hash: hash.digest('hex'), text };
}

async function importOpen(handle: FileHandle, job: ImportJob): Promise<ImportResult> {
  const { db, office, zone, now, onBad, onProgress } = job;
  const { hash, text } = await hashOf(handle);
  if (!text) return { ok: false, code: 'not-utf8', column: '' };
  const survey = surveyOn(db, office, dayHour(now(), zone).day);
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
  const source = sourceFor(db, office, { name, hash, source: said, sameName }, at);
  if (source === null) {
    await groups.return(undefined);
    return { ok: false, code: 'same-name', column: name };
  }
  const store = createPaperStore(db, { office, source, survey, zone, now: at });
  const cellLines = async function* () {
    yield cellsOf(rest, header.delimiter);
    for await (const group of groups) yield cellsOf(group, header.delimiter);
  };
  try {
    return { ok: true, source, counts: await storeRows(cellLines(), { read, store, onBad, onProgress }) };
  } finally {
    store.close();
  }
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
