import './support.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { openDB, unwrap } from 'idb';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/kiosk/database.ts';
import { disk, draft, freshName, openTablet, tabletWith } from './support.ts';

describe('the database', () => {
  it('has one place that starts a write, and it asks for strict durability', () => {
    const files = readdirSync('src/kiosk', { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/.test(file),
    );
    const lines = files.flatMap((file) => readFileSync(`src/kiosk/${file}`, 'utf8').split('\n'));
    expect(files.length).toBeGreaterThan(10);
    const starts = lines.filter((line) => /transaction\(/.test(line) && /readwrite/.test(line));
    expect(starts).toHaveLength(1);
    expect(starts[0]).toContain("durability: 'strict'");
    // The shortcuts of idb write without saying how.
    expect(lines.filter((line) => /\bdb\.(put|add|delete|clear)\(/.test(line))).toEqual([]);
  });

  it('goes on with the database of a newer program, instead of failing at every start', async () => {
    const { name, database } = await tabletWith(2);
    database.close();
    const newer = await openDB(name, 7, { upgrade: (db) => void db.createObjectStore('later') });
    newer.close();
    const tablet = openTablet(name);
    await tablet.outbox.add(draft(3));
    expect((await disk(tablet)).outbox).toHaveLength(3);
  });

  it('makes way for a newer program in another tab, and opens again afterwards', async () => {
    const tablet = await tabletWith(1);
    const newer = await openDB(tablet.name, 2);
    expect(newer.version).toBe(2);
    await tablet.outbox.add(draft(2));
    expect((await disk(tablet)).outbox).toHaveLength(2);
    newer.close();
  });

  it('opens again when the connection was lost without a word', async () => {
    const tablet = await tabletWith(1);
    const tx = await tablet.database.read(['meta']);
    tx.db.close();
    await tablet.outbox.add(draft(2));
    expect((await disk(tablet)).outbox).toHaveLength(2);
  });

  it('never waits longer than the deadline for an open, and closes what comes late', async () => {
    const name = freshName();
    // An old tab that does not make way.
    const holder = await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('old') });
    const pending = createDatabase(name, 100);
    const upgrade = openDB(name, 2, { blocked: () => undefined });
    await expect(pending.read(['meta'])).rejects.toThrow('in time');
    holder.close();
    (await upgrade).close();
    // The late handle must not stand in the way of the next upgrade.
    const next = await openDB(name, 3);
    expect(next.version).toBe(3);
    next.close();
  });

  it('writes nothing more in this session once the disk itself has failed', async () => {
    const tablet = await tabletWith(1);
    const tx = await tablet.database.write(['meta']);
    const error = new DOMException('Connection is closing because of: IO error: FILE_ERROR_NO_SPACE', 'UnknownError');
    Object.defineProperty(unwrap(tx), 'error', { value: error });
    tx.abort();
    await expect(tx.done).rejects.toThrow('IO error');
    await expect(tablet.outbox.add(draft(2))).rejects.toThrow('the disk failed');
    expect((await tablet.outbox.oldest(10, 1_000_000)).records).toHaveLength(1);
  });
});
