/**
 * A batch with sealed records in it: each line is read, its signature checked, and its seal opened; then it is judged like
 * any other. A batch without any never comes here.
 */
import { isUtf8 } from 'node:buffer';
import { hash as digest } from 'node:crypto';
import { compile, safeParse } from 'zod/v4/core';
import { problemAt } from '../domain/submission.ts';
import type { RecordProblem } from '../domain/problem.ts';
import { isCanonical, LINE_LIMIT, SealedRecord } from '../domain/sealed-record.ts';
import type { Database } from './deps.ts';
import { type Arrival, checkRecord, idOf, type Sealed } from './record.ts';
import { findForgeries } from './record-signatures.ts';
import { createOpener, type Session } from './seal-opener.ts';
import type { Catalogue } from './store/catalogue.ts';
import { fitsKey } from './store/device-keys.ts';
import { createMakers } from './store/record-makers.ts';
import type { Checked } from './store/submissions.ts';
import { parseJson } from './strict-json.ts';

/** Compiled, as for plain records (store/record-shape.ts). */
const Shape = compile(SealedRecord);

const BEGINNING = Buffer.from('{"v":2,');
/** Only this beginning is canonical; what says `"v":2` in another way is no record of either version. */
const isSealed = (line: Uint8Array): boolean =>
  line[5] === BEGINNING[5] && BEGINNING.equals(line.subarray(0, BEGINNING.length));

type Read = { ok: true; sealed: Sealed } | { ok: false; code: RecordProblem; id: string | null; hash: string };

/** Reads the bytes of one line; says nothing about its signature and its seal. */
export function readSealed(bytes: Uint8Array): Read {
  const hash = digest('sha256', bytes, 'hex');
  const refuse = (code: RecordProblem, value?: unknown): Read => ({ ok: false, code, id: idOf(value), hash });
  if (bytes.length > LINE_LIMIT) return refuse('record-too-large');
  if (!isUtf8(bytes)) return refuse('record-malformed');
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const value = parseJson(line);
  if (value === undefined) return refuse('record-malformed');
  const parsed = safeParse(Shape, value);
  if (!parsed.success) return refuse(problemAt(parsed.error.issues[0]?.path ?? []), value);
  // With the one spelling there is no key twice, either.
  if (!isCanonical(line, parsed.data)) return refuse('record-not-canonical', value);
  if (parsed.data.device.startsWith('paper:')) return refuse('wrong-channel', value);
  return { ok: true, sealed: { record: parsed.data, line, hash } };
}

export type BatchCheck = (
  lines: readonly Uint8Array[],
  arrival: Omit<Arrival, 'mustSign'>,
) => Checked[] | Promise<Checked[]>;

/** @returns what checks the lines of a batch, in order. @param fits another check of signatures, for a test that counts. */
export function createBatchCheck(
  db: Database,
  office: number,
  catalogue: Catalogue,
  fits: typeof fitsKey = fitsKey,
): BatchCheck {
  const makers = createMakers(db, office);
  const opener = createOpener(db, office);

  async function withSealed(lines: readonly Uint8Array[], arrival: Arrival): Promise<Checked[]> {
    const { device, sentAt, receivedAt } = arrival;
    const refuse = (body: Uint8Array, hash: string, id: string | null, code: RecordProblem): Checked => {
      const refused = { ok: false, id, device, code, hash, body, receivedAt } as const;
      // With it the record can be taken in later as if it had just come.
      return code === 'sealing-key' ? { ...refused, sentAt } : refused;
    };
    const read = lines.map((line) => (isSealed(line) ? readSealed(line) : null));
    const forged = await findForgeries(
      read.map((one) => (one?.ok ? one.sealed : null)),
      arrival,
      makers,
      fits,
    );
    const checked: Checked[] = [];
    for (const [at, line] of lines.entries()) {
      const one = read[at];
      if (!one) checked.push(checkRecord(line, arrival, catalogue));
      else if (!one.ok) checked.push(refuse(line, one.hash, one.id, one.code));
      else {
        const { record, hash } = one.sealed;
        const code = forged[at] ?? null;
        const found = code === null ? opener.session(record) : 'broken';
        const session: Session = found instanceof Promise ? await found : found;
        const body = typeof session === 'string' ? null : opener.open(record, session);
        checked.push(
          body
            ? checkRecord(body, arrival, catalogue, one.sealed)
            : refuse(line, hash, record.id, code ?? (session === 'no-key' ? 'sealing-key' : 'seal-broken')),
        );
      }
    }
    return checked;
  }

  return (lines, common) => {
    const arrival = { ...common, mustSign: makers.mustSign };
    return lines.some(isSealed)
      ? withSealed(lines, arrival)
      : lines.map((line) => checkRecord(line, arrival, catalogue));
  };
}
