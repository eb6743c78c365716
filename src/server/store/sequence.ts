/**
 * The evidence that nothing is missing: of each tablet and each life of its database the places that have arrived, kept as
 * runs in the transaction that keeps the records. A record that does not name the one before it, or takes a place that
 * another has, is noted as an event and never refused for it.
 */
import type { Database, Row } from './engine.ts';
import type { ArrivedRange } from '../../domain/runs.ts';
import { NO_PREVIOUS } from '../../domain/submission.ts';
import { createEachFinder } from './each-finder.ts';
import { createEventFinder, type FoundEvent } from './device-events.ts';
import { createRowInsert } from './insert-rows.ts';
import { readHead, type RecordHead } from './record-head.ts';

/** What came, good or not, as the door leaves it (submissions.ts). */
type Came = { hash: string; receivedAt: number } & (
  | { ok: true; submission: RecordHead }
  | {
      ok: false;
      /** The tablet that sent it. */
      device: string;
      body: Uint8Array;
    }
);
type Became = { status: 'stored' | 'duplicate' } | { status: 'refused'; code: string };

interface Placed extends RecordHead {
  hash: string;
  receivedAt: number;
  refused: string | null;
}
interface Run extends ArrivedRange {
  firstPrev: string;
  lastHash: string;
}

/** Typed in by people, not made by a tablet. */
const isPaper = (device: string) => device.startsWith('paper:');
/** Whoever could not sign it may not fill a tablet's place with it. */
const FORGED = ['signature-wrong', 'signature-missing'];
const NAMELESS = 'unknown-device';

/** Neighbours in order, as one list each. */
function segments(places: readonly Placed[]): Placed[][] {
  const found: Placed[][] = [];
  for (const place of places.toSorted((a, b) => a.seq - b.seq)) {
    const open = found.at(-1);
    const last = open?.at(-1);
    if (open && last && place.seq - last.seq <= 1) open.push(place);
    else found.push([place]);
  }
  return found;
}

/**
 * Prepares the statements once. @returns a function for the end of the transaction that stored the records. In the
 * ordinary case (the next records of a tablet) it costs a question and a row for each tablet.
 */
export function createSequenceKeeper(
  db: Database,
  office: number,
): (records: readonly Came[], outcomes: readonly (Became | undefined)[]) => void {
  const touching = createEachFinder<
    [{ office: number; device: string; epoch: number; before: number; after: number }],
    Run
  >(
    db,
    `select first, last, first_prev as firstPrev, last_hash as lastHash, since from device_runs
     where office_id = :office and device_id = :device and epoch = :epoch and first <= :after and last >= :before
       and first >= coalesce((select max(first) from device_runs
         where office_id = :office and device_id = :device and epoch = :epoch and first <= :before), 0)
     order by first`,
  );
  const save = createRowInsert(db, {
    table: 'device_runs',
    columns: ['office_id', 'device_id', 'epoch', 'first', 'last', 'first_prev', 'last_hash', 'since'],
    onConflict: `on conflict (office_id, device_id, epoch, first) do update
     set last = excluded.last, first_prev = excluded.first_prev, last_hash = excluded.last_hash, since = excluded.since`,
  });
  const drop = db.prepare<[number, string, number, number]>(
    'delete from device_runs where office_id = ? and device_id = ? and epoch = ? and first = ?',
  );
  const keepRefused = createRowInsert(db, {
    table: 'refused_places',
    columns: ['office_id', 'device_id', 'epoch', 'seq', 'hash', 'prev'],
    onConflict: 'on conflict do nothing',
  });
  const hashesAt = createHashFinder(db, office);
  const found = createEventFinder(db, office);

  const tell = (kind: FoundEvent['kind'], { device, epoch, seq, hash, receivedAt }: Placed, note?: string) =>
    found({
      device,
      kind,
      id: `${epoch}:${seq}:${hash.slice(0, 16)}`,
      at: receivedAt,
      place: { epoch, seq },
      ...(note === undefined ? {} : { note }),
    });

  /** A place that was taken already: the same bytes again are nothing, others are a fork. */
  const again = (place: Placed) => {
    if (hashesAt(place.device, place.epoch, place.seq).some((hash) => hash !== place.hash)) tell('fork', place);
  };

  /** A place that is new, among the runs around it (in any order). */
  function add(runs: Run[], place: Placed): void {
    const { device, epoch, seq, prev, hash, receivedAt } = place;
    const left = runs.find(({ last }) => last === seq - 1);
    const right = runs.find(({ first }) => first === seq + 1);
    const follows = seq === 1 ? prev === NO_PREVIOUS : !left || left.lastHash === prev;
    // Of a place that two records took, the next may follow either.
    if (!follows && !(seq > 1 && hashesAt(device, epoch, seq - 1).includes(prev))) tell('chain-broken', place);
    if (right && right.firstPrev !== hash) tell('chain-broken', { ...place, seq: seq + 1, hash: right.firstPrev });
    const joined: Run = {
      first: left?.first ?? seq,
      last: right?.last ?? seq,
      firstPrev: left?.firstPrev ?? prev,
      lastHash: right?.lastHash ?? hash,
      since: Math.min(left?.since ?? receivedAt, right?.since ?? receivedAt),
    };
    for (const run of [left, right]) if (run) runs.splice(runs.indexOf(run), 1);
    runs.push(joined);
  }

  /**
   * @param known the runs that the segment touches.
   * @returns those to write; until they are written no other segment of this tablet and epoch may be looked at.
   */
  function keep({ device, epoch }: Placed, segment: readonly Placed[], known: readonly Run[]): Row[] {
    const runs = [...known];
    for (const place of segment)
      if (runs.some((run) => run.first <= place.seq && place.seq <= run.last)) again(place);
      else add(runs, place);
    for (const run of known)
      if (!runs.some((one) => one.first === run.first)) drop.run(office, device, epoch, run.first);
    return runs
      .filter((run) => !known.includes(run))
      .map(({ first: from, last: to, firstPrev, lastHash, since }) => {
        return [office, device, epoch, from, to, firstPrev, lastHash, since];
      });
  }

  return (records, outcomes) => {
    const places = new Map<string, Placed[]>();
    const refusedPlaces: Row[] = [];
    for (const [at, came] of records.entries()) {
      const became = outcomes[at];
      if (!became || became.status === 'duplicate') continue;
      const head = came.ok ? came.submission : readHead(came.body);
      if (!head || isPaper(head.device)) continue;
      const { device, epoch, seq, prev } = head;
      const refused = became.status === 'refused' ? became.code : null;
      const place: Placed = { device, epoch, seq, prev, hash: came.hash, receivedAt: came.receivedAt, refused };
      if (refused === NAMELESS) continue;
      if (refused !== null && FORGED.includes(refused)) {
        // It says nothing about the tablet that it names, only about the one that brought it.
        tell('signature-wrong', { ...place, device: came.ok ? device : came.device });
        continue;
      }
      if (refused !== null) refusedPlaces.push([office, device, epoch, seq, place.hash, prev]);
      if (refused === 'id-conflict') tell('fork', place);
      const key = `${device}|${epoch}`;
      const group = places.get(key);
      if (group) group.push(place);
      else places.set(key, [place]);
    }
    keepRefused(refusedPlaces);
    // In the order of the key, as every group writes them: all first segments together, then all second ones.
    let left = [...places.keys()].sort().map((key) => segments(places.get(key) ?? []));
    while (left.length > 0) {
      const next = left.flatMap(([segment = []]) => {
        const [first, last] = [segment[0], segment.at(-1)];
        return first && last ? [{ first, last, segment }] : [];
      });
      const known = touching(
        next.map(({ first: { device, epoch, seq }, last }) => {
          return [{ office, device, epoch, before: seq - 1, after: last.seq + 1 }];
        }),
      );
      save(next.flatMap(({ first, segment }, at) => keep(first, segment, known[at] ?? [])));
      left = left.map((rest) => rest.slice(1)).filter((rest) => rest.length > 0);
    }
  };
}

/** The hashes of all records that have come for a place, stored or refused. */
export function createHashFinder(
  db: Database,
  office: number,
): (device: string, epoch: number, seq: number) => string[] {
  const find = db
    .prepare<[string, number, number, number, number, string, number, number], string>(
      `select hash from submissions where device_id = ? and epoch = ? and seq = ? and office_id = ?
       union select hash from refused_places where office_id = ? and device_id = ? and epoch = ? and seq = ?`,
    )
    .pluck();
  return (device, epoch, seq) => find.all(device, epoch, seq, office, office, device, epoch, seq);
}
