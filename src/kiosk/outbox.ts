/**
 * The only place where records are stored: in the database and in the journal beside it. A record is in both before anyone is
 * thanked; it counts as sent only against a receipt for exactly its bytes, and whatever the server refuses is moved aside,
 * never deleted. While the database is out, the journal alone is the outbox.
 */
import { NO_PREVIOUS } from '../domain/submission.ts';
import type { KeyPair } from '../seal/sign.ts';
import { createAlone, knownLine } from './alone.ts';
import { createBeside, type OpenJournal } from './beside.ts';
import type { Database } from './database.ts';
import type { Journal } from './journal/journal.ts';
import type { Key } from './key.ts';
import { sentLine, unsentLine } from './journal/said.ts';
import { createKeeping, type Happening } from './keeping.ts';
import type { MakeLine } from './maker.ts';
import { noMark, type MarkStore } from './mark.ts';
import {
  Known,
  OutboxRecord,
  parseMeta,
  type CachedSettings,
  type Identified,
  type Last,
  type MetaName,
  type MetaValue,
  type OutboxState,
} from './record.ts';
import { between, rangeOf } from './runs.ts';
import { createSaving, type Self } from './saving.ts';
import { createSending, type Batch } from './sending.ts';

export interface OutboxOptions {
  saveDeadlineMs?: number;
  /** Missing where there is none: then the database is the only store. */
  openJournal?: OpenJournal;
  mark?: MarkStore;
}
export type Outbox = ReturnType<typeof createOutbox>;

const SAVE_DEADLINE_MS = 2000;
/** A tablet that joins waits so long for what the journal knows of an earlier life. */
const JOIN_MS = 10_000;
/** A heartbeat, or a pass with nothing to send, waits so long for what the comparison of the stores finds. */
const FOUND_MS = 5000;
/** How long a line that nobody waits for may take. */
const ASIDE_MS = 60_000;

export function createOutbox(
  database: Database,
  make: MakeLine,
  now: () => number,
  { saveDeadlineMs = SAVE_DEADLINE_MS, openJournal, mark = noMark }: OutboxOptions = {},
) {
  const self: Self = { device: null, last: null, install: null, behind: false };
  const beside = createBeside(
    openJournal ?? null,
    () => self.install ?? mark.read()?.install ?? crypto.randomUUID(),
    () => void tell({ kind: 'disk-full' }),
  );
  /** What the screens and the heartbeat asked to keep while the database was out. */
  const inMemory = new Map<MetaName, unknown>();

  const journal = async (): Promise<Journal> => {
    const found = await beside.journal();
    if (!found) throw new Error('there is neither a database nor a journal');
    return found;
  };
  const alone = createAlone(journal, now, self);
  const isAlone = async () => database.state() !== 'ok' && (await beside.journal()) !== null;
  /** The database, or the journal while the database is out. */
  const either =
    <Args extends readonly unknown[], T>(both: (...args: Args) => Promise<T>, other: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> =>
      (await isAlone()) ? other(...args) : both(...args);
  const aside = (lines: string[]) => void (lines.length > 0 && beside.append(lines, ASIDE_MS));

  const sending = createSending(
    database,
    now,
    beside,
    (runs) => aside(runs.map(sentLine)),
    (...one) => tell(...one),
  );
  const keeping = createKeeping(database, now, (missing, purged) => {
    aside(missing.map(unsentLine));
    if (purged) void tidy(purged);
  });
  const note: (...happened: readonly Happening[]) => Promise<void> = either(keeping.note, alone.note);
  const tell = (...happened: readonly Happening[]): Promise<void> =>
    note(...happened).catch((error: unknown) => console.error('could not be noted', happened, error));
  async function tidy(purged: Parameters<Journal['tidy']>[0]): Promise<void> {
    try {
      await (await beside.journal())?.tidy(purged, false);
    } catch (error) {
      console.warn('the journal could not be tidied', error); // The next purge, or the next start, does it.
    }
  }
  database.onFault((why) => {
    console.error('the database is out until the next start:', why);
    const full = /space|full/i.test(why);
    void tell({ kind: 'disk-fault', note: why }, ...(full ? [{ kind: 'disk-full', note: why } as const] : []));
    if (full) void beside.giveUpReserve();
  });

  async function recall<Name extends MetaName>(name: Name): Promise<MetaValue<Name> | null> {
    if (await isAlone()) return parseMeta(name, name === 'events' ? (await alone.toTell()).events : inMemory.get(name));
    const tx = await database.read(['meta']);
    return parseMeta(name, await tx.store.get(name));
  }
  async function remember<Name extends MetaName>(name: Name, value: MetaValue<Name>): Promise<void> {
    inMemory.set(name, value);
    if (name === 'settings') logKnown(parseMeta('settings', value));
    if (await isAlone()) return;
    const tx = await database.write(['meta']);
    await Promise.all([tx.store.put(value, name), tx.done]);
  }
  function logKnown(settings: CachedSettings | null): void {
    if (self.device && settings) aside([knownLine({ device: self.device.id, settings })]);
  }

  let loaded = false;
  /** Reads who this tablet is and where its sequence stands. Where the database cannot be opened the journal tells. */
  async function load(): Promise<void> {
    try {
      const tx = await database.read(['meta']);
      const names = ['device', 'last', 'install', 'behind'] as const;
      const [who, place, install, behind] = await Promise.all(names.map((name) => tx.store.get(name)));
      // By now the journal alone may have gone further.
      if (loaded && database.state() !== 'ok') return;
      self.device = parseMeta('device', who);
      self.last = parseMeta('last', place);
      self.install = parseMeta('install', install);
      self.behind = parseMeta('behind', behind) ?? false;
      // A tablet that knows who it is had a place as well: lost or unreadable, none may be guessed.
      if (self.device && !self.last) await remember('last', (self.last = newLife(place ?? 'lost')));
      loaded = true;
    } catch (error) {
      if (loaded || !(await beside.start())) throw error;
      database.giveUp(String(error));
      await loadAlone();
    }
  }

  /** What the database holds beyond the journal cannot be known: a life of its own meets none of its places. */
  async function loadAlone(): Promise<void> {
    const { known, install } = await (await journal()).facts();
    const told = Known.safeParse(known === null ? null : JSON.parse(known)).data;
    self.install = install;
    self.device = told ? { id: told.device, token: null } : null;
    self.last = newLife('lost');
    inMemory.set('device', self.device);
    inMemory.set('settings', told?.settings);
  }

  /** The next epoch; where the place is there but unreadable none may be guessed, so it is numbered by the clock. */
  function newLife(place: unknown): Last {
    const known = parseMeta('last', place)?.epoch ?? (place === undefined ? 0 : Math.floor(now() / 1000));
    return { epoch: known + 1, seq: 0, hash: NO_PREVIOUS };
  }

  let attached: Promise<void> | null = null;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  /**
   * Opens the journal and holds the stores against one another; called once the first screen is there. Resolves when that is
   * done, or cannot be done: then the database goes on alone.
   */
  function attach(): Promise<void> {
    attached ??= (async () => {
      const log = await beside.start();
      if (!log || database.state() !== 'ok') return;
      const { compareStores } = await import('./compare.ts');
      await compareStores({ database, journal: log, mark, now });
      await load();
      if (self.device) await log.reserve();
    })().catch((error: unknown) => console.error('the stores could not be compared', error));
    begin();
    return attached;
  }

  let looking: Promise<void> | null = null;
  /** A record that was deleted from the database alone comes back from the journal. */
  function lookBeside(): Promise<void> {
    looking ??= (async () => {
      await attached;
      const log = attached && (await beside.journal());
      if (log) await tell(...(await (await import('./compare.ts')).bringBack({ database, journal: log })));
    })()
      .catch((error: unknown) => console.warn('the journal could not be asked what waits', error))
      .finally(() => (looking = null));
    return looking;
  }
  async function oldest(limit: number, bytes: number, after: Key | null = null): Promise<Batch> {
    const batch = await sending.oldest(limit, bytes, after);
    if (batch.last || after) return batch;
    await within(FOUND_MS, lookBeside());
    return sending.oldest(limit, bytes);
  }

  async function state(): Promise<OutboxState> {
    const tx = await database.read(['outbox', 'refused', 'meta']);
    const [outbox, meta] = [tx.objectStore('outbox'), tx.objectStore('meta')];
    const [place, sentRuns] = await Promise.all([meta.get('last'), meta.get('sent')]);
    const stretches = between(parseMeta('sent', sentRuns) ?? [], null).map(rangeOf);
    const [all, refused, ...counts] = await Promise.all([
      outbox.count(),
      tx.objectStore('refused').count(),
      ...stretches.map((range) => outbox.count(range)),
    ]);
    const unsent = counts.reduce((sum, count) => sum + count, 0);
    const first = stretches[counts.findIndex((count) => count > 0)];
    const oldest = unsent === 0 ? undefined : OutboxRecord.safeParse((await outbox.openCursor(first))?.value).data;
    return {
      unsent,
      kept: all - unsent,
      oldestUnsentAt: oldest?.madeAt ?? null,
      refused,
      last: parseMeta('last', place),
    };
  }

  /** A tablet that is known by a new name starts a new epoch, so that no two records ever share a place. */
  async function enrolled(who: Identified, cached: CachedSettings, keys: KeyPair | null = null): Promise<void> {
    const joins = self.device?.id !== who.id;
    // What an earlier life has left in the journal comes back first, in its own places.
    const waited = joins && beside.exists ? await within(JOIN_MS, attach()) : true;
    const tx = await database.write(['meta']);
    const [before, place] = await Promise.all([tx.store.get('device'), tx.store.get('last')]);
    const kept = parseMeta('device', before)?.id === who.id ? parseMeta('last', place) : null;
    const next = kept ?? newLife(waited ? place : (place ?? 'unknown'));
    await Promise.all([
      tx.store.put(who, 'device'),
      keys ? tx.store.put(keys, 'keys') : tx.store.delete('keys'),
      tx.store.delete('keyedAt'),
      tx.store.put(cached, 'settings'),
      tx.store.put(next, 'last'),
      tx.done,
    ]);
    self.device = who;
    self.last = next;
    logKnown(cached);
    if (self.install !== null) mark.write({ install: self.install, ...next });
    if (joins) void beside.journal().then((log) => log?.reserve().catch(() => false));
  }

  const saving = createSaving({
    database,
    beside,
    make,
    now,
    mark,
    self,
    load,
    onFull: () => void tell({ kind: 'disk-full' }),
    deadlineMs: saveDeadlineMs,
  });
  const stores = () => ({ database: database.state(), journal: beside.state() });
  const toTell = either(keeping.toTell, alone.toTell);
  return {
    ...saving,
    load,
    attach,
    recall,
    remember,
    enrolled,
    stores,
    note,
    state: either(state, alone.state),
    oldest: either(oldest, alone.oldest),
    settle: either(sending.settle, alone.settle),
    refused: either(sending.refused, alone.refused),
    retryRefused: either(sending.retryRefused, async () => Promise.resolve()),
    heard: either(keeping.heard, alone.heard),
    /** What the heartbeat tells; also what was found at the start, if that is known in time: the next one is minutes away. */
    async toTell() {
      const found = beside.exists ? begun.then(() => attached ?? undefined) : Promise.resolve();
      await within(FOUND_MS, found);
      return { ...(await toTell()), stores: stores() };
    },
  };
}

/** @returns false when it took longer. */
function within(ms: number, work: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
