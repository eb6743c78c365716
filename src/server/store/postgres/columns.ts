/**
 * Rows as PostgreSQL takes them in one statement of always the same text: an array for each column, in the binary format of its
 * protocol. All of them lie in one piece of memory, which travels to the thread that speaks with the server without being copied.
 */
import type { Cell, Row } from '../engine.ts';

/** What columns are made of; `word` (schema/answers.ts) is text. */
const OIDS = { bigint: 20, text: 25, bytea: 17 };
export type ColumnType = keyof typeof OIDS;
export const isColumnType = (type: string): type is ColumnType => type in OIDS;

/** Dimensions, whether there are nulls, the type, how many, and the number of the first. */
const HEAD = 20;
const LENGTH = 4;
const NUMBER = 8;
const HALF = 2 ** 32;

function sizeOf(cell: Cell, type: ColumnType): number {
  if (cell === null) return LENGTH;
  if (type === 'bigint' && Number.isSafeInteger(cell)) return LENGTH + NUMBER;
  if (type === 'text' && typeof cell === 'string') return LENGTH + Buffer.byteLength(cell);
  if (type === 'bytea' && cell instanceof Uint8Array) return LENGTH + cell.length;
  throw new TypeError(`${typeof cell} for a column of type ${type}`);
}

/** @returns where the next begins. */
function write(into: Buffer, at: number, cell: Cell): number {
  const from = at + LENGTH;
  if (cell === null) return into.writeInt32BE(-1, at);
  if (typeof cell === 'number') {
    into.writeInt32BE(NUMBER, at);
    into.writeInt32BE(Math.floor(cell / HALF), from);
    return into.writeUInt32BE(cell >>> 0, from + LENGTH);
  }
  if (typeof cell !== 'string') into.set(cell, from);
  const length = typeof cell === 'string' ? into.write(cell, from) : cell.length;
  into.writeInt32BE(length, at);
  return from + length;
}

/** @returns for each column its array; all are parts of the same memory. @throws TypeError where a cell is of another type. */
export function packColumns(rows: readonly Row[], types: readonly ColumnType[]): Uint8Array<ArrayBuffer>[] {
  const sizes = types.map((type, column) => rows.reduce((sum, row) => sum + sizeOf(row[column] ?? null, type), HEAD));
  const memory = new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0));
  let from = 0;
  return types.map((type, column) => {
    const part = Buffer.from(memory, from, sizes[column]);
    from += part.length;
    let at = part.writeInt32BE(1, 0);
    at = part.writeInt32BE(1, at);
    at = part.writeInt32BE(OIDS[type], at);
    at = part.writeInt32BE(rows.length, at);
    at = part.writeInt32BE(1, at);
    for (const row of rows) at = write(part, at, row[column] ?? null);
    return part;
  });
}
