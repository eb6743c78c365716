/** The export of submissions as CSV: how much more memory a million lines take than a hundred thousand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { submissionsCsv } from '../../src/server/reports/submissions-csv.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { pagesOfSubmissions, surveysIn } from '../../src/server/store/export.ts';
import { listCounters } from '../../src/server/store/office.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import type { Outcome } from './measure.ts';

const ROWS = 1_000_000;
const MB = 1024 * 1024;
/** What a million lines may take more, in megabytes. */
const ROOM = 60;
const YEAR = { from: '2025-01-01', to: '2025-12-31' };

/** Rows with real bodies, a thousand of them over and over: what is measured is reading, not storing. */
function fill(folder: string) {
  const opened = openDatabase({ dataDir: folder, office: { code: '22504', name: 'Đại Lãnh' } }, Date.now());
  if (!opened.ok) throw new Error('the database did not open');
  const { db, office } = opened;
  db.pragma('synchronous = off');
  const insert = db.prepare(
    `insert into submissions (id, office_id, device_id, epoch, seq, hash, survey, counter, field, stage, channel, day,
       hour, sent_at, received_at, body)
     values (?, ?, 'bench', 1, ?, 'h', 1, ?, ?, ?, ?, date('2025-01-01', ? || ' days'), 9, 1, 1, ?)`,
  );
  const ballots = ballotMaker('bench', 1).many(1000);
  for (let made = 0; made < ROWS;)
    db.transaction(() => {
      const end = made + 50_000;
      for (; made < end; made++) {
        const ballot = ballots[made % ballots.length];
        if (!ballot) throw new Error('there are a thousand');
        const { counter, field, stage, channel } = ballot.submission;
        const day = Math.floor((made * 365) / ROWS);
        insert.run(`bench-${made}`, office, made + 1, counter, field ?? '', stage ?? '', channel, day, ballot.body);
      }
    })();
  return { db, office };
}

export async function benchExport(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  try {
    const { db, office } = fill(join(folder, 'data'));
    const memory = () => {
      globalThis.gc?.();
      return process.memoryUsage().rss / MB;
    };
    const closing = new AbortController();
    const found = surveysIn(db, office, YEAR);
    const stream = submissionsCsv({
      surveys: found.length > 0 ? found : [SIX_CRITERIA],
      counters: listCounters(db, office),
      pages: pagesOfSubmissions(db, office, YEAR),
      closing: closing.signal,
      onEnd: () => {},
    });
    let lines = -1;
    let [first, most, bytes] = [0, 0, 0];
    const reader = stream.getReader();
    const start = performance.now();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const before = Math.floor(lines / 100_000);
      for (const byte of part.value) if (byte === 10) lines += 1;
      bytes += part.value.length;
      if (Math.floor(lines / 100_000) === before) continue;
      const now = memory();
      if (first === 0 && lines >= 100_000) first = now;
      most = Math.max(most, now);
    }
    const seconds = (performance.now() - start) / 1000;
    if (lines !== ROWS) throw new Error(`${lines} lines instead of ${ROWS}`);
    db.close();
    const more = Math.max(0, most - first);
    const detail = `${ROWS} lines, ${Math.round(bytes / MB)} MB in ${seconds.toFixed(1)} s; ${more.toFixed(1)} MB more than at 100,000 lines`;
    return [{ name: `memory of the CSV export, of ${ROOM} MB`, detail, ratio: more / ROOM, bound: 1, sense: 'most' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
