/** The beginning of a file of the journal: which of the two files counts, and which tablet it belongs to. Written last. */
import { lineOf, saidBy } from './entry.ts';
import { readPart, type SyncFile } from './file.ts';

/** Always as long as this, line breaks included. */
export const HEADER_BYTES = 256;
const DIGEST_AND_BREAKS = 67;
const BREAK = 10;
const HEADER = /^journal 1 (\d+) (\S+) *$/;

export interface Header {
  generation: number;
  install: string;
}

export const headerOf = (generation: number, install: string): Promise<Uint8Array<ArrayBuffer>> =>
  lineOf(`journal 1 ${generation} ${install} `.padEnd(HEADER_BYTES - DIGEST_AND_BREAKS));

/** @returns `null` for a file that is empty, or was not finished, or whose header is damaged. */
export async function readHeader(file: SyncFile): Promise<Header | null> {
  const bytes = readPart(file, 0, HEADER_BYTES);
  if (bytes[0] !== BREAK || bytes[HEADER_BYTES - 1] !== BREAK) return null;
  const said = await saidBy(bytes.slice(1, -1));
  const [, generation, install = ''] = HEADER.exec(said ?? '') ?? [];
  return generation === undefined ? null : { generation: Number(generation), install };
}
