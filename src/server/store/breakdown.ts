/**
 * Adds tally rows up by several keys at once: one pass over the rows serves the total and every breakdown.
 */
import type { Tally } from '../../domain/tally.ts';

/** n1 … n5, unknown, blank */
export type CriterionRow = [number, number, number, number, number, number, number];
/** all, left, valid, satisfied */
export type BallotRow = [number, number, number, number];

export class Sums {
  private readonly ballots: BallotRow = [0, 0, 0, 0];
  private readonly criteria = new Map<string, CriterionRow>();

  addBallots(counts: BallotRow): void {
    counts.forEach((count, i) => (this.ballots[i] = (this.ballots[i] ?? 0) + count));
  }

  addCriterion(id: string, counts: CriterionRow): void {
    const known = this.criteria.get(id);
    if (known) counts.forEach((count, i) => (known[i] = (known[i] ?? 0) + count));
    else this.criteria.set(id, [...counts]);
  }

  /** @param criteria ids, in the order in which they are wanted. */
  tally(criteria: readonly string[]): Tally {
    const [all, left, valid, satisfied] = this.ballots;
    return {
      ballots: { all, left, valid, satisfied },
      criteria: criteria.map((id) => {
        const [n1, n2, n3, n4, n5, unknown, blank] = this.criteria.get(id) ?? [0, 0, 0, 0, 0, 0, 0];
        return { id, levels: [n1, n2, n3, n4, n5], unknown, blank };
      }),
    };
  }
}

/** Sums by the ids of one dimension. */
export class Groups {
  readonly byId = new Map<string, Sums>();
  of(id: string): Sums {
    let sums = this.byId.get(id);
    if (!sums) this.byId.set(id, (sums = new Sums()));
    return sums;
  }
}
