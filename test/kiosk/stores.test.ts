import { unwrap } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceEvent } from '../../src/domain/device-event.ts';
import { Submission } from '../../src/domain/submission.ts';
import type { Database } from '../../src/kiosk/database.ts';
import { openJournal, type Journal } from '../../src/kiosk/journal/journal.ts';
import { recordLine, unsentLine } from '../../src/kiosk/journal/said.ts';
import { createMark } from '../../src/kiosk/mark.ts';
import { KEEP_MS } from '../../src/kiosk/keeping.ts';
import { MemoryFolder } from './memory-folder.ts';
import { cached, createServer, disk, draft, freshName, openTablet, START, type Tablet } from './support.ts';

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const ALL = [10_000, 100_000_000] as const;
const DEVICE = { id: 'device-1', token: 'token-1' };

/** The three places where a tablet keeps things. */
class Machine {
  name = freshName();
  folder = new MemoryFolder();
  marks = new Map<string, string>();
  journals: Journal[] = [];
  reserve = 1000;

  /** Starts the tablet (again); `wrap` stands between it and its database. */
  async start(wrap?: (database: Database) => Database, saveDeadlineMs?: number): Promise<Tablet> {
    this.folder = this.folder.after(1);
    const storage = {
      getItem: (name: string) => this.marks.get(name) ?? null,
      setItem: (name: string, value: string) => void this.marks.set(name, value),
    };
    const tablet = openTablet(this.name, wrap, saveDeadlineMs, {
      openJournal: async (install) => {
        const journal = await openJournal(this.folder, install, this.reserve);
        this.journals.push(journal);
        return journal;
      },
      mark: createMark(storage),
    });
    await tablet.outbox.load();
    return tablet;
  }
  async open(...args: Parameters<Machine['start']>): Promise<Tablet> {
    const tablet = await this.start(...args);
    await tablet.outbox.attach();
    return tablet;
  }
  /** The database comes back empty, as after damage that the browser could not mend. */
  wipeDatabase(): void {
    this.name = freshName();
  }
  wipeJournal(): void {
    this.folder = new MemoryFolder();
  }
  journal = async (): Promise<Journal> => openJournal(this.folder.after(1), 'reader', 0);
}
async function machineWith(records: number): Promise<{ machine: Machine; tablet: Tablet }> {
  const machine = new Machine();
  const tablet = await machine.open();
  await tablet.outbox.enrolled(DEVICE, cached);
  for (const number of upTo(records)) await tablet.outbox.add(draft(number));
  return { machine, tablet };
}
const events = async ({ outbox }: Tablet): Promise<DeviceEvent[]> => (await outbox.toTell()).events ?? [];
const kinds = async (tablet: Tablet) => (await events(tablet)).map(({ kind }) => kind);
const seqs = (rows: readonly { seq: number }[]) => rows.map(({ seq }) => seq);
async function sendAll({ outbox }: Tablet, server = createServer()): Promise<number[]> {
  const { records } = await outbox.oldest(...ALL);
  await outbox.settle(records, server.receive(records.map(({ body }) => body)), START);
  return seqs(records);
}
const inJournal = async (machine: Machine) => seqs(await (await machine.journal()).places(null, 10_000));

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a save', () => {
  it('is in the database and in the journal, byte for byte', async () => {
    const { machine, tablet } = await machineWith(3);
    const { outbox } = await disk(tablet);
    expect(await (await machine.journal()).unsent(null, 10)).toEqual(outbox);
    expect(tablet.outbox.stores()).toEqual({ database: 'ok', journal: 'ok' });
    expect(JSON.parse(machine.marks.get('hai-long-mark') ?? '')).toMatchObject({ epoch: 1, seq: 3 });
  });

  it('is enough in the database alone when the journal fails, and the next start completes it without alarm', async () => {
    const { machine, tablet } = await machineWith(2);
    machine.folder.room = machine.folder.used() - machine.reserve;
    await tablet.outbox.add(draft(3));
    expect(tablet.outbox.stores()).toEqual({ database: 'ok', journal: 'read-only' });
    expect(await kinds(tablet)).toEqual(['disk-full']);
    machine.folder.room = Infinity;
    await tablet.outbox.add(draft(4));
    expect(tablet.outbox.stores().journal).toBe('ok');
    const again = await machine.open();
    expect(await inJournal(machine)).toEqual([1, 2, 3, 4]);
    expect(await kinds(again)).toEqual(['disk-full']);
  });

  it('gives up the reserve for what does not fit, once, and tells it', async () => {
    const machine = new Machine();
    machine.reserve = 1_000_000;
    const tablet = await machine.open();
    await tablet.outbox.enrolled(DEVICE, cached);
    await vi.waitFor(() => expect(machine.folder.files.get('reserve')?.bytes.length).toBe(1_000_000));
    machine.folder.room = machine.folder.used();
    for (const number of upTo(200)) await tablet.outbox.add(draft(number));
    expect(tablet.outbox.stores()).toEqual({ database: 'ok', journal: 'ok' });
    expect(await inJournal(machine)).toEqual(upTo(200));
    expect(await kinds(tablet)).toEqual(['disk-full']);
  });

  it('makes room for the database as well when its allowance is used up, and is saved after all', async () => {
    const machine = new Machine();
    // As long as the reserve is there nothing more fits.
    const allowance = (database: Database): Database => ({
      ...database,
      write: async (stores) => {
        const tx = await database.write(stores);
        if (stores.length === 2 && machine.folder.files.get('reserve')?.bytes.length)
          setImmediate(() => {
            const error = new DOMException('the allowance is used up', 'QuotaExceededError');
            Object.defineProperty(unwrap(tx), 'error', { value: error });
            tx.abort();
          });
        return tx;
      },
    });
    const tablet = await machine.open(allowance);
    await tablet.outbox.enrolled(DEVICE, cached);
    await vi.waitFor(() => expect(machine.folder.files.get('reserve')?.bytes.length).toBe(1000));
    await tablet.outbox.add(draft(1));
    expect(seqs((await disk(tablet)).outbox)).toEqual([1]);
    expect(await kinds(tablet)).toEqual(['disk-full']);
    expect((await (await machine.journal()).facts()).records).toBe(1);
  });

  it('that rejects is void in the journal, and the next try of the same visit has the same id', async () => {
    const machine = new Machine();
    let failing = false;
    const tablet = await machine.open((database) => ({
      ...database,
      write: async (stores) => {
        const tx = await database.write(stores);
        if (failing && stores.length === 2)
          setImmediate(() => {
            if (failing) tx.abort();
            failing = false;
          });
        return tx;
      },
    }));
    await tablet.outbox.enrolled(DEVICE, cached);
    failing = true;
    const visit = draft(1);
    await expect(tablet.outbox.add(visit)).rejects.toThrow();
    expect(await inJournal(machine)).toEqual([]);
    await tablet.outbox.add(visit);
    const [record] = (await disk(tablet)).outbox;
    expect((await (await machine.journal()).facts()).records).toBe(1);
    const said = [...(machine.folder.files.get('journal-a')?.bytes ?? [])].map((byte) => String.fromCharCode(byte));
    const ids = [...said.join('').matchAll(/"id":"([0-9a-f-]{36})"/g)].map((match) => match[1]);
    expect(new Set(ids)).toEqual(new Set([record?.id]));
    expect(ids.length).toBeGreaterThan(1);
  });

  it('does not wait for a journal that hangs longer than for the disk', async () => {
    const { machine } = await machineWith(1);
    const tablet = await machine.open(undefined, 100);
    vi.spyOn(machine.journals.at(-1) ?? Object(null), 'append').mockReturnValue(new Promise(() => undefined));
    await tablet.outbox.add(draft(2));
    expect(tablet.outbox.stores()).toEqual({ database: 'ok', journal: 'off' });
    expect(seqs((await disk(tablet)).outbox)).toEqual([1, 2]);
    const again = await machine.open();
    expect(await inJournal(machine)).toEqual([1, 2]);
    expect(await kinds(again)).toEqual([]);
  });

  it('in a second tab, which does not get the journal, is in the database, and nothing breaks', async () => {
    const { machine, tablet } = await machineWith(1);
    const second = openTablet(machine.name, undefined, undefined, {
      openJournal: (install) => openJournal(machine.folder, install, 0),
    });
    await second.outbox.load();
    await second.outbox.attach();
    await second.outbox.add(draft(2));
    expect(second.outbox.stores()).toEqual({ database: 'ok', journal: 'off' });
    await tablet.outbox.add(draft(3));
    const again = await machine.open();
    expect(seqs((await disk(again)).outbox)).toEqual([1, 2, 3]);
    expect(await inJournal(machine)).toEqual([1, 2, 3]);
    expect(await kinds(again)).toEqual([]);
  });
});

describe('a first start, and one like any other', () => {
  it('tells nothing, ever', async () => {
    for (let time = 0; time < 20; time++) {
      const { machine, tablet } = await machineWith(time % 3);
      await sendAll(tablet);
      expect(await kinds(tablet)).toEqual([]);
      for (let start = 0; start < 3; start++) {
        const again = await machine.open();
        expect(await kinds(again)).toEqual([]);
        await again.outbox.add(draft(start));
      }
    }
  });

  it('tells nothing before the tablet is enrolled', async () => {
    const machine = new Machine();
    for (let start = 0; start < 3; start++) expect(await kinds(await machine.open())).toEqual([]);
  });

  it('tells nothing after a kill in the middle of a save, and has what was saved in both', async () => {
    for (const killAfter of [1, 2, 3, 4]) {
      const { machine, tablet } = await machineWith(2);
      machine.folder.killAt = machine.folder.steps + killAfter;
      await tablet.outbox.add(draft(3));
      machine.folder = machine.folder.after(1);
      const again = await machine.open();
      expect(seqs((await disk(again)).outbox)).toEqual([1, 2, 3]);
      expect(await inJournal(machine)).toEqual([1, 2, 3]);
    }
  });

  it('tells nothing when the released version was there before, and takes its records into the journal', async () => {
    const machine = new Machine();
    const released = openTablet(machine.name);
    await released.outbox.enrolled(DEVICE, cached);
    for (const number of upTo(5)) await released.outbox.add(draft(number));
    // That version deleted what was sent.
    const tx = await released.database.write(['outbox']);
    await Promise.all([tx.store.delete([1, 1]), tx.store.delete([1, 2]), tx.done]);
    for (let start = 0; start < 2; start++) {
      const tablet = await machine.open();
      expect(await kinds(tablet)).toEqual([]);
      expect(await inJournal(machine)).toEqual([3, 4, 5]);
      expect(seqs((await disk(tablet)).outbox)).toEqual([3, 4, 5]);
    }
  });
});

describe('a database that came back empty', () => {
  it('is filled again from the journal, told, and a new epoch begins once the tablet is enrolled', async () => {
    const { machine, tablet } = await machineWith(7);
    const server = createServer();
    const { records } = await tablet.outbox.oldest(4, 1_000_000);
    await tablet.outbox.settle(records, server.receive(records.map(({ body }) => body)), START);
    const before = await disk(tablet);
    // What was sent is noted in the journal behind: without that it would be sent again.
    await vi.waitFor(async () => expect(await (await machine.journal()).unsent(null, 10)).toHaveLength(3));
    machine.wipeDatabase();
    const again = await machine.open();
    expect(await disk(again)).toMatchObject({ outbox: before.outbox, kept: before.kept });
    expect(await again.outbox.state()).toMatchObject({ unsent: 3, kept: 4 });
    await again.outbox.enrolled({ id: 'device-2', token: 'token-2' }, cached);
    await again.outbox.add(draft(8));
    expect(await sendAll(again, server)).toEqual([5, 6, 7, 1]);
    expect(server.stored.size).toBe(8);
    const last = [...server.stored.values()].at(-1) ?? '';
    expect(Submission.parse(JSON.parse(last))).toMatchObject({ device: 'device-2', epoch: 2, seq: 1 });
    expect(await kinds(again)).toEqual(['database-reset']);
    expect(await kinds(await machine.open())).toEqual(['database-reset']);
  });

  it('is known from the journal when the mark is gone as well', async () => {
    const { machine } = await machineWith(3);
    machine.wipeDatabase();
    machine.marks.clear();
    const again = await machine.open();
    expect(await kinds(again)).toEqual(['database-reset']);
    expect(seqs((await disk(again)).outbox)).toEqual([1, 2, 3]);
  });

  it('is known from the mark when the journal is gone as well, and what is lost is told', async () => {
    const { machine } = await machineWith(3);
    machine.wipeDatabase();
    machine.wipeJournal();
    const again = await machine.open();
    expect(await events(again)).toMatchObject([
      { kind: 'database-reset' },
      { kind: 'record-damaged', place: { epoch: 1, seq: 1 }, note: '1–3' },
    ]);
    await again.outbox.enrolled(DEVICE, cached);
    await again.outbox.add(draft(4));
    expect((await disk(again)).outbox).toMatchObject([{ epoch: 2, seq: 1 }]);
  });

  it('is filled to the end after a kill in the middle of that', async () => {
    const { machine } = await machineWith(30);
    machine.wipeDatabase();
    let writes = 0;
    const dies = await machine.start((database) => ({
      ...database,
      write: async (stores) => {
        if ((writes += 1) > 11) throw new Error('killed');
        return database.write(stores);
      },
    }));
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await dies.outbox.attach();
    const again = await machine.open();
    expect(seqs((await disk(again)).outbox)).toEqual(upTo(30));
    expect(await kinds(again)).toEqual(['database-reset']);
  });

  it('never meets a place of the earlier life, also when the tablet joins before anything was compared', async () => {
    const { machine } = await machineWith(3);
    machine.wipeDatabase();
    const again = await machine.start();
    await again.outbox.enrolled({ id: 'device-2', token: 't' }, cached);
    await again.outbox.add(draft(4));
    const { outbox } = await disk(again);
    expect(outbox.map(({ epoch, seq }) => `${epoch}/${seq}`)).toEqual(['1/1', '1/2', '1/3', '2/1']);
  });
});

describe('a record that was deleted from the database alone', () => {
  async function remove({ database }: Tablet, ...deleted: number[]): Promise<void> {
    const tx = await database.write(['outbox']);
    await Promise.all([...deleted.map((seq) => tx.store.delete([1, seq])), tx.done]);
  }

  it('comes back from the journal without a restart, is sent once, and told', async () => {
    const { tablet } = await machineWith(5);
    const server = createServer();
    const before = await disk(tablet);
    await remove(tablet, 2, 5);
    expect(await sendAll(tablet, server)).toEqual([1, 3, 4]);
    expect(await sendAll(tablet, server)).toEqual([2, 5]);
    expect(server.stored.size).toBe(5);
    expect((await disk(tablet)).kept).toEqual(before.outbox);
    expect(await sendAll(tablet, server)).toEqual([]);
    expect((await events(tablet)).map(({ kind, place }) => [kind, place?.seq])).toEqual([
      ['record-mended', 2],
      ['record-mended', 5],
    ]);
  });

  it('is told from one that was refused, or purged, or is being saved: these stay as they are', async () => {
    const { machine, tablet } = await machineWith(4);
    const { records } = await tablet.outbox.oldest(...ALL);
    const receipts = records.map(({ id, hash, seq }) =>
      seq === 2 ? ({ id, hash, status: 'refused', code: 'field' } as const) : ({ id, hash, status: 'stored' } as const),
    );
    await tablet.outbox.settle(records, receipts, START);
    await tablet.outbox.heard({ receivedAt: START + KEEP_MS, settings: 'tag-1', backedUpAt: START + 1 });
    // The journal heard of neither, and has a line of a save that is not complete.
    const [journal] = machine.journals;
    const next = { ...records[3], seq: 5, hash: '5'.repeat(64) } as (typeof records)[number];
    await journal?.append([...records, next].map(recordLine));
    await journal?.append([unsentLine({ epoch: 1, first: 1, last: 5 })]);
    expect((await journal?.facts())?.unsent).toBe(5);
    expect(await sendAll(tablet)).toEqual([]);
    expect(await disk(tablet)).toMatchObject({ outbox: [], refused: [{ seq: 2 }] });
    await tablet.outbox.add(draft(5));
    expect(await sendAll(tablet)).toEqual([5]);
    expect(await kinds(tablet)).toEqual([]);
  });

  it('does not keep a pass waiting when the journal hangs', async () => {
    const { machine, tablet } = await machineWith(1);
    await sendAll(tablet);
    vi.spyOn(machine.journals[0] ?? Object(null), 'unsent').mockReturnValue(new Promise(() => undefined));
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const asked = tablet.outbox.oldest(...ALL);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(5000);
    expect((await asked).records).toEqual([]);
  });
});

describe('a journal that came back empty, or damaged', () => {
  it('is written again from the database, and told', async () => {
    const { machine } = await machineWith(250);
    machine.wipeJournal();
    const again = await machine.open();
    expect(await inJournal(machine)).toEqual(upTo(250));
    expect(await kinds(again)).toEqual(['journal-reset']);
    expect(await kinds(await machine.open())).toEqual(['journal-reset']);
  });

  it('gets back the tail that it lost', async () => {
    const { machine } = await machineWith(20);
    const file = machine.folder.files.get('journal-a');
    if (!file) throw new Error('no journal');
    file.safe = file.bytes = file.bytes.slice(0, file.bytes.length - 2000);
    const again = await machine.open();
    expect(await inJournal(machine)).toEqual(upTo(20));
    expect(await kinds(again)).toEqual(['journal-reset']);
  });

  it('is mended line by line, and each is told', async () => {
    const { machine, tablet } = await machineWith(6);
    const before = (await disk(tablet)).outbox;
    const size = machine.folder.files.get('journal-a')?.bytes.length ?? 0;
    machine.folder.flip('journal-a', (size - 300) * 8);
    const again = await machine.open();
    expect(await events(again)).toMatchObject([{ kind: 'record-mended', place: { epoch: 1, seq: 6 } }]);
    expect(await (await machine.journal()).unsent(null, 10)).toEqual(before);
    expect((await (await machine.journal()).facts()).damaged).toBe(0);
  });
});

describe('a mark that is gone', () => {
  it('is told and made again', async () => {
    const { machine } = await machineWith(2);
    machine.marks.clear();
    expect(await kinds(await machine.open())).toEqual(['mark-lost']);
    expect(JSON.parse(machine.marks.get('hai-long-mark') ?? '')).toMatchObject({ epoch: 1, seq: 2 });
    expect(await kinds(await machine.open())).toEqual(['mark-lost']);
  });

  it('tells of places that neither store has, once, and they are not given out again', async () => {
    const { machine } = await machineWith(3);
    const mark: object = JSON.parse(machine.marks.get('hai-long-mark') ?? '');
    machine.marks.set('hai-long-mark', JSON.stringify({ ...mark, seq: 5, hash: 'a'.repeat(64) }));
    const again = await machine.open();
    const told = [{ kind: 'record-damaged', place: { epoch: 1, seq: 4 }, note: '4–5' }];
    expect(await events(again)).toMatchObject(told);
    await again.outbox.add(draft(6));
    expect(seqs((await disk(again)).outbox)).toEqual([1, 2, 3, 6]);
    expect(await events(await machine.open())).toMatchObject(told);
  });
});

describe('a record that was deleted by hand', () => {
  const remove = async ({ database }: Tablet, ...keys: [number, number][]) => {
    const tx = await database.write(['outbox']);
    await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done]);
  };

  it('comes back from the journal at the next start, sent or not, and that is told', async () => {
    const { machine, tablet } = await machineWith(9);
    const before = await disk(tablet);
    await tablet.outbox.settle(
      before.outbox.slice(0, 4),
      createServer().receive(before.outbox.slice(0, 4).map(({ body }) => body)),
      START,
    );
    await remove(tablet, [1, 2], [1, 6], [1, 7], [1, 9]);
    const again = await machine.open();
    const after = await disk(again);
    expect([seqs(after.kept), after.outbox]).toEqual([[1, 2, 3, 4], before.outbox.slice(4)]);
    expect(await events(again)).toMatchObject([
      { kind: 'record-mended', place: { epoch: 1, seq: 2 } },
      { kind: 'record-mended', place: { epoch: 1, seq: 6 }, note: '6–7' },
      { kind: 'record-mended', place: { epoch: 1, seq: 9 } },
    ]);
  });

  it('from both stores is told by its place, once', async () => {
    const { machine, tablet } = await machineWith(5);
    await remove(tablet, [1, 3]);
    const [third] = await (await machine.journal()).read([[1, 3]]);
    await machine.journals.at(-1)?.append([`void ${third?.hash}`]);
    const told = [{ kind: 'record-damaged', place: { epoch: 1, seq: 3 } }];
    expect(await events(await machine.open())).toMatchObject(told);
    expect(await events(await machine.open())).toMatchObject(told);
  });

  it('does not come back after it was purged in its time, or was refused', async () => {
    const { machine, tablet } = await machineWith(4);
    const { records } = await tablet.outbox.oldest(2, 1_000_000);
    await tablet.outbox.settle(records, createServer().receive(records.map(({ body }) => body)), START);
    const [third] = (await tablet.outbox.oldest(1, 1_000_000)).records;
    if (!third) throw new Error('no record');
    await tablet.outbox.settle([third], [{ id: third.id, hash: third.hash, status: 'refused' }], START);
    await tablet.outbox.heard({ receivedAt: START + KEEP_MS, settings: 'tag-1' });
    const again = await machine.open();
    expect(seqs((await disk(again)).outbox)).toEqual([4]);
    expect((await disk(again)).refused).toMatchObject([{ seq: 3 }]);
    expect(await kinds(again)).toEqual([]);
  });
});

describe('a record that was damaged in the database', () => {
  const spoil = async ({ database }: Tablet, seq: number) => {
    const tx = await database.write(['outbox']);
    const row = await tx.store.get([1, seq]);
    if (!row) throw new Error('no record');
    await Promise.all([tx.store.put({ ...row, body: row.body.replace('"level":5', '"level":4') }), tx.done]);
  };

  it('is put right from the journal when it is sent, and goes out as it was', async () => {
    const { tablet } = await machineWith(3);
    const before = (await disk(tablet)).outbox;
    await spoil(tablet, 2);
    expect((await tablet.outbox.oldest(...ALL)).records).toEqual(before);
    expect((await disk(tablet)).outbox).toEqual(before);
    expect(await events(tablet)).toMatchObject([{ kind: 'record-mended', place: { epoch: 1, seq: 2 } }]);
  });

  it('is put right from the journal at the next start', async () => {
    const { machine, tablet } = await machineWith(3);
    const before = (await disk(tablet)).outbox;
    await spoil(tablet, 2);
    const again = await machine.open();
    expect((await disk(again)).outbox).toEqual(before);
    expect(await events(again)).toMatchObject([{ kind: 'record-mended', place: { epoch: 1, seq: 2 } }]);
  });

  it('is set aside and told when the journal has no good copy, and holds up nobody', async () => {
    for (const start of [false, true]) {
      const { machine, tablet } = await machineWith(3);
      await spoil(tablet, 2);
      const [second] = await (await machine.journal()).read([[1, 2]]);
      await machine.journals.at(-1)?.append([`void ${second?.hash}`]);
      const now = start ? await machine.open() : tablet;
      expect(await sendAll(now)).toEqual([1, 3]);
      expect((await disk(now)).refused).toMatchObject([{ seq: 2, code: 'record-malformed' }]);
      expect(await events(now)).toMatchObject([{ kind: 'record-damaged', place: { epoch: 1, seq: 2 } }]);
    }
  });
});

describe('after an error of the disk under the database', () => {
  /** From the given write on, every transaction ends as it does on a full disk. */
  const failing = (state: { from: number }) => {
    let writes = 0;
    return (database: Database): Database => ({
      ...database,
      write: async (stores) => {
        const tx = await database.write(stores);
        writes += 1;
        if (writes >= state.from) {
          const error = new DOMException(
            'Connection is closing because of: IO error: FILE_ERROR_NO_SPACE',
            'UnknownError',
          );
          setImmediate(() => {
            database.giveUp(String(error));
            tx.abort();
          });
        }
        return tx;
      },
    });
  };

  it('the journal alone takes the records, sends them, and the next start completes the database', async () => {
    const { machine } = await machineWith(2);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const state = { from: Infinity };
    const tablet = await machine.open(failing(state));
    state.from = 0;
    for (const number of [3, 4, 5]) await tablet.outbox.add(draft(number));
    expect(tablet.outbox.stores()).toEqual({ database: 'off', journal: 'ok' });
    expect(await kinds(tablet)).toEqual(['disk-fault', 'disk-full']);
    expect(await tablet.outbox.state()).toMatchObject({ unsent: 5, kept: 0, last: { epoch: 1, seq: 5 } });
    const server = createServer();
    const { records } = await tablet.outbox.oldest(4, 1_000_000);
    expect(seqs(records)).toEqual([1, 2, 3, 4]);
    await tablet.outbox.settle(records, server.receive(records.map(({ body }) => body)), START);
    expect(await tablet.outbox.state()).toMatchObject({ unsent: 1, kept: 4 });

    const again = await machine.open();
    expect(seqs((await disk(again)).outbox)).toEqual([5]);
    expect(seqs((await disk(again)).kept)).toEqual([1, 2, 3, 4]);
    expect(await kinds(again)).toEqual(['disk-fault', 'disk-full', 'record-mended']);
    await again.outbox.add(draft(6));
    expect(await sendAll(again, server)).toEqual([5, 6]);
    expect(server.stored.size).toBe(6);
  });

  it('two that are saved at once have places of their own, and both are there', async () => {
    for (const from of [1, 2]) {
      const { machine } = await machineWith(2);
      vi.spyOn(console, 'error').mockImplementation(() => undefined);
      const state = { from: Infinity };
      const tablet = await machine.open(failing(state));
      state.from = from;
      await Promise.all([3, 4, 5].map((number) => tablet.outbox.add(draft(number))));
      const again = await machine.open();
      const times = (await disk(again)).outbox.map(({ body }) => Submission.parse(JSON.parse(body)).answeredAt - START);
      expect(times.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it('what the journal has come to is not forgotten when the database is read once more', async () => {
    const { machine } = await machineWith(2);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const tablet = await machine.open();
    tablet.database.giveUp('IO error');
    await tablet.outbox.add(draft(3));
    await tablet.outbox.load();
    await tablet.outbox.add(draft(4));
    const again = await machine.open();
    expect(seqs((await disk(again)).outbox)).toEqual([1, 2, 3, 4]);
  });

  it('a tablet whose database does not open takes records by what the journal knows', async () => {
    const { machine } = await machineWith(2);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = await machine.start((database) => ({
      ...database,
      read: () => Promise.reject(new DOMException('Internal error opening backing store', 'UnknownError')),
    }));
    expect(await broken.outbox.recall('settings')).toEqual(cached);
    expect(await broken.outbox.recall('device')).toEqual({ id: 'device-1', token: null });
    await broken.outbox.add(draft(3));
    expect(broken.outbox.stores().database).toBe('off');
    const again = await machine.open();
    const { outbox } = await disk(again);
    expect(outbox).toHaveLength(3);
    expect(outbox[2]?.epoch).toBeGreaterThan(1);
    await again.outbox.add(draft(4));
    expect(new Set((await disk(again)).outbox.map(({ id }) => id)).size).toBe(4);
  });

  it('a save that neither store takes is refused', async () => {
    const { machine } = await machineWith(1);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const state = { from: Infinity };
    const tablet = await machine.open(failing(state));
    machine.folder.room = 0;
    state.from = 0;
    await expect(tablet.outbox.add(draft(2))).rejects.toThrow();
    await expect(tablet.outbox.add(draft(3))).rejects.toThrow();
    machine.folder.room = Infinity;
    const again = await machine.open();
    expect(seqs((await disk(again)).outbox)).toEqual([1]);
  });
});
