import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { fillRemarks } from '../../src/server/store/remark-fill.ts';
import { listRemarks } from '../../src/server/store/remark-list.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { openApp } from '../helpers/server.ts';

/** A data file as the first release wrote it, with these ballots in it. */
function oldFile(dataDir: string, count: number) {
  const db = new Sqlite(databaseFile(dataDir));
  db.pragma('journal_mode = wal');
  for (const sql of MIGRATIONS.slice(0, 2)) db.exec(sql);
  db.pragma('user_version = 2');
  db.exec(
    `insert into offices (id, code, name, pin, rules) values (1, '22504', 'Trung tâm', '', '{"idleSeconds":30,"countdownSeconds":10,"onLeft":"keep"}')`,
  );
  db.prepare('insert into surveys values (1, 1, ?, 0)').run(JSON.stringify(SIX_CRITERIA));
  const insert = db.prepare(
    `insert into submissions (id, office_id, device_id, epoch, seq, hash, survey, counter, field, stage, channel, day, hour, sent_at, received_at, body)
     values (?, 1, 'd', 1, ?, ?, 1, ?, ?, ?, ?, '2026-10-05', 9, 0, 0, ?)`,
  );
  const ballots = ballotMaker('d', 11, { answeredAt: Date.UTC(2026, 9, 5, 2) }).many(count);
  for (const { submission, hash, body } of ballots) {
    const { id, seq, counter, field, stage, channel } = submission;
    insert.run(id, seq, hash, counter, field ?? '', stage ?? '', channel, body);
  }
  db.close();
  return ballots.map(({ submission }) => submission);
}

test('remarks of an older file get the same rows as if they came now, apart from a deadline that nobody was told', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-old-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const submissions = oldFile(dataDir, 2500);
  const old = openApp({ dataDir });
  onTestFinished(old.close);
  const fresh = openApp();
  onTestFinished(fresh.close);
  const { token } = await fresh.enrol();
  const again = ballotMaker('d', 11, { answeredAt: Date.UTC(2026, 9, 5, 2) }).many(2500);
  for (let at = 0; at < again.length; at += 100) {
    const bodies = again.slice(at, at + 100).map(({ body }) => body);
    await sendBatch(async (path, init) => fresh.app.request(path, init), token, batchOf(bodies));
  }
  const rows = ({ db }: typeof old) =>
    db
      .prepare(
        `select submission_id, day, counter, field, stage, channel, survey, lowest, low_criteria, folded, personal, status, version
         from remarks order by submission_id`,
      )
      .all();
  expect(rows(old).length).toBe(submissions.filter(({ remark }) => remark !== null).length);
  expect(rows(old).length).toBeGreaterThan(400);
  expect(rows(old)).toEqual(rows(fresh));
  expect(old.db.prepare('select count(*) from remarks where due is not null').pluck().get()).toBe(0);
  expect(fillRemarks(old.db, old.deps.office)).toBe(0);
  const scope = { office: old.deps.office, me: '', today: '2026-11-23' };
  expect(listRemarks(old.db, scope, { text: 'cho hoi lau' }, { after: null, limit: 5 }).remarks).toHaveLength(5);
});

test('filling goes on where it was cut off', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-old-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  oldFile(dataDir, 100);
  const { db, deps, close } = openApp({ dataDir });
  onTestFinished(close);
  db.exec('update remarks set folded = null where rowid % 2 = 0');
  const left = db.prepare('select count(*) from remarks where folded is null').pluck().get();
  expect(left).toBeGreaterThan(3);
  expect(fillRemarks(db, deps.office, 2)).toBe(left);
  expect(db.prepare('select count(*) from remarks where folded is null').pluck().get()).toBe(0);
});
