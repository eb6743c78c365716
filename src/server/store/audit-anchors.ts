/**
 * Anchors of the audit log: the signed head, written every 64 rows or hour to a file and to the log of the process, which
 * is out of reach of whoever can only write the data file. What lies before an anchor cannot even be rewritten as a whole.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from './engine.ts';
import { auditHead } from './audit.ts';
import { keyFor } from './secret.ts';

export const ANCHOR_ROWS = 64;
export const ANCHOR_MS = 3_600_000;

export interface Anchor {
  /** Milliseconds since 1970. */
  at: number;
  seq: number;
  mac: string;
  signature: string;
}

export const anchorsIn = (dataDir: string): string => join(dataDir, 'audit-anchors.log');
export const anchorFile = (db: Database): string => anchorsIn(dirname(db.name));

const sign = (key: Buffer, { at, seq, mac }: Omit<Anchor, 'signature'>) =>
  createHmac('sha256', key)
    .update(JSON.stringify(['anchor', at, seq, mac]))
    .digest('base64url');

function parse(line: string): Anchor | null {
  try {
    const { at, seq, mac, signature } = JSON.parse(line) as Record<string, unknown>; // each is looked at below
    return typeof at === 'number' && typeof seq === 'number' && typeof mac === 'string' && typeof signature === 'string'
      ? { at, seq, mac, signature }
      : null;
  } catch {
    return null;
  }
}

/** The anchors of the file, and how many of its lines are none that were signed here. */
export function readAnchors(db: Database): { anchors: Anchor[]; unsigned: number } {
  const file = anchorFile(db);
  const key = keyFor(db, 'audit');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const anchors = lines.map(parse).filter((anchor) => {
    if (!anchor) return false;
    const [given, expected] = [Buffer.from(anchor.signature), Buffer.from(sign(key, anchor))];
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  const good = anchors.filter((anchor) => anchor !== null);
  return { anchors: good, unsigned: lines.length - good.length };
}

const known = new WeakMap<Database, { file: string; seq: number }>();

/** Up to which row the log is anchored. The file is read again only when it is another one than the last time. */
export function anchoredTo(db: Database): number {
  const found = statSync(anchorFile(db), { bigint: true, throwIfNoEntry: false });
  const file = found ? [found.ino, found.size, found.mtimeNs, found.ctimeNs].join() : '';
  const last = known.get(db);
  if (last?.file === file) return last.seq;
  const seq = readAnchors(db).anchors.reduce((highest, anchor) => Math.max(highest, anchor.seq), 0);
  known.set(db, { file, seq });
  return seq;
}

/**
 * @param tell the log of the process.
 * @returns what writes an anchor when one is due, or at once with 'now'.
 */
export function createAnchors(
  db: Database,
  office: number,
  now: () => number,
  tell: (anchor: Anchor) => void,
): (always?: 'now') => void {
  const last = readAnchors(db).anchors.at(-1);
  let [seq, at] = [last?.seq ?? 0, last?.at ?? now()];
  return (always) => {
    const head = auditHead(db, office);
    const rows = head.seq - seq;
    if (rows <= 0 || (always !== 'now' && rows < ANCHOR_ROWS && now() - at < ANCHOR_MS)) return;
    const unsigned = { at: now(), ...head };
    const anchor: Anchor = { ...unsigned, signature: sign(keyFor(db, 'audit'), unsigned) };
    appendFileSync(anchorFile(db), `${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true });
    [seq, at] = [head.seq, unsigned.at];
    tell(anchor);
  };
}
