/** What is known of the completeness of what tablets made: how far each epoch goes, and which places have not arrived. */
import type { Database } from './engine.ts';
import type { Late } from '../../domain/results.ts';
import { type ArrivedRange, missingRanges, sizeOf } from '../../domain/runs.ts';
import { BENEATH } from './office-lines.ts';

export interface EpochEvidence {
  epoch: number;
  /** The last place that is known of, told or arrived. */
  last: number;
  /** In order, with the moment since when each is known to have been given out. */
  missing: ArrivedRange[];
}

interface Run extends ArrivedRange {
  device: string;
  epoch: number;
}
interface Told {
  device: string;
  epoch: number;
  seq: number;
  toldAt: number;
  aheadSince: number | null;
  aheadSeq: number | null;
}

/** Of one tablet, or of all of an office, by device; the epochs in order. */
export function readEvidence(db: Database, office: number, device?: string): Map<string, EpochEvidence[]> {
  // Written into the statement, so that one tablet is found by the key of the table.
  const which = device === undefined ? '' : 'and device_id = ?';
  const args: [number, ...string[]] = device === undefined ? [office] : [office, device];
  const runs = db
    .prepare<[number, ...string[]], Run>(
      `select device_id as device, epoch, first, last, since from device_runs
       where office_id = ? ${which} order by device_id, epoch, first`,
    )
    .all(...args);
  const told = db
    .prepare<[number, ...string[]], Told>(
      `select device_id as device, epoch, seq, told_at as toldAt, ahead_since as aheadSince, ahead_seq as aheadSeq
       from device_told where office_id = ? and seq > 0 ${which} order by device_id, epoch`,
    )
    .all(...args);
  return evidenceOf(runs, told);
}

const HOUR = 3_600_000;
/** What has been missing for more than an hour. */
export function lateIn(epochs: readonly EpochEvidence[], now: number): Late | null {
  const late = epochs.flatMap(({ missing }) => missing).filter(({ since }) => now - since > HOUR);
  if (late.length === 0) return null;
  return { count: sizeOf(late), since: Math.floor(Math.min(...late.map(({ since }) => since)) / HOUR) * HOUR };
}

/** The same of an office and all beneath it, by `offices.id`, of the tablets in use. Two statements, however many they are. */
export function readLateBeneath(db: Database, office: number, now: number): Map<number, Late> {
  const runs = db
    .prepare<[number], Run & { office: number }>(
      `with ${BENEATH}
       select r.office_id as office, r.device_id as device, r.epoch as epoch, r.first as first, r.last as last, r.since as since
       from beneath b cross join device_runs r on r.office_id = b.id
         cross join devices d on d.office_id = r.office_id and d.id = r.device_id
       where d.revoked_at is null order by r.device_id, r.epoch, r.first`,
    )
    .all(office);
  const told = db
    .prepare<[number], Told & { office: number }>(
      `with ${BENEATH}
       select t.office_id as office, t.device_id as device, t.epoch as epoch, t.seq as seq, t.told_at as toldAt,
         t.ahead_since as aheadSince, t.ahead_seq as aheadSeq
       from beneath b cross join device_told t on t.office_id = b.id
         cross join devices d on d.office_id = t.office_id and d.id = t.device_id
       where d.revoked_at is null and t.seq > 0`,
    )
    .all(office);
  const byOffice = new Map<number, { runs: Run[]; told: Told[] }>();
  const of = (id: number) => {
    const one = byOffice.get(id) ?? { runs: [], told: [] };
    byOffice.set(id, one);
    return one;
  };
  for (const run of runs) of(run.office).runs.push(run);
  for (const row of told) of(row.office).told.push(row);
  return new Map(
    [...byOffice].flatMap(([id, one]) => {
      const late = lateIn([...evidenceOf(one.runs, one.told).values()].flat(), now);
      return late ? [[id, late] as const] : [];
    }),
  );
}

function evidenceOf(runs: readonly Run[], told: readonly Told[]): Map<string, EpochEvidence[]> {
  const found = new Map<
    string,
    Map<number, { arrived: ArrivedRange[]; told: { seq: number; since: number } | null }>
  >();
  const of = (id: string, epoch: number) => {
    const epochs = found.get(id) ?? new Map<number, { arrived: ArrivedRange[]; told: null }>();
    found.set(id, epochs);
    const one = epochs.get(epoch) ?? { arrived: [], told: null };
    epochs.set(epoch, one);
    return one;
  };
  for (const { device: id, epoch, ...run } of runs) of(id, epoch).arrived.push(run);
  for (const { device: id, epoch, seq, toldAt, aheadSince, aheadSeq } of told) {
    const one = of(id, epoch);
    const end = one.arrived.at(-1)?.last ?? 0;
    // What it was ahead by has come since; the rest was told later.
    const since = aheadSince !== null && aheadSeq !== null && end < aheadSeq ? aheadSince : toldAt;
    one.told = { seq, since };
  }
  return new Map(
    [...found].map(([id, epochs]) => [
      id,
      [...epochs]
        .sort(([a], [b]) => a - b)
        .map(([epoch, one]) => ({
          epoch,
          last: Math.max(one.arrived.at(-1)?.last ?? 0, one.told?.seq ?? 0),
          missing: missingRanges(one.arrived, one.told),
        })),
    ]),
  );
}
