import './support.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { openDB, unwrap } from 'idb';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/kiosk/database.ts';
import { canonicalBody, NO_PREVIOUS } from '../../src/domain/submission.ts';
import { cached, createServer, disk, draft, freshName, openTablet, sha, START, tabletWith } from './support.ts';

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

  it('takes over what the released version left, without touching a record, and can be given back to it', async () => {
    const name = freshName();
    // As that version made it: sent records were deleted, the third was refused.
    const released = await openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('outbox', { keyPath: ['epoch', 'seq'] });
        db.createObjectStore('refused', { keyPath: ['epoch', 'seq'] });
        db.createObjectStore('meta');
      },
    });
    const rows = [4, 5, 6].map((seq) => {
      const id = `00000000-0000-4000-8000-00000000000${seq}`;
      const body = canonicalBody(draft(seq), { id, device: 'device-1', epoch: 1, seq, prev: NO_PREVIOUS });
      return { epoch: 1, seq, id, hash: sha(body), body, madeAt: START };
    });
    const refused = { ...rows[0], seq: 3, code: 'unknown-field', refusedAt: START };
    for (const row of rows) await released.put('outbox', row);
    await released.put('refused', refused);
    await released.put('meta', { id: 'device-1', token: 'token-1' }, 'device');
    await released.put('meta', cached, 'settings');
    await released.put('meta', { epoch: 1, seq: 6, hash: rows[2]?.hash }, 'last');
    await released.put('meta', START, 'contact');
    released.close();

    const tablet = openTablet(name);
    await tablet.outbox.load();
    expect(await disk(tablet)).toMatchObject({ outbox: rows, kept: [], refused: [refused] });
    await tablet.outbox.add(draft(7));
    const { records } = await tablet.outbox.oldest(2, 1_000_000);
    expect(records).toEqual(rows.slice(0, 2));
    await tablet.outbox.settle(records, createServer().receive(records.map(({ body }) => body)), START);
    expect(await tablet.outbox.state()).toMatchObject({ unsent: 2, kept: 2, refused: 1, last: { epoch: 1, seq: 7 } });
    expect((await tablet.outbox.toTell()).given).toEqual([(await disk(tablet)).last]);

    // Rolled back, that version opens it as it is: it sends what was kept once more, which the server has.
    tablet.database.close();
    const back = await openDB(name, 1);
    expect(await back.count('outbox')).toBe(4);
    expect(await back.getAll('refused')).toEqual([refused]);
    back.close();
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
    const pending = createDatabase(name, { deadlineMs: 100 });
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
    await expect(tablet.outbox.remember('contact', 1)).rejects.toThrow('the disk failed');
    await expect(tablet.database.write(['outbox'])).rejects.toThrow('the disk failed');
    expect((await tablet.outbox.oldest(10, 1_000_000)).records).toHaveLength(1);
  });
});
