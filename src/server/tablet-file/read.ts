/**
 * Reads a file that staff exported from a tablet: an envelope, then a record a line. It needs no tablet and no network. The
 * same file again adds nothing, and nothing of it is dropped: what cannot be taken in is refused and kept, or kept aside.
 */
import { hash as digest } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LINE_LIMIT } from '../../domain/sealed-record.ts';
import type { AsideReason, TabletFilePart, TabletFileReply } from '../../domain/tablet-file.ts';
import { WIRE_VERSION } from '../../domain/wire.ts';
import { createAsideFinder, createAsideKeeper } from '../store/aside.ts';
import { listFleet } from '../store/devices-fleet.ts';
import { createMakers } from '../store/record-makers.ts';
import { readHead } from '../store/record-head.ts';
import { createHashFinder } from '../store/sequence.ts';
import { parseJson } from '../strict-json.ts';
import { createJudge, type JudgeParts } from './judge.ts';
import { linesOf } from './lines.ts';

/** Lines that are judged and stored together; between two such the server sees to others. */
const TOGETHER = 200;

const isEnvelope = (line: Uint8Array): boolean => {
  const value = parseJson(new TextDecoder().decode(line));
  return typeof value === 'object' && value !== null && 'wire' in value && value.wire === WIRE_VERSION;
};
/** A plain record has no signature, and a sealed one says so at its end. */
const isUnsigned = (line: Uint8Array): boolean =>
  !Buffer.from(line.subarray(0, 6)).equals(Buffer.from('{"v":2')) ||
  Buffer.from(line.subarray(-12)).toString('latin1').endsWith('"sig":null}');

export type TabletFileEnd = ({ ok: true } & TabletFileReply) | { ok: false; code: 'not-a-tablet-file' };

/** @param store false only looks: how many records of which tablet, and how many of them are here already. */
export async function readTabletFile(
  parts: JudgeParts,
  chunks: AsyncIterable<Uint8Array>,
  store: boolean,
): Promise<TabletFileEnd> {
  const { db, office, now } = parts;
  const fleet = new Map(listFleet(db, office).map((device) => [device.id, device]));
  const hashesAt = createHashFinder(db, office);
  const isAside = createAsideFinder(db, office);
  const keepAside = createAsideKeeper(db, office);
  const judge = store ? createJudge(parts) : null;
  const found = new Map<string, TabletFilePart>();
  const partOf = (device: string): TabletFilePart => {
    const name = fleet.get(device)?.name ?? null;
    const nothing = { records: 0, known: 0, unsigned: 0, aside: 0, added: 0, refused: 0 };
    const part = found.get(device) ?? { device, name, ...nothing };
    found.set(device, part);
    return part;
  };
  const makers = createMakers(db, office);
  const reasonFor = (device: string, line: Uint8Array): AsideReason | null => {
    if (device === '') return null;
    const known = fleet.get(device);
    if (!known) return 'unknown';
    if (known.revokedAt !== null) return 'revoked';
    // A tablet whose database was out made some; so may anybody who has its file.
    return isUnsigned(line) && makers.find(device)?.mustSign ? 'unsigned' : null;
  };

  async function take(lines: readonly Uint8Array[]): Promise<void> {
    const good = new Map<string, Uint8Array[]>();
    for (const line of lines) {
      const head = readHead(line);
      const device = head?.device ?? '';
      const part = partOf(device);
      const hash = digest('sha256', line, 'hex');
      const reason = reasonFor(device, line);
      part.records += 1;
      if (isUnsigned(line)) part.unsigned += 1;
      if (isAside(hash) || (head && hashesAt(device, head.epoch, head.seq).includes(hash))) part.known += 1;
      else if (reason === null) {
        const mine = good.get(device);
        if (mine) mine.push(line);
        else good.set(device, [line]);
      } else {
        part.aside += 1;
        if (store) keepAside({ hash, device, reason, unsigned: isUnsigned(line), body: line }, now());
      }
    }
    if (!judge) return;
    for (const [device, mine] of good) {
      const part = partOf(device);
      for (const { status } of await judge(device, mine)) {
        if (status === 'stored') part.added += 1;
        else if (status === 'refused') part.refused += 1;
        else part.known += 1;
      }
    }
  }

  let first = true;
  let waiting: Uint8Array[] = [];
  for await (const line of linesOf(chunks, LINE_LIMIT)) {
    if (first && !isEnvelope(line)) return { ok: false, code: 'not-a-tablet-file' };
    if (!first) waiting.push(line);
    first = false;
    if (waiting.length < TOGETHER) continue;
    await take(waiting);
    waiting = [];
    await nextTurn();
  }
  if (first) return { ok: false, code: 'not-a-tablet-file' };
  await take(waiting);
  const all = [...found.values()];
  return { ok: true, records: all.reduce((sum, { records }) => sum + records, 0), parts: all };
}
