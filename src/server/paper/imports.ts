/**
 * Files that people have brought and the imports that run, each seen only by who brought it. They live as long as the
 * process: what is stored by then stays stored, and the same file again adds what is missing.
 */
import { randomUUID } from 'node:crypto';
import {
  type CheckReply,
  type ColumnMap,
  type FileProblem,
  type ImportCounts,
  type ImportFile,
  type ImportRequest,
  type ImportState,
  type Standing,
  type UploadReply,
} from '../../domain/paper-import.ts';
import { dayHour } from '../../domain/period.ts';
import type { Deps } from '../deps.ts';
import { joinStore } from '../store/join.ts';
import { listCounters } from '../store/office.ts';
import { forgetUnlessStored, keepMapping, standingOf } from '../store/paper-files.ts';
import { createPaperStore, sourceFor } from '../store/paper.ts';
import { surveyOn } from '../store/surveys.ts';
import { guessColumns } from './guess.ts';
import { dayOf } from './people-values.ts';
import { type Against, checkTable, firstLines, headerAt, linesBelow, mappingText, readerFor } from './read-table.ts';
import { FileRefusal } from './refusal.ts';
import { storeRows } from './store-rows.ts';
import { openTable, type Table } from './table.ts';
import { removeUpload, type StoredUpload, storeUpload } from './upload.ts';

/** How long a file waits for its person, in milliseconds; and how many wait at once. */
const PATIENCE = 3_600_000;
const WAITING = 20;
const SAMPLES = 3;
const SAMPLE_CHARACTERS = 60;
const NOTHING: ImportCounts = { lines: 0, added: 0, known: 0, bad: 0 };

interface Held {
  account: string;
  at: number;
  upload: StoredUpload;
  file: ImportFile;
  /** The map with which the whole file was read last without storing anything. */
  checked: string | null;
  state: ImportState;
  stop: AbortController;
  running: Promise<void> | null;
}

/** What goes wrong with a file is a value; a bug throws. */
async function refusable<T>(work: () => Promise<T>): Promise<T | { state: 'refused'; code: FileProblem }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileRefusal) return { state: 'refused', code: error.code };
    throw error;
  }
}

async function withTable<T>(upload: StoredUpload, work: (table: Table) => Promise<T>): Promise<T> {
  const table = await openTable(upload);
  try {
    return await work(table);
  } finally {
    table.close();
  }
}

export interface Imports {
  bring: (account: string, name: string, chunks: AsyncIterable<Uint8Array>) => Promise<UploadReply | 'too-large'>;
  /** `null` where this person has no such file. */
  find: (account: string, id: string) => Held | null;
  /** `running`: it is too late to look. */
  check: (held: Held, request: { map: ColumnMap; after: number }) => Promise<CheckReply | 'running'>;
  start: (held: Held, request: ImportRequest) => Promise<ImportState | 'running'>;
  cancel: (id: string, held: Held) => Promise<ImportState>;
}

export function createImports({ db, office, config, now, audit, stored, closing, log }: Deps): Imports {
  const held = new Map<string, Held>();
  const drop = async (id: string, { upload }: Held) => {
    held.delete(id);
    await removeUpload(upload.path);
  };
  const sweep = async (account: string) => {
    const idle = [...held].filter(([, one]) => one.running === null);
    for (const [id, one] of idle)
      if (one.account === account || one.at < now() - PATIENCE || held.size >= WAITING) await drop(id, one);
  };
  const against = (): Against => {
    const today = dayHour(now(), config.zone).day;
    const survey = surveyOn(db, office, today);
    if (!survey) throw new Error(`office ${office} has no survey`);
    return { survey, counters: listCounters(db, office), today };
  };
  const identityOf = ({ upload, file }: Held, map: ColumnMap) => {
    const { guess, name } = file;
    const usual = guess.date === null ? '' : mappingText({ ...guess, date: guess.date });
    return { hash: upload.hash, name, mapping: mappingText(map), usual };
  };
  const standing = (one: Held, map: ColumnMap): Standing => standingOf(db, office, identityOf(one, map));

  async function describe(upload: StoredUpload, name: string): Promise<UploadReply> {
    return withTable(upload, async (table) => {
      const lines = await firstLines(table);
      const found = guessColumns(lines, against().survey);
      if (!found) throw new FileRefusal('empty');
      const { guess, header } = found;
      const below = lines.filter(({ number }) => number > guess.headerLine);
      const shown = (text: string, at: number) =>
        at === guess.date ? (dayOf(text, table.since1904) ?? text) : text.slice(0, SAMPLE_CHARACTERS);
      const columns = header.map((title, at) => {
        const values = below.map(({ cells }) => cells?.[at] ?? '').filter((text) => text !== '');
        const samples = [...new Set(values)].slice(0, SAMPLES).map((text) => shown(text, at));
        return { name: title.slice(0, 200), samples };
      });
      const file: ImportFile = { id: randomUUID(), name, kind: upload.kind, sheet: table.sheet, columns, guess };
      return { state: 'ready', file };
    });
  }

  async function storeAll(one: Held, map: ColumnMap, source: string): Promise<ImportState> {
    const connection = joinStore(config, office);
    const { zone } = config;
    try {
      const store = createPaperStore(connection, { office, source, survey: against().survey, zone, now: now() });
      const counts = await withTable(one.upload, async (table) => {
        const read = readerFor(table, map, await headerAt(table, map.headerLine), against());
        const onProgress = (so: Readonly<ImportCounts>) => {
          one.state = { ...one.state, counts: { ...so } };
          stored.fire();
        };
        const signal = AbortSignal.any([one.stop.signal, closing]);
        return storeRows(linesBelow(table, map.headerLine), { read, store, onBad: () => {}, onProgress, signal });
      }).finally(store.close);
      const state = one.stop.signal.aborted || closing.aborted ? 'cancelled' : 'done';
      const object = one.upload.hash;
      audit({ actor: one.account, action: `paper.import-${state}`, object, detail: { ...counts } });
      return { ...one.state, state, counts };
    } finally {
      connection.close();
    }
  }

  /** Never rejects: nobody waits for it but by asking how it is. */
  async function run(one: Held, map: ColumnMap, source: string): Promise<void> {
    const failed = (error: unknown) =>
      log('import-failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    const ended = await storeAll(one, map, source).catch((error: unknown): ImportState => {
      if (error instanceof FileRefusal) return { ...one.state, state: 'refused', code: error.code };
      failed(error);
      return { ...one.state, state: 'failed' };
    });
    const { hash, path } = one.upload;
    const alone = ![...held.values()].some((other) => other !== one && other.running && other.upload.hash === hash);
    try {
      if (alone) forgetUnlessStored(db, office, hash, source);
      await removeUpload(path);
    } catch (error) {
      failed(error); // What was stored is stored: only the file is still known, and its upload is swept later.
    }
    one.running = null;
    one.state = ended;
  }

  const check: Imports['check'] = async (one, { map, after }) => {
    if (one.state.state !== 'ready') return 'running';
    const reply = await refusable(() =>
      withTable(one.upload, (table) => checkTable(table, { map, after }, against(), standing(one, map))),
    );
    if (reply.state === 'ready') {
      one.checked = mappingText(map);
      one.state = { ...one.state, total: reply.lines };
    }
    return reply;
  };

  return {
    async bring(account, name, chunks) {
      await sweep(account);
      let upload: StoredUpload | null = null;
      const reply = await refusable(async () => {
        const arrived = await storeUpload(config.dataDir, chunks);
        if (arrived === 'too-large') return arrived;
        upload = arrived;
        return describe(arrived, name);
      });
      // Assigned in the closure above, which the compiler does not follow.
      const kept = upload as StoredUpload | null;
      if (reply === 'too-large' || reply.state === 'refused' || !kept) {
        if (kept) await removeUpload(kept.path);
        return reply;
      }
      held.set(reply.file.id, {
        account,
        at: now(),
        upload: kept,
        file: reply.file,
        checked: null,
        state: { state: 'ready', counts: NOTHING, total: null, code: null },
        stop: new AbortController(),
        running: null,
      });
      return reply;
    },
    find: (account, id) => {
      const one = held.get(id);
      return one?.account === account ? one : null;
    },
    check,
    async start(one, { map, sameName }) {
      if (one.state.state !== 'ready') return 'running';
      if (one.checked !== mappingText(map)) {
        const checked = await check(one, { map, after: 0 });
        if (checked === 'running') return checked;
        if (checked.state === 'refused') return { ...one.state, state: 'refused', code: checked.code };
      }
      // Looked at again without a pause before it starts: two requests start it once.
      if (one.running || one.stop.signal.aborted) return 'running';
      const identity = identityOf(one, map);
      const stands = standing(one, map);
      if (stands === 'other-map') return { ...one.state, state: 'refused', code: stands };
      const source = db
        .transaction(() => {
          const file = { name: identity.name, hash: identity.hash, source: undefined, sameName: sameName ?? undefined };
          const found = sourceFor(db, office, file, now());
          if (found === null) return null;
          keepMapping(db, office, identity);
          const detail = { lines: one.state.total, sameName };
          audit({ actor: one.account, action: 'paper.import', object: identity.hash, detail });
          return found;
        })
        .immediate();
      if (source === null) return { ...one.state, state: 'refused', code: 'same-name' };
      one.state = { ...one.state, state: 'running' };
      one.running = run(one, map, source);
      return one.state;
    },
    async cancel(id, one) {
      one.stop.abort();
      if (one.running) await one.running;
      else if (one.state.state === 'ready') one.state = { ...one.state, state: 'cancelled' };
      await drop(id, one);
      return one.state;
    },
  };
}
