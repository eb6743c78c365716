/**
 * Adds tally rows up by several keys at once: one pass over the rows serves the total and every breakdown.
 * Sums are kept in flat arrays, because a year is tens of thousands of rows and the result page is asked for often.
 */
import { type CriterionTally, type Tally } from '../../domain/tally.ts';

/** Counts of one criterion, in the order n1 … n5, unknown, blank. */
const CELLS = 7;
const BALLOTS = 4;

export class Sums {
  /** all, left, valid, satisfied */
  readonly ballots = new Float64Array(BALLOTS);
  readonly cells: Float64Array;
  constructor(criteria: number) {
    this.cells = new Float64Array(criteria * CELLS);
  }

  /** @param criteria ids, in the order in which the sums were made. */
  tally(criteria: readonly string[]): Tally {
    const [all = 0, left = 0, valid = 0, satisfied = 0] = this.ballots;
    return { ballots: { all, left, valid, satisfied }, criteria: criteria.map((id, at) => this.criterion(id, at)) };
  }

  private criterion(id: string, at: number): CriterionTally {
    const [n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, unknown = 0, blank = 0] = this.cells.subarray(at * CELLS);
    return { id, levels: [n1, n2, n3, n4, n5], unknown, blank };
  }
}

export const DIMENSIONS = ['day', 'counter', 'field', 'stage', 'channel'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Character codes; the end of the text is NaN, which is not at or after either. */
const COMMA = 44;
const ZERO = 48;

/** Reads words and counts that end with a comma, a line feed or the text. Ids have none of these in them. */
class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }
  /** True when the last word or count was the last of its line. */
  get lineEnded(): boolean {
    return this.ended || this.text.charCodeAt(this.at - 1) !== COMMA;
  }
  word(): string {
    const from = this.at;
    while (this.text.charCodeAt(this.at) > COMMA) this.at++;
    return this.text.slice(from, this.at++);
  }
  /** Digit by digit: splitting into half a million pieces takes as long as the query. */
  count(): number {
    let count = 0;
    for (let code = this.text.charCodeAt(this.at++); code >= ZERO; code = this.text.charCodeAt(this.at++))
      count = count * 10 + code - ZERO;
    return count;
  }
}

export class Breakdown {
  readonly total: Sums;
  readonly groups: Readonly<Record<Dimension, Map<string, Sums>>> = {
    day: new Map(),
    counter: new Map(),
    field: new Map(),
    stage: new Map(),
    channel: new Map(),
  };
  private readonly criteria: readonly string[];

  constructor(criteria: readonly string[]) {
    this.criteria = criteria;
    this.total = new Sums(criteria.length);
  }

  /** The sums that a line counts for: the total, and one group of each breakdown. */
  private targets(reader: Reader): Sums[] {
    const groups = DIMENSIONS.map((dimension) => {
      const id = reader.word();
      const known = this.groups[dimension].get(id);
      if (known) return known;
      const sums = new Sums(this.criteria.length);
      this.groups[dimension].set(id, sums);
      return sums;
    });
    return [this.total, ...groups];
  }

  /** @param text lines of "day,counter,field,stage,channel,ballots,left,valid,satisfied" */
  addBallots(text: string): void {
    const reader = new Reader(text);
    while (!reader.ended) {
      const targets = this.targets(reader);
      for (let i = 0; i < BALLOTS; i++) {
        const count = reader.count();
        for (const { ballots } of targets) ballots[i] = (ballots[i] ?? 0) + count;
      }
    }
  }

  /** @param text lines of "day,counter,field,stage,channel" and, for each criterion, ",id,n1,n2,n3,n4,n5,unknown,blank" */
  addAnswers(text: string): void {
    const reader = new Reader(text);
    while (!reader.ended) {
      const targets = this.targets(reader);
      do {
        const id = reader.word();
        const first = this.criteria.indexOf(id) * CELLS;
        if (first < 0) throw new Error(`a tally names "${id}", which is in no survey`);
        for (let i = first; i < first + CELLS; i++) {
          const count = reader.count();
          if (count > 0) for (const { cells } of targets) cells[i] = (cells[i] ?? 0) + count;
        }
      } while (!reader.lineEnded);
    }
  }
}
