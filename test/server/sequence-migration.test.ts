/** What had arrived before the server kept account of it is worked out when the file is opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/server/store/database.ts';
import { EVIDENCE } from '../../src/server/store/schema/12-evidence.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { verifySequence } from '../../src/server/store/verify-sequence.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { backToLevel } from '../helpers/old-file.ts';

const office = { code: '22504', name: 'Đại Lãnh' };
const folder = mkdtempSync(join(tmpdir(), 'hai-long-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the runs of an older file are those of its records, refused ones among them', () => {
  const before = openDatabase({ dataDir: folder, office }, Date.now());
  if (!before.ok) throw new Error(before.message);
  const { db } = before;
  const insert = db.prepare(
    `insert into submissions (id, office_id, device_id, epoch, seq, hash, survey, counter, field, stage, channel, day,
       hour, sent_at, received_at, note, body)
     values (?, 1, ?, ?, ?, ?, 1, 'quay-1', '', '', 'kiosk', '2026-08-31', 9, 0, ?, null, ?)`,
  );
  const refuse = db.prepare(
    `insert into refused_submissions (hash, office_id, device_id, id, code, received_at, body)
     values (?, 1, 'a', null, 'unknown-field', 77, ?)`,
  );
  const ballots = ballotMaker('a', 1).many(9);
  for (const { submission, hash, body } of [
    ...ballots.filter((_, at) => ![2, 4, 5].includes(at)),
    ...ballotMaker('a', 2, { epoch: 3 }).many(2),
    ...ballotMaker('paper:1', 3).many(2),
  ])
    insert.run(submission.id, submission.device, submission.epoch, submission.seq, hash, 1000 + submission.seq, body);
  // Refused: the third, another record for the place of the second, and what tells no place at all.
  const third = ballots[2];
  const second = ballots[1];
  if (!third || !second) throw new Error('nine were made');
  refuse.run(third.hash, Buffer.from(third.body));
  refuse.run('ab'.repeat(32), Buffer.from(second.body.replace('"end"', '"End"')));
  for (const [at, text] of ['{"v":1,"id":"x"', 'nothing', '\u0000', '{"v":1,"id":"x","device":5,"epoch":1}'].entries())
    refuse.run(String(at).repeat(64), Buffer.from(text));
  db.close();
  backToLevel(folder, MIGRATIONS.indexOf(EVIDENCE));

  const opened = openDatabase({ dataDir: folder, office }, Date.now());
  if (!opened.ok) throw new Error(opened.message);
  const runs = opened.db.prepare('select device_id, epoch, first, last, since from device_runs').raw().all();
  expect(runs).toEqual([
    ['a', 1, 1, 4, 77],
    ['a', 1, 7, 9, 1007],
    ['a', 3, 1, 2, 1001],
  ]);
  const ends = opened.db.prepare('select first_prev, last_hash from device_runs where first = 7').raw().get();
  expect(ends).toEqual([ballots[6]?.submission.prev, ballots[8]?.hash]);
  expect(verifySequence(opened.db, opened.office)).toEqual([]);
  opened.db.close();
});
