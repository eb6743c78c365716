/**
 * The second store of the tablet: an append-only file beside the database, which fails in other ways than it. There are two
 * files, made ahead (one that is made just before a power cut is gone); the one with the newest header counts. To get rid of
 * what is over, the other is written, flushed and read back, and its header is written last: at every moment one is whole.
 */
import type { Key } from '../key.ts';
import type { Last, OutboxRecord, SentRun } from '../record.ts';
import type { Run } from '../../domain/wire.ts';
import { compact } from './compact.ts';
import { linesIn, saidBy } from './entry.ts';
import { appendWhole, FileBroken, NotWritten, readPart, type Folder } from './file.ts';
import { linesOf, openGround, spotsOf, together } from './ground.ts';
import { HEADER_BYTES } from './header.ts';
import { firstAfter, type Entry, type Spot } from './index-of.ts';
import { createReserve, RESERVE_BYTES } from './reserve.ts';
import { readSaid } from './said.ts';

export interface JournalFacts {
  /** There was nothing in the files when they were opened. */
  fresh: boolean;
  /** Lines that could not be read, the header among them. */
  damaged: number;
  /** The life of the tablet's storage that the journal belongs to. */
  install: string;
  records: number;
  unsent: number;
  oldestUnsentAt: number | null;
  /** The last place of each epoch. */
  lasts: Last[];
  sent: SentRun[];
  /** JSON of who the tablet is and its settings. */
  known: string | null;
  /** JSON of events that the database could not keep. */
  events: string[];
  /** Length of the file, and of the lines in it that still count. */
  bytes: number;
  liveBytes: number;
}
/** `reserve`: the disk was full, and the reserve was given up for this. */
export interface Appended {
  gaveUpReserve: boolean;
}
export interface Journal {
  /** Once all lines have been read. */
  facts(): Promise<JournalFacts>;
  /** On the disk, all of them, when it resolves. @throws NotWritten: none is. FileBroken: nothing more can be. */
  append(lines: readonly string[]): Promise<Appended>;
  /** Places with the hashes of their records, in order. */
  places(after: Key | null, limit: number): Promise<Last[]>;
  /** `null` for a record that is not there, or is damaged. */
  read(keys: readonly Key[]): Promise<(OutboxRecord | null)[]>;
  /** Records that were not sent, in order. */
  unsent(after: Key | null, limit: number): Promise<OutboxRecord[]>;
  /** Leaves these places out from now on, and writes the file anew when most of it is over, or `always`. */
  tidy(drop: readonly Run[], always: boolean): Promise<void>;
  /** Takes the reserve. @returns whether there is room for it. */
  reserve(): Promise<boolean>;
  /** @returns whether there was a reserve to give up. */
  giveUpReserve(): Promise<boolean>;
  close(): Promise<void>;
}

/** What is over may take as much room as what counts, and this. */
const SLACK_BYTES = 1024 * 1024;
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * @param install names a new journal; one that is there keeps its own.
 * @param reserveBytes how much is held back for a full disk.
 * @throws when another page holds the files, or there is no such storage.
 */
export async function openJournal(folder: Folder, install: string, reserveBytes = RESERVE_BYTES): Promise<Journal> {
  const ground = await openGround(folder, install);
  const reserve = createReserve(folder);
  // Lines that are appended while the older ones are still being read are taken in after them.
  let early: [line: string, spot: Spot][] | null = [];
  const take = (line: string, spot: Spot) => {
    const said = readSaid(line);
    if (said) ground.index.take(said, spot);
  };

  // One piece of work at a time touches the files.
  let queue: Promise<unknown> = Promise.resolve();
  function turn<T>(work: () => T | Promise<T>): Promise<T> {
    const mine = queue.then(work);
    queue = mine.catch(() => undefined);
    return mine;
  }

  async function readAll(): Promise<void> {
    for await (const lines of linesIn(ground.file, ground.headless ? 0 : HEADER_BYTES, ground.size, pause)) {
      for (const { said, at, length } of lines) {
        if (said === null) ground.damaged += 1;
        else take(said, { at, length });
      }
    }
    for (const [line, spot] of early ?? []) take(line, spot);
    early = null;
  }
  const all = readAll();
  all.catch(() => undefined); // Seen by whoever asks for what was read.

  function put(bytes: Uint8Array): void {
    if (ground.broken) throw ground.broken;
    try {
      appendWhole(ground.file, bytes, ground.size);
    } catch (error) {
      if (error instanceof FileBroken) ground.broken = error;
      throw error;
    }
  }

  async function readOne(entry: Entry | undefined): Promise<OutboxRecord | null> {
    const line = entry && (await saidBy(readPart(ground.file, entry.at, entry.at + entry.length)));
    const said = line ? readSaid(line) : null;
    return said?.kind === 'record' && said.record.hash === entry?.hash ? said.record : null;
  }

  let tidying: Promise<void> = Promise.resolve();
  return {
    async facts() {
      await all;
      const { index, fresh, damaged, install: mine, size } = ground;
      const entries = index.all();
      const waiting = entries.filter((entry) => !index.isSent(entry));
      return {
        fresh,
        damaged,
        install: mine,
        records: entries.length,
        unsent: waiting.length,
        oldestUnsentAt: waiting[0]?.madeAt ?? null,
        ...index.facts(),
        bytes: size,
        liveBytes: index.liveBytes(),
      };
    },
    async append(lines) {
      const made = await linesOf(lines);
      return turn(async () => {
        const bytes = together(made);
        let gaveUpReserve = false;
        try {
          put(bytes);
        } catch (error) {
          if (!(error instanceof NotWritten) || !(await reserve.giveUp())) throw error;
          gaveUpReserve = true;
          put(bytes);
        }
        for (const [at, spot] of spotsOf(made, ground.size).entries()) {
          const line = lines[at] ?? '';
          if (early) early.push([line, spot]);
          else take(line, spot);
        }
        ground.size += bytes.length;
        return { gaveUpReserve };
      });
    },
    async places(after, limit) {
      await all;
      const entries = ground.index.all();
      const from = firstAfter(entries, after);
      return entries.slice(from, from + limit).map(({ epoch, seq, hash }) => ({ epoch, seq, hash }));
    },
    async read(keys) {
      await all;
      return turn(() => Promise.all(keys.map((key) => readOne(ground.index.get(key)))));
    },
    async unsent(after, limit) {
      await all;
      return turn(async () => {
        const entries = ground.index.all();
        const found: OutboxRecord[] = [];
        for (let at = firstAfter(entries, after); at < entries.length && found.length < limit; at++) {
          const entry = entries[at];
          const record = entry && !ground.index.isSent(entry) ? await readOne(entry) : null;
          if (record) found.push(record);
        }
        return found;
      });
    },
    tidy(drop, always) {
      const next = tidying.then(async () => {
        await all;
        ground.index.drop(drop);
        const over = ground.size - HEADER_BYTES > 2 * ground.index.liveBytes() + SLACK_BYTES;
        if (always || over) await compact(ground, turn, pause);
      });
      tidying = next.catch(() => undefined);
      return next;
    },
    reserve: () => reserve.take(reserveBytes, pause),
    giveUpReserve: () => turn(() => reserve.giveUp()),
    close: () =>
      turn(() => {
        ground.file.close();
        ground.other.close();
        reserve.close();
      }),
  };
}
