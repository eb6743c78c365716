/** The tree of offices in memory, as the table in which their figures are added up and hidden. */
import type { StoredUnit } from './offices.ts';

/** The offices as a table: each has a word on every axis, its own where it has nothing above or beneath on that level. */
export class OfficeTree {
  readonly units: ReadonlyMap<number, StoredUnit>;
  readonly byCode: ReadonlyMap<string, StoredUnit>;
  /** How many axes there are. */
  readonly depth: number;
  private readonly paths = new Map<number, string[]>();
  constructor(root: StoredUnit, beneath: readonly StoredUnit[]) {
    this.units = new Map([root, ...beneath].map((one) => [one.id, one]));
    this.byCode = new Map([...this.units.values()].map((one) => [one.code, one]));
    this.depth = beneath.reduce((most, { depth }) => Math.max(most, depth), 1);
    for (const unit of this.units.values()) {
      const path: string[] = [];
      for (let one: StoredUnit | undefined = unit; one && one.depth > 0; one = this.byCode.get(one.under))
        path.unshift(one.code);
      while (path.length < this.depth) path.push(unit.code);
      this.paths.set(unit.id, path);
    }
  }
  path = (office: number): readonly string[] => this.paths.get(office) ?? [];
  /** The words that an office shares with all that is beneath it. */
  prefix = (unit: StoredUnit): readonly string[] => this.path(unit.id).slice(0, unit.depth);
  /** From the root down to it. */
  lineTo(unit: StoredUnit): StoredUnit[] {
    const line = [unit];
    for (let one: StoredUnit | undefined = unit; one && one.depth > 0;) {
      one = this.byCode.get(one.under);
      if (one) line.unshift(one);
    }
    return line;
  }
  isIn = (office: number, prefix: readonly string[]): boolean =>
    prefix.every((word, axis) => this.path(office)[axis] === word);
}
