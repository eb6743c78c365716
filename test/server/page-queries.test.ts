/**
 * What the pages cost must follow the tallies and never the submissions: every statement behind them is asked for its plan, over an
 * office with void ballots, remarks and three months, for each page, kind of period and narrowing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { readComparison } from '../../src/server/store/comparison.ts';
import { readResults } from '../../src/server/store/results.ts';
import { readWhy } from '../../src/server/store/results-why.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { forgetUnlessStored } from '../../src/server/store/paper-files.ts';
import { pagesOfSubmissions } from '../../src/server/store/export.ts';
import { fillRemarks } from '../../src/server/store/remark-fill.ts';
import { countRemarks, listRemarks } from '../../src/server/store/remark-list.ts';
import { isFlagged } from '../../src/server/store/signal-flags.ts';
import { listSignals } from '../../src/server/store/signal-list.ts';
import { lookAtAll } from '../../src/server/store/signal-look.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { listBallots } from '../../src/server/store/voids-list.ts';
import { voidBallot } from '../../src/server/store/voids.ts';
import { addVoid } from '../../src/server/store/void-tallies.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openFolderAt, TODAY, ZONE } from '../helpers/paper.ts';

const PERIODS = [
  { from: '2026-01-01', to: '2026-12-31' },
  { from: '2026-09-15', to: '2026-11-03' },
  { from: '2026-11-03', to: '2026-11-03' },
];
const NARROWINGS = [
  {},
  { counter: 'quay-1' },
  { field: 'land', stage: 'filing' },
  { counter: 'quay-1', field: 'land', stage: 'filing', channel: 'kiosk' },
];
const PAGES = { readResults, readWhy, readComparison };

function filledFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-plans-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const { db, office } = openFolderAt(dataDir);
  const maker = ballotMaker('tablet-1', 9);
  const records = ['2026-09-02', '2026-10-05', '2026-11-03'].flatMap((day): Accepted[] =>
    maker.many(60).map((made) => ({
      ok: true,
      ...made,
      survey: SIX_CRITERIA,
      day,
      hour: 9,
      sentAt: 0,
      receivedAt: 0,
      note: null,
    })),
  );
  createSubmissionStore(db, office)(records);
  db.transaction(() => {
    for (const { submission } of records.filter((_, i) => i % 10 === 0)) {
      db.prepare("insert into voids values (?, ?, 'test', '', 'someone', 0)").run(submission.id, office);
      addVoid(db, office, submission.id);
    }
  })();
  return databaseFile(dataDir);
}

/** Every statement that a read of a page runs, with the values that it ran with. */
function statementsOf(read: (db: Sqlite.Database) => void, file: string): string[] {
  const run = new Set<string>();
  const db = new Sqlite(file, { readonly: true, verbose: (sql) => run.add(String(sql)) });
  read(db);
  db.close();
  return [...run].filter((sql) => /^\s*select/i.test(sql));
}

/** The tables of an office that grow with its answers; all others hold a few rows for each counter, tablet or version. */
const GROWS = /\b(?:submissions|remarks|tallies|ballot_tallies|reason_tallies|hour_tallies|hour_reason_tallies)\b/;
/** The names that a statement calls such a table by, with the table. */
const growing = (sql: string): Map<string, string> =>
  new Map(
    [
      ...sql.matchAll(/\b(?:from|join)\s+(\w+)(?:\s+(?!on\b|where\b|cross\b|join\b|left\b|group\b|order\b)(\w+))?/g),
    ].flatMap(([, table = '', alias = table]) => (GROWS.test(table) ? [[alias, table] as const] : [])),
  );

it('no page reads a submission but a void one by its id, nor a tally but by its span', () => {
  const file = filledFolder();
  const plans = new Sqlite(file, { readonly: true });
  onTestFinished(() => void plans.close());
  let seen = 0;
  let looked = 0;
  for (const [name, read] of Object.entries(PAGES))
    for (const period of PERIODS)
      for (const narrowing of NARROWINGS) {
        const query = { officeId: 1, period, narrowing, zone: ZONE, today: TODAY };
        for (const sql of statementsOf((db) => void read(db, query), file)) {
          seen += 1;
          const tables = growing(sql);
          const steps = plans.prepare<[], { detail: string }>(`explain query plan ${sql}`).all();
          for (const { detail } of steps) {
            const [, how, called = ''] = /^(SCAN|SEARCH) (\w+)/.exec(detail) ?? [];
            const table = tables.get(called);
            if (how === undefined || table === undefined) continue;
            looked += 1;
            expect(detail, `${name}: ${sql}`).toContain(table === 'submissions' ? '(id=?)' : 'span>? AND span<?');
          }
        }
      }
  // It would say nothing had it seen nothing.
  expect(seen).toBeGreaterThan(200);
  expect(looked).toBeGreaterThan(200);
});

it('what is looked up by an id is found by it, and not among all that the office has', () => {
  const file = filledFolder();
  const run = new Set<string>();
  const db = new Sqlite(file, { verbose: (sql) => run.add(String(sql)) });
  onTestFinished(() => void db.close());
  const [office, scope] = [1, { office: 1, me: '', today: TODAY }];
  const ids = db.prepare<[], string>('select id from submissions order by id limit 3').pluck().all();
  const period = { from: '2026-01-01', to: '2026-12-31' };
  run.clear();
  lookAtAll(db, office, ZONE);
  for (const id of ids) isFlagged(db, office, id);
  db.transaction(() => voidBallot(db, office, ids[1] ?? '', { reason: 'test', note: '', by: 'somebody', at: 0 }))();
  countRemarks(db, office, TODAY);
  listRemarks(db, scope, {}, { after: null, limit: 5 });
  listRemarks(db, scope, { void: '1', tag: 'chờ lâu' }, { after: null, limit: 5 });
  fillRemarks(db, office);
  listSignals(db, office, period);
  listBallots(db, office, { day: '2026-11-03', counter: '', after: '', limit: 5 });
  for (const page of pagesOfSubmissions(db, office, period)) expect(page.length).toBeGreaterThan(0);
  forgetUnlessStored(db, office, 'file', 'source');
  verifyTallies(db, office);
  const plans = new Sqlite(file, { readonly: true });
  onTestFinished(() => void plans.close());
  const steps = [...run]
    .filter((sql) => /\b(submissions|remarks|flagged_ballots)\b/.test(sql) && !/^insert/i.test(sql.trim()))
    .flatMap((sql) =>
      plans
        .prepare<[], { detail: string }>(`explain query plan ${sql}`)
        .all()
        .map(({ detail }) => [detail, sql.replace(/\s+/g, ' ').trim()] as const),
    );
  expect(steps.length).toBeGreaterThan(40);
  const wide = steps.filter(
    ([detail, sql]) =>
      /^(SEARCH .*\(office_id=\?\)|SCAN (?!v\b))/.test(detail) &&
      // Walked by their days until a page is full; counted from an index alone; and counted again from every answer.
      !/^SEARCH r USING INDEX remarks_by_day .*order by r\.day desc/.test(`${detail} ${sql}`) &&
      !detail.startsWith('SEARCH r USING COVERING INDEX remarks_by_status') &&
      !(sql.startsWith('select id, hash, body, sealed') && detail.startsWith('SEARCH s ')),
  );
  expect(wide).toEqual([]);
});
