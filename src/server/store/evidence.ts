/** What is known of the completeness of what tablets made: how far each epoch goes, and which places have not arrived. */
import type { Database } from './engine.ts';
import { type ArrivedRange, missingRanges } from '../../domain/runs.ts';

export interface EpochEvidence {
  epoch: number;
  /** The last place that is known of, told or arrived. */
  last: number;
  /** In order, with the moment since when each is known to have been given out. */
  missing: ArrivedRange[];
}

/** Of one tablet, or of all of an office, by device; the epochs in order. */
export function readEvidence(db: Database, office: number, device?: string): Map<string, EpochEvidence[]> {
  // Written into the statement, so that one tablet is found by the key of the table.
  const which = device === undefined ? '' : 'and device_id = ?';
  const args: [number, ...string[]] = device === undefined ? [office] : [office, device];
  const runs = db
    .prepare<[number, ...string[]], ArrivedRange & { device: string; epoch: number }>(
      `select device_id as device, epoch, first, last, since from device_runs
       where office_id = ? ${which} order by device_id, epoch, first`,
    )
    .all(...args);
  const told = db
    .prepare<
      [number, ...string[]],
      { device: string; epoch: number; seq: number; toldAt: number; aheadSince: number | null; aheadSeq: number | null }
    >(
      `select device_id as device, epoch, seq, told_at as toldAt, ahead_since as aheadSince, ahead_seq as aheadSeq
       from device_told where office_id = ? and seq > 0 ${which} order by device_id, epoch`,
    )
    .all(...args);
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
