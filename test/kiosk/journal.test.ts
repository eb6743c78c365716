import { describe, expect, it } from 'vitest';
import { NO_PREVIOUS } from '../../src/domain/submission.ts';
import { openJournal, type Journal } from '../../src/kiosk/journal/journal.ts';
import { recordLine, sentLine, textLine, unsentLine, voidLine } from '../../src/kiosk/journal/said.ts';
import type { OutboxRecord } from '../../src/kiosk/record.ts';
import { Killed, MemoryFolder } from './memory-folder.ts';
import { seeded, sha, START } from './support.ts';

const recordOf = (seq: number, epoch = 1, remark = ''): OutboxRecord => {
  const id = `00000000-0000-4000-8000-${String(epoch * 1_000_000 + seq).padStart(12, '0')}`;
  const body = JSON.stringify({ v: 1, id, epoch, seq, prev: NO_PREVIOUS, remark: `${remark} Chờ lâu quá \u2028 ạ 🙏` });
  return { epoch, seq, id, hash: sha(body), body, madeAt: START + seq };
};
const save = (journal: Journal, ...records: OutboxRecord[]) => journal.append(records.map(recordLine));
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const open = (folder: MemoryFolder, reserve = 0) => openJournal(folder, 'install-1', reserve);
const all = async (journal: Journal) => {
  const places = await journal.places(null, 1_000_000);
  return journal.read(places.map(({ epoch, seq }) => [epoch, seq]));
};
const seqsOf = async (journal: Journal) => (await journal.places(null, 1_000_000)).map(({ seq }) => seq);
const again = async (folder: MemoryFolder, kept = 1) => {
  const next = folder.after(kept);
  return { folder: next, journal: await open(next) };
};

describe('the journal', () => {
  it('gives back every record byte for byte, before and after a restart', async () => {
    const folder = new MemoryFolder();
    const journal = await open(folder);
    expect(await journal.facts()).toMatchObject({ fresh: true, records: 0, damaged: 0, install: 'install-1' });
    const records = upTo(5).map((seq) => recordOf(seq));
    for (const record of records) await save(journal, record);
    expect(await all(journal)).toEqual(records);
    const later = await again(folder);
    expect(await all(later.journal)).toEqual(records);
    expect(await later.journal.facts()).toMatchObject({ fresh: false, records: 5, unsent: 5, damaged: 0 });
    expect(await later.journal.places([1, 2], 2)).toEqual(
      [3, 4].map((seq) => ({ epoch: 1, seq, hash: records[seq - 1]?.hash })),
    );
  });

  it('keeps what became of the records, who the tablet is, and its events', async () => {
    const folder = new MemoryFolder();
    const journal = await open(folder);
    await save(journal, ...upTo(6).map((seq) => recordOf(seq)));
    const event = JSON.stringify({ id: 'e-1', kind: 'disk-fault' });
    await journal.append([
      sentLine({ epoch: 1, first: 1, last: 4, at: START }),
      unsentLine({ epoch: 1, first: 2, last: 2 }),
      voidLine(recordOf(6).hash),
      textLine('known', '{"device":"d"}'),
      textLine('event', event),
      textLine('event', '{"id":"e-2"}'),
      textLine('told', 'e-2'),
    ]);
    for (const one of [journal, (await again(folder)).journal]) {
      expect((await one.unsent(null, 10)).map(({ seq }) => seq)).toEqual([2, 5]);
      expect(await one.facts()).toMatchObject({ records: 5, unsent: 2, known: '{"device":"d"}', events: [event] });
      expect((await one.facts()).lasts).toEqual([{ epoch: 1, seq: 5, hash: recordOf(5).hash }]);
    }
  });

  it('loses nothing that was flushed when the power goes, and passes over what was half written', async () => {
    for (const kept of [0, 0.3, 0.7, 1]) {
      const folder = new MemoryFolder();
      const journal = await open(folder);
      for (const seq of upTo(10)) await save(journal, recordOf(seq));
      folder.killAt = folder.steps + 2; // After the write, before the flush.
      await expect(save(journal, recordOf(11))).rejects.toThrow();
      const later = await again(folder, kept);
      const found = await seqsOf(later.journal);
      expect(found.slice(0, 10)).toEqual(upTo(10));
      expect((await later.journal.facts()).damaged).toBe(0);
      await save(later.journal, recordOf(11));
      expect(await seqsOf((await again(later.folder)).journal)).toEqual(upTo(11));
    }
  });

  it('says that it did not write when a write was short, and is as it was', async () => {
    for (const short of [true, false]) {
      const folder = new MemoryFolder();
      const journal = await open(folder);
      await save(journal, recordOf(1));
      folder.short = short;
      folder.room = folder.used() + 100;
      await expect(save(journal, recordOf(2))).rejects.toThrow();
      folder.room = Infinity;
      await save(journal, recordOf(3));
      expect(await all((await again(folder)).journal)).toEqual([recordOf(1), recordOf(3)]);
      expect((await (await again(folder)).journal.facts()).damaged).toBe(0);
    }
  });

  it('is opened by one page alone', async () => {
    const folder = new MemoryFolder();
    const journal = await open(folder);
    await expect(open(folder)).rejects.toThrow('in use');
    await journal.close();
    await open(folder);
  });

  it('notices a flipped bit wherever it is, and reads all the neighbours: 10,000 places, seed 4', async () => {
    const records = upTo(6).map((seq) => recordOf(seq, 1, 'x'.repeat(seq * 7)));
    const folder = new MemoryFolder();
    await save(await open(folder), ...records);
    const bits = (folder.files.get('journal-a')?.bytes.length ?? 0) * 8;
    const random = seeded(4);
    for (let time = 0; time < 10_000; time++) {
      const bit = Math.floor(random() * bits);
      const spoilt = folder.after(1);
      spoilt.flip('journal-a', bit);
      const journal = await open(spoilt);
      const { damaged } = await journal.facts();
      const found = await all(journal);
      if (damaged === 0 || found.length < 5 || found.some((record) => record?.hash !== sha(record?.body ?? '')))
        throw new Error(`bit ${bit} of ${bits}: ${damaged} noticed, ${found.length} read`);
      // And whole again once it is written anew.
      if (time % 500 === 0) {
        await journal.tidy([], true);
        const { damaged: after, records: left } = await (await again(spoilt)).journal.facts();
        expect([after, left]).toEqual([0, found.length]);
      }
    }
  });
});

describe('writing the journal anew', () => {
  /** Ten records of which four are over, one void; appends while it is under way. */
  async function story(folder: MemoryFolder, acked: Set<number>): Promise<void> {
    const journal = await open(folder, 5000);
    await journal.reserve();
    for (const seq of upTo(10)) {
      await save(journal, recordOf(seq));
      acked.add(seq);
    }
    acked.delete(10);
    await journal.append([sentLine({ epoch: 1, first: 1, last: 4, at: START }), voidLine(recordOf(10).hash)]);
    const tidy = journal.tidy([{ epoch: 1, first: 1, last: 4 }], true);
    tidy.catch(() => undefined);
    for (const seq of [10, 11, 12]) {
      await save(journal, recordOf(seq));
      acked.add(seq);
    }
    await tidy;
    await save(journal, recordOf(13));
    acked.add(13);
  }

  it('leaves out what is over, and keeps everything else, also what came meanwhile', async () => {
    const folder = new MemoryFolder();
    await story(folder, new Set());
    const { journal } = await again(folder);
    expect(await seqsOf(journal)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(await journal.facts()).toMatchObject({ damaged: 0, unsent: 9, sent: [], install: 'install-1' });
    expect((await all(journal)).every((record) => record && sha(record.body) === record.hash)).toBe(true);
    expect(folder.files.get('journal-a')?.bytes.length).toBe(0);
  });

  it('loses no record that was saved, wherever it is cut off, by a kill or by the power', async () => {
    const whole = new MemoryFolder();
    await story(whole, new Set());
    for (const kept of [0, 0.5, 1]) {
      for (let killAt = 1; killAt <= whole.steps; killAt++) {
        const folder = new MemoryFolder();
        folder.killAt = killAt;
        const acked = new Set<number>();
        await expect(story(folder, acked)).rejects.toThrow();
        const { journal } = await again(folder, kept);
        const found = new Set(await seqsOf(journal));
        const lost = [...acked].filter((seq) => seq > 4 && !found.has(seq));
        if (lost.length > 0) throw new Error(`killed at step ${killAt}, kept ${kept}: lost ${lost.join(', ')}`);
        expect((await journal.facts()).damaged).toBe(0);
        await save(journal, recordOf(20));
      }
    }
    expect(whole.steps).toBeGreaterThan(60);
  });

  it('is left for another time when there is no room for it', async () => {
    const folder = new MemoryFolder();
    const journal = await open(folder);
    await save(journal, ...upTo(10).map((seq) => recordOf(seq)));
    folder.room = folder.used() + 500;
    await expect(journal.tidy([], true)).rejects.toThrow();
    folder.room = Infinity;
    await save(journal, recordOf(11));
    expect(await seqsOf((await again(folder)).journal)).toEqual(upTo(11));
  });

  it('comes by itself when most of the file is over', async () => {
    const folder = new MemoryFolder();
    const journal = await open(folder);
    for (const seq of upTo(300)) await save(journal, recordOf(seq, 1, 'x'.repeat(8000)));
    await journal.tidy([{ epoch: 1, first: 1, last: 100 }], false);
    expect((await journal.facts()).bytes).toBeGreaterThan(2_000_000);
    await journal.tidy([{ epoch: 1, first: 1, last: 280 }], false);
    expect((await journal.facts()).bytes).toBeLessThan(400_000);
    expect(await seqsOf((await again(folder)).journal)).toEqual(upTo(300).slice(280));
  });
});

describe('the reserve', () => {
  it('is given up when the disk is full, and the record is saved after all', async () => {
    const folder = new MemoryFolder();
    const journal = await open(folder, 100_000);
    expect(await journal.reserve()).toBe(true);
    expect(folder.files.get('reserve')?.bytes.length).toBe(100_000);
    folder.room = folder.used() + 50;
    expect(await save(journal, recordOf(1))).toEqual({ gaveUpReserve: true });
    for (const seq of upTo(100).slice(1)) expect(await save(journal, recordOf(seq))).toEqual({ gaveUpReserve: false });
    expect(await seqsOf((await again(folder)).journal)).toEqual(upTo(100));
  });

  it('is not held where there is no room for it, and nothing is left of it', async () => {
    const folder = new MemoryFolder();
    folder.room = 10_000;
    const journal = await open(folder, 100_000);
    expect(await journal.reserve()).toBe(false);
    expect(folder.files.has('reserve')).toBe(false);
    expect(await save(journal, recordOf(1))).toEqual({ gaveUpReserve: false });
  });

  it('is taken once', async () => {
    const folder = new MemoryFolder();
    const journal = await open(folder, 100_000);
    await journal.reserve();
    const steps = folder.steps;
    expect(await journal.reserve()).toBe(true);
    expect(folder.steps - steps).toBeLessThan(3);
    expect(await journal.giveUpReserve()).toBe(true);
    expect(await journal.giveUpReserve()).toBe(false);
  });
});

it('nothing is written after a kill', async () => {
  const folder = new MemoryFolder();
  folder.killAt = 1;
  await expect(open(folder)).rejects.toThrow();
  expect(new Killed()).toBeInstanceOf(Error);
});
