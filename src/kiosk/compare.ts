/**
 * Holds the database, the journal and the mark against one another at each start, behind the first screen and a slice at a
 * time: whatever one of them lacks or has damaged is put right from the other, what neither has is told, and so is a store
 * that came back empty. A record is never removed here.
 */
import type { Run } from '../domain/wire.ts';
import type { Database } from './database.ts';
import { alignStores, restoreUnsent, type Findings } from './align.ts';
import { knownLine } from './alone.ts';
import type { Journal, JournalFacts } from './journal/journal.ts';
import { sentLine, textLine } from './journal/said.ts';
import { eventOf, type Happening } from './keeping.ts';
import type { Mark, MarkStore } from './mark.ts';
import type { Key } from './key.ts';
import { parseMeta, type Last, type MetaName } from './record.ts';
import { runsOf, withRuns, withSent, without } from './runs.ts';

export interface CompareParts {
  database: Database;
  journal: Journal;
  mark: MarkStore;
  now: () => number;
}
/** So many stretches of one kind are told one by one. */
const MOST_TOLD = 20;
const isBefore = (a: Last, b: Last) => a.epoch < b.epoch || (a.epoch === b.epoch && a.seq < b.seq);

const NAMES = ['install', 'device', 'settings', 'last', 'sent', 'purged', 'journaled', 'behind', 'events'] as const;
async function readMeta(database: Database) {
  const tx = await database.read(['meta', 'refused']);
  const meta = tx.objectStore('meta');
  const [values, refused] = await Promise.all([
    Promise.all(NAMES.map(async (name) => [name, await meta.get(name)] as const)),
    tx.objectStore('refused').getAllKeys(),
  ]);
  const found = new Map<MetaName, unknown>(values);
  const get = <Name extends MetaName>(name: Name) => parseMeta(name, found.get(name));
  return { get, refused };
}
type MetaRead = Awaited<ReturnType<typeof readMeta>>;

/** @throws when a store fails on the way: nothing is lost then, and the next start does it again. */
export async function compareStores(parts: CompareParts): Promise<void> {
  const { database, journal, mark } = parts;
  const facts = await journal.facts();
  const meta = await readMeta(database);
  const seen = mark.read();
  const blank = meta.get('install') === null && meta.get('device') === null && meta.get('last') === null;
  const reset = blank && (seen !== null || facts.records > 0 || facts.lasts.length > 0);
  const findings = await alignStores(parts);
  const ends = [...facts.lasts, ...(seen ? [seen] : []), ...(meta.get('last') ? [meta.get('last')] : [])].filter(
    (end) => end !== null,
  );
  for (const { epoch, seq } of ends) {
    const next = findings.next.get(epoch) ?? 1;
    if (seq >= next) {
      findings.gaps.push({ epoch, first: next, last: seq });
      findings.next.set(epoch, seq + 1);
    }
  }
  const markExpected = mark.usable && meta.get('journaled') && meta.get('last') !== null;
  const lost = lostPlaces(findings, meta, reset, seen);
  const happened = [
    ...(reset
      ? [{ kind: 'database-reset', note: `${facts.unsent} unsent, ${facts.records} in the journal` } as const]
      : []),
    ...journalEvents(facts, meta, findings),
    ...(markExpected && seen?.install !== meta.get('install') ? [{ kind: 'mark-lost' } as const] : []),
    ...(reset ? [] : eventsFor('record-mended', findings.mended)),
    ...eventsFor('record-damaged', findings.damaged),
    ...lost.told.slice(0, MOST_TOLD).map((run) => eventForRun('record-damaged', run)),
  ];
  await finish(parts, facts, ends, lost.gone, happened);
}

/** Brings back what waits in the journal alone. @returns what there is to tell of it. */
export const bringBack = async (stores: Pick<CompareParts, 'database' | 'journal'>): Promise<Happening[]> =>
  eventsFor('record-mended', await restoreUnsent(stores));

/** Places that neither store has: told once, unless nothing was known of them, as when the journal is new to this tablet. */
function lostPlaces({ gaps }: Findings, meta: MetaRead, reset: boolean, seen: Mark | null) {
  const purged = meta.get('purged');
  const gone = without(without(gaps, purged ?? []), runsOf(meta.refused));
  // After a reset what was purged is not known; only what lies beyond the journal's end was surely there.
  const known = reset ? gone.filter(({ epoch, last }) => seen?.epoch === epoch && seen.seq === last) : gone;
  return { gone, told: purged === null && !reset ? [] : known };
}
function journalEvents(facts: JournalFacts, meta: MetaRead, { logged }: Findings): Happening[] {
  if (!meta.get('journaled')) return [];
  if (facts.fresh || (facts.damaged > 0 && logged.length === 0))
    return [{ kind: 'journal-reset', note: `${logged.length} written again` }];
  if (facts.damaged > 0) return eventsFor('record-mended', logged);
  return logged.length > 0 && !meta.get('behind')
    ? [{ kind: 'journal-reset', note: `${logged.length} written again` }]
    : [];
}
const eventForRun = (kind: 'record-mended' | 'record-damaged', { epoch, first, last }: Run): Happening => ({
  kind,
  place: { epoch, seq: first },
  ...(last > first && { note: `${first}–${last}` }),
});
const eventsFor = (kind: 'record-mended' | 'record-damaged', keys: readonly Key[]): Happening[] =>
  runsOf(keys)
    .slice(0, MOST_TOLD)
    .map((run) => eventForRun(kind, run));

/** Writes down in one transaction what was found, and brings the journal and the mark up to it. */
async function finish(
  { database, journal, mark, now }: CompareParts,
  facts: JournalFacts,
  ends: readonly Last[],
  gone: readonly Run[],
  happened: readonly Happening[],
): Promise<void> {
  const tx = await database.write(['meta']);
  const values = await Promise.all(NAMES.map(async (name) => [name, await tx.store.get(name)] as const));
  const found = new Map<MetaName, unknown>(values);
  const install = parseMeta('install', found.get('install')) ?? facts.install;
  const last = parseMeta('last', found.get('last'));
  const newest = ends.reduce<Last | null>((a, b) => (a === null || isBefore(a, b) ? b : a), last);
  const events = parseMeta('events', found.get('events')) ?? [];
  const kept = facts.events.flatMap((text) => parseMeta('events', [fromJson(text)]) ?? []);
  const purged = withRuns(parseMeta('purged', found.get('purged')) ?? [], gone);
  const sent = facts.sent.reduce(
    (all, run) => withSent(all, without([run], all), run.at),
    parseMeta('sent', found.get('sent')) ?? [],
  );
  const fresh = kept.filter(({ id }) => !events.some((event) => event.id === id));
  const told = [...events, ...fresh, ...happened.map((one) => eventOf(one, now()))];
  await Promise.all([
    tx.store.put(install, 'install'),
    ...(newest ? [tx.store.put({ epoch: newest.epoch, seq: newest.seq, hash: newest.hash }, 'last')] : []),
    tx.store.put(purged, 'purged'),
    tx.store.put(sent, 'sent'),
    tx.store.put(true, 'journaled'),
    tx.store.put(false, 'behind'),
    tx.store.put(told, 'events'),
    tx.done,
  ]);
  const device = parseMeta('device', found.get('device'));
  const settings = parseMeta('settings', found.get('settings'));
  const known = device && settings && knownLine({ device: device.id, settings });
  const lines = [
    ...without(sent, facts.sent).map(sentLine),
    ...kept.map(({ id }) => textLine('told', id)),
    ...(known && known !== textLine('known', facts.known ?? '') ? [known] : []),
  ];
  if (lines.length > 0) await journal.append(lines);
  await journal.tidy(purged, facts.damaged > 0);
  const reached = parseMeta('last', await (await database.read(['meta'])).store.get('last'));
  if (reached) mark.write({ install, ...reached });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No schema takes it.
  }
}
