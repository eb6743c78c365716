/**
 * Counts everything again from the stored bodies and holds the tally tables against it. Reads one consistent state, also
 * beside a running server, and changes nothing.
 */
import { createHash } from 'node:crypto';
import type { Database } from './engine.ts';
import { safeParse } from 'zod/v4/core';
import type { Submission } from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { readSurvey } from './surveys.ts';
import { RecordShape } from './record-shape.ts';
import { readOpenMonth } from './tallies.ts';
import {
  createTallySums,
  TABLE_NAMES,
  TALLY_TABLES,
  type TallyKey,
  type TallySums,
  type TallyTable,
} from './tallies-sums.ts';

export interface Difference {
  table: TallyTable;
  kind: 'missing' | 'extra' | 'different';
  /** The words of the key of the table, from the span on. */
  key: string;
  /** The counts worked out from the bodies, and those in the table. */
  derived: number[] | null;
  stored: number[] | null;
}
export interface Verification {
  submissions: number;
  differences: Difference[];
  /**
   * Ids of submissions whose bytes (of the sealed line, where there is one) no longer fit their hash, or whose columns say
   * something else than their body.
   */
  altered: string[];
}

interface Row extends TallyKey {
  id: string;
  hash: string;
  body: string;
  sealed: string | null;
  /** 1 when the ballot does not count. */
  void: number;
  /** 1 when something about it was pointed out. */
  flagged: number;
}

const fits = (row: Row, body: Submission) =>
  createHash('sha256')
    .update(row.sealed ?? row.body)
    .digest('hex') === row.hash &&
  body.id === row.id &&
  body.survey === row.survey &&
  body.counter === row.counter &&
  (body.field ?? '') === row.field &&
  (body.stage ?? '') === row.stage &&
  body.channel === row.channel;

const isNothing = (counts: readonly number[]) => counts.every((count) => count === 0);

function derive(db: Database, office: number) {
  const versions = db.prepare<[number], number>('select version from surveys where office_id = ?').pluck().all(office);
  const surveys = new Map<number, Survey | null>(versions.map((version) => [version, readSurvey(db, office, version)]));
  const openMonth = readOpenMonth(db, office);
  const sums = createTallySums(openMonth);
  const flagged = createTallySums(openMonth, 'flagged');
  const altered: string[] = [];
  let submissions = 0;
  const rows = db.prepare<[number], Row>(
    `select id, hash, body, sealed, day, hour, counter, field, stage, channel, survey, v.submission_id is not null as void,
       exists (select 1 from flagged_ballots f where f.office_id = s.office_id and f.submission_id = s.id) as flagged
     from submissions s left join voids v on v.office_id = s.office_id and v.submission_id = s.id where s.office_id = ?`,
  );
  for (const row of rows.iterate(office)) {
    submissions += 1;
    const body = safeParse(RecordShape, parse(row.body));
    const survey = surveys.get(row.survey);
    if (!body.success || !survey || !fits(row, body.data)) altered.push(row.id);
    else if (row.void === 0) {
      sums.add(row, body.data, survey);
      if (row.flagged === 1) flagged.add(row, body.data, survey);
    }
  }
  return { sums: [sums, flagged], submissions, altered };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null; // Counted as altered: no shape fits it.
  }
}

function compare(db: Database, office: number, sums: readonly TallySums[]): Difference[] {
  const derived = new Map<string, number[]>();
  for (const one of sums)
    for (const { table, key, counts } of one.rows()) derived.set([table, ...key].join('|'), counts);
  const differences: Difference[] = [];
  for (const table of TABLE_NAMES) {
    const { keys, counts } = TALLY_TABLES[table];
    const width = keys.length;
    const rows = db
      .prepare<[number], (string | number)[]>(
        `select ${[...keys, ...counts].join(', ')} from ${table} where office_id = ?`,
      )
      .raw()
      .iterate(office);
    for (const row of rows) {
      const key = row.slice(0, width).join('|');
      const stored = row.slice(width).map(Number);
      const expected = derived.get(`${table}|${key}`) ?? null;
      derived.delete(`${table}|${key}`);
      if (expected === null) {
        if (!isNothing(stored)) differences.push({ table, kind: 'extra', key, derived: null, stored });
      } else if (expected.some((count, i) => count !== stored[i]))
        differences.push({ table, kind: 'different', key, derived: expected, stored });
    }
  }
  for (const [name, counts] of derived) {
    const table = TABLE_NAMES.find((one) => name.startsWith(`${one}|`));
    if (table)
      differences.push({ table, kind: 'missing', key: name.slice(table.length + 1), derived: counts, stored: null });
  }
  return differences;
}

/** @returns what was found; no differences and nothing altered means that every count is right. */
export function verifyTallies(db: Database, office: number): Verification {
  return db.transaction((): Verification => {
    const { sums, submissions, altered } = derive(db, office);
    return { submissions, differences: compare(db, office, sums), altered };
  })();
}
