/** The tree of offices in memory, as the table in which their figures are added up and hidden. */
import type { StoredUnit } from './offices.ts';

/** The offices as a table: each has a word on every axis, its own where it has nothing above or beneath on that level. */
export class OfficeTree {
  readonly units: ReadonlyMap<number, StoredUnit>;
  readonly byCode: ReadonlyMap<string, StoredUnit>;
  /** How many axes there are. */
  readonly depth: number;
  private readonly paths: ReadonlyMap<number, readonly string[]>;
  /** @param units each after the one that it is under (offices.ts, `listUnits`). */
  constructor(units: readonly StoredUnit[]) {
    this.units = new Map(units.map((one) => [one.id, one]));
    this.byCode = new Map(units.map((one) => [one.code, one]));
    this.depth = Math.max(1, units.at(-1)?.depth ?? 0);
    const axes = Array.from({ length: this.depth }, (_, axis) => axis + 1);
    this.paths = new Map(
      units.map((unit) => {
        const line = this.lineTo(unit);
        return [unit.id, axes.map((axis) => (line[axis] ?? unit).code)];
      }),
    );
  }
  path = (office: number): readonly string[] => this.paths.get(office) ?? [];
  /** The words that an office shares with all that is beneath it. */
  prefix = (unit: StoredUnit): readonly string[] => this.path(unit.id).slice(0, unit.depth);
  /** From the root down to it. */
  lineTo(unit: StoredUnit): StoredUnit[] {
    const above = unit.depth > 0 ? this.byCode.get(unit.under) : undefined;
    return above ? [...this.lineTo(above), unit] : [unit];
  }
  isIn = (office: number, prefix: readonly string[]): boolean =>
    prefix.every((word, axis) => this.path(office)[axis] === word);
}
