import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../src/server/deps.ts';
import { createAudit, FIRST_LINK, macOf, type StoredRow } from '../../src/server/store/audit.ts';
import { type Anchor, anchoredTo, anchorFile, createAnchors } from '../../src/server/store/audit-anchors.ts';
import { verifyAudit } from '../../src/server/store/audit-verify.ts';
import { keyFor, secretFile } from '../../src/server/store/secret.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { addPerson, openBrowser, signInFully } from '../helpers/people.ts';
import { openApp } from '../helpers/server.ts';

const ROUNDS = 1000;
const [ANCHORED, ALL] = [120, 130];

/** A log of so many rows, anchored up to one of them. */
/** The only one of a data file. */
const OFFICE = 1;
function open(all = ALL, anchored = ANCHORED) {
  const server = openApp();
  onTestFinished(server.close);
  const { db, deps } = server;
  const told: Anchor[] = [];
  const anchor = createAnchors(db, deps.office, deps.now, (one) => told.push(one));
  const write = db.transaction(() => {
    for (let i = 1; i <= all; i++) {
      deps.audit({ actor: `person-${i % 7}`, action: 'remark.assign', object: `remark-${i}`, detail: { to: i } });
      if (i === 40 || i === anchored) anchor('now');
    }
  });
  write.immediate();
  return { server, db, told };
}
const read = (db: Database) =>
  db
    .prepare<[], StoredRow>(
      'select seq, office_id as office, at, actor, action, object, detail, mac from audit_log order by seq',
    )
    .all();
/** What somebody does who may write the data file: triggers are no obstacle. */
function overwrite(db: Database, rows: readonly StoredRow[]): void {
  db.exec('drop trigger if exists audit_log_unchanged; drop trigger if exists audit_log_kept; delete from audit_log');
  const insert = db.prepare(
    `insert into audit_log (seq, office_id, at, actor, action, object, detail, mac)
     values (@seq, @office, @at, @actor, @action, @object, @detail, @mac)`,
  );
  for (const row of rows) insert.run(row);
}
/** Somebody who has the secret as well makes the whole chain fit again. */
function chained(db: Database, rows: readonly StoredRow[]): StoredRow[] {
  let before = FIRST_LINK;
  return rows.map((row, i) => {
    const moved = { ...row, seq: i + 1 };
    before = macOf(keyFor(db, 'audit'), before, moved);
    return { ...moved, mac: before };
  });
}

describe('the audit log', () => {
  test('cannot be changed or shortened, by anything that goes through the database', () => {
    const { db } = open();
    expect(() => db.exec(`update audit_log set actor = 'x' where seq = 3`)).toThrow('only grows');
    expect(() => db.exec('delete from audit_log where seq = 130')).toThrow('only grows');
  });

  test('is whole as it was written, and says how far it is anchored', () => {
    const { db, told } = open();
    expect(verifyAudit(db, OFFICE)).toEqual({
      rows: ALL,
      anchored: { from: 1, to: ANCHORED, brokenAt: null },
      unanchored: { from: ANCHORED + 1, to: ALL, brokenAt: null },
      unsigned: 0,
    });
    expect(told.map(({ seq }) => seq)).toEqual([40, ANCHORED]);
    expect(readFileSync(anchorFile(db), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  test(`shows every one of ${ROUNDS} changes before the last anchor (seed 96)`, { timeout: 60_000 }, () => {
    const [rows, anchored] = [36, 30];
    const { db } = open(rows, anchored);
    const chance = randomFrom(96);
    const below = (end: number) => Math.floor(chance() * end);
    const whole = read(db);
    const kinds: Record<string, (all: StoredRow[]) => StoredRow[]> = {
      edit: (all) => {
        const column = (['at', 'actor', 'action', 'object', 'detail', 'office'] as const)[below(6)] ?? 'at';
        return all.map((row, i) =>
          i === at ? { ...row, [column]: typeof row[column] === 'number' ? row[column] + 1 : `${row[column]} ` } : row,
        );
      },
      delete: (all) => all.filter((_, i) => i !== at),
      'delete and close the gap': (all) => all.filter((_, i) => i !== at).map((row, i) => ({ ...row, seq: i + 1 })),
      reorder: (all) => {
        const [one, two] = [all[at], all[at + 1]];
        return all.map((row, i) =>
          i === at && two ? { ...two, seq: row.seq } : i === at + 1 && one ? { ...one, seq: row.seq } : row,
        );
      },
      truncate: (all) => all.slice(0, at),
      insert: (all) =>
        [...all.slice(0, at), ...all.slice(at, at + 1), ...all.slice(at)].map((row, i) => ({ ...row, seq: i + 1 })),
      'edit and chain again': (all) =>
        chained(
          db,
          all.map((row, i) => (i === at ? { ...row, actor: 'nobody' } : row)),
        ),
      'delete and chain again': (all) =>
        chained(
          db,
          all.filter((_, i) => i !== at),
        ),
    };
    overwrite(db, whole);
    let at = 0;
    const missed: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      at = below(anchored - 1);
      const [name, change] = Object.entries(kinds)[round % Object.keys(kinds).length] ?? [];
      const changed = db.transaction(() => {
        overwrite(db, change?.([...whole]) ?? whole);
        if (verifyAudit(db, OFFICE).anchored?.brokenAt === null) missed.push(`${name} of row ${at + 1}`);
        throw new Error('take it back');
      });
      expect(changed).toThrow('take it back');
    }
    expect(missed).toEqual([]);
    expect(verifyAudit(db, OFFICE).anchored?.brokenAt).toBe(null);
  });

  test('shows an edit after the last anchor too; only that its end was cut off is not seen there', () => {
    const { db } = open();
    const rows = read(db);
    overwrite(
      db,
      rows.map((row) => (row.seq === 125 ? { ...row, actor: 'nobody' } : row)),
    );
    expect(verifyAudit(db, OFFICE)).toMatchObject({ anchored: { brokenAt: null }, unanchored: { brokenAt: 125 } });
    overwrite(db, rows.slice(0, 125));
    expect(verifyAudit(db, OFFICE)).toMatchObject({ rows: 125, unanchored: { to: 125, brokenAt: null } });
  });

  test('is found wanting when it is gone altogether, and an anchor that was made up is seen', () => {
    const { db } = open();
    overwrite(db, []);
    expect(verifyAudit(db, OFFICE)).toMatchObject({
      rows: 0,
      anchored: { from: 1, to: ANCHORED, brokenAt: 1 },
      unanchored: null,
    });
    appendFileSync(anchorFile(db), `${JSON.stringify({ at: 1, seq: 999, mac: 'x', signature: 'y' })}\nno anchor\n`);
    expect(verifyAudit(db, OFFICE)).toMatchObject({ anchored: { to: ANCHORED }, unsigned: 2 });
  });

  test('never forks: two connections that append in turns make one chain', () => {
    const { server, db } = open();
    const other = openApp({ dataDir: server.dataDir });
    onTestFinished(() => void other.db.close());
    for (let i = 0; i < 40; i++) (i % 2 ? server : other).deps.audit({ actor: 'a', action: 'b.c', object: String(i) });
    expect(verifyAudit(db, OFFICE)).toMatchObject({ rows: ALL + 40, unanchored: { to: ALL + 40, brokenAt: null } });
  });

  test('has no row for a deed that was taken back', () => {
    const { server, db } = open();
    const deed = db.transaction(() => {
      server.deps.audit({ actor: 'a', action: 'b.c', object: 'd' });
      throw new Error('no');
    });
    expect(deed).toThrow('no');
    expect(verifyAudit(db, OFFICE)).toMatchObject({ rows: ALL, unanchored: { brokenAt: null } });
  });

  test('is anchored every 64 rows, or an hour after the last', () => {
    let now = 1_000_000;
    const server = openApp({ now: () => now });
    onTestFinished(server.close);
    const told: number[] = [];
    const anchor = createAnchors(
      server.db,
      server.deps.office,
      () => now,
      ({ seq }) => told.push(seq),
    );
    const audit = createAudit(server.db, server.deps.office, () => now, anchor);
    for (let i = 0; i < 130; i++) audit({ actor: 'a', action: 'b.c', object: String(i) });
    expect(told).toEqual([64, 128]);
    now += 3_599_999;
    anchor();
    expect(told).toHaveLength(2);
    now += 1;
    anchor();
    anchor();
    expect(told).toEqual([64, 128, 130]);
  });

  test('has its key beside the data file, for its owner alone, and needs that very one', () => {
    const { server, db } = open();
    expect(statSync(secretFile(server.dataDir)).mode & 0o777).toBe(0o600);
    expect(existsSync(join(server.dataDir, 'audit-anchors.log'))).toBe(true);
    expect(db.serialize().includes(readFileSync(secretFile(server.dataDir)))).toBe(false);
    writeFileSync(secretFile(server.dataDir), Buffer.alloc(32, 7));
    const other = openApp({ dataDir: server.dataDir });
    onTestFinished(() => void other.db.close());
    expect(verifyAudit(other.db, OFFICE)).toMatchObject({ unanchored: { brokenAt: 1 }, unsigned: 2 });
  });
});

test('an administrator reads it newest first, page by page, by person and by area', async () => {
  const { server } = open();
  const id = await addPerson(server, 'lan', 'administrator');
  const browser = openBrowser(server);
  await signInFully(server, browser, 'lan');
  const get = async (query = '') => (await browser.ask('GET', `/api/audit${query}`)).body;
  const first = (await get()) as { rows: { seq: number }[]; next: number; areas: string[]; anchoredTo: number };
  expect(first.rows).toHaveLength(100);
  expect(first.rows[0]).toMatchObject({
    actor: id,
    actorName: 'Người lan',
    action: 'session.sign-in',
    objectName: 'Người lan',
    detail: {},
  });
  expect(first.rows[1]).toMatchObject({ actorName: null, detail: { to: ALL } });
  expect([first.areas, first.anchoredTo]).toEqual([['remark', 'session'], ANCHORED]);
  const second = (await get(`?before=${first.next}`)) as typeof first;
  expect(second.rows).toHaveLength(31);
  expect(second.next).toBe(null);
  expect([...first.rows, ...second.rows].map(({ seq }) => seq)).toEqual(Array.from({ length: 131 }, (_, i) => 131 - i));
  expect(((await get('?actor=person-3')).rows as unknown[]).length).toBe(19);
  expect(((await get('?area=session')).rows as unknown[]).length).toBe(1);
  expect((await get('?area=sess')).rows).toEqual([]);
  expect((await get('?before=x')).code).toBe('wrong-type');
});

test('how far the log is anchored is never an older figure than the file has', () => {
  const { server, db } = open(130, 120);
  expect(anchoredTo(db)).toBe(120);
  expect(anchoredTo(db)).toBe(120);
  createAnchors(db, server.deps.office, server.deps.now, () => {})('now');
  expect(anchoredTo(db)).toBe(130);
  const whole = readFileSync(anchorFile(db), 'utf8');
  // As long as before, and nothing in it was signed here.
  writeFileSync(anchorFile(db), whole.replace(/"signature":"./g, '"signature":"#'));
  expect(anchoredTo(db)).toBe(0);
});
