/** The visits of a harness, each with a number of its own, and what lies on the server in the end. */
import Sqlite from 'better-sqlite3';
import type { Database } from '../../src/server/deps.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { Submission } from '../../src/domain/submission.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { drawDraft } from '../helpers/drafts.ts';
import { contentOf, type Found, type Visit } from './checker.ts';

export const COUNTERS = ['quay-1', 'quay-2', 'quay-3'];

export interface Visits {
  all: Visit[];
  /** So many more people, who have not given anything yet. */
  draw: (count: number) => Visit[];
  /** Somebody gives a ballot: it is handed to `save`, once, and what it came to is noted. Never rejects. */
  give: (save: (visit: Visit) => Promise<void>) => Promise<Visit>;
}

/** Ballots drawn by chance, the same for the same chances. @param first the number of the first. */
export function createVisits(random: () => number, answeredAt: () => number, first = 1000): Visits {
  const all: Visit[] = [];
  function next(): Visit {
    const mark = first + all.length;
    const draft = drawDraft(random, { survey: SIX_CRITERIA, counters: COUNTERS, answeredAt: answeredAt() });
    const visit: Visit = { mark, draft: { ...draft, tookMs: mark }, told: 'waiting' };
    all.push(visit);
    return visit;
  }
  return {
    all,
    draw: (count) => Array.from({ length: count }, next),
    async give(save) {
      const visit = next();
      await save(visit).then(
        () => (visit.told = 'thanked'),
        () => (visit.told = 'not-saved'),
      );
      return visit;
    },
  };
}

type Row = { body: string };
/** What is stored, read from the store itself. */
export function storedIn(db: Pick<Database, 'prepare'>): Found[] {
  return db
    .prepare<[], Row>('select body from submissions')
    .all()
    .map(({ body }) => {
      const { id: _id, v: _v, prev: _prev, device, epoch, seq, ...draft } = Submission.parse(JSON.parse(body));
      return { mark: draft.tookMs, content: contentOf(draft), device, epoch, seq };
    });
}
/** The codes of what was refused. */
export const refusedIn = (db: Pick<Database, 'prepare'>): string[] =>
  db.prepare<[], string>('select code from refused_submissions').pluck().all();

function inFile<T>(dataDir: string, read: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(databaseFile(dataDir));
  try {
    return read(db);
  } finally {
    db.close();
  }
}
/** The same of a server that is not running. */
export const readServer = (dataDir: string): { stored: Found[]; refused: string[] } =>
  inFile(dataDir, (db) => ({ stored: storedIn(db), refused: refusedIn(db) }));

/** @returns a line for each record that got a receipt and is not in the file. */
export const notKept = (dataDir: string, receipted: Iterable<string>): string[] =>
  inFile(dataDir, (db) => {
    const made = db.prepare("select 1 from sqlite_master where name = 'submissions'").get() !== undefined;
    const find = made ? db.prepare('select 1 from submissions where id = ?') : null;
    return [...receipted].filter((id) => !find?.get(id)).map((id) => `receipted and not stored: ${id}`);
  });
