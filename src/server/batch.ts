/** Takes a batch apart into its envelope and the bytes of its records; says nothing about the records themselves. */
import { isUtf8 } from 'node:buffer';
import { compile, safeParse } from 'zod/v4/core';
import type { RequestProblem } from '../domain/problem.ts';
import { BATCH_RECORDS, Envelope } from '../domain/wire.ts';
import { parseJson } from './strict-json.ts';

export type BatchResult = { ok: true; envelope: Envelope; records: Uint8Array[] } | { ok: false; code: RequestProblem };

/** Compiled, as for the records (store/record-shape.ts). */
const Shape = compile(Envelope);
const NEWLINE = 0x0a;

function splitLines(body: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = body.indexOf(NEWLINE); end !== -1; end = body.indexOf(NEWLINE, start)) {
    lines.push(body.subarray(start, end));
    start = end + 1;
  }
  if (start < body.length) lines.push(body.subarray(start));
  return lines;
}

const parseLine = (line: Uint8Array) => (isUtf8(line) ? parseJson(new TextDecoder().decode(line)) : undefined);

function readEnvelope(line: Uint8Array): { ok: true; envelope: Envelope } | { ok: false; code: RequestProblem } {
  const value = parseLine(line);
  if (value === undefined) return { ok: false, code: 'malformed' };
  const parsed = safeParse(Shape, value);
  if (parsed.success) return { ok: true, envelope: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue?.path[0] === 'wire') return { ok: false, code: 'wire-version' };
  const tooMany = issue?.path[0] === 'records' && issue.code === 'too_big';
  return { ok: false, code: tooMany ? 'too-large' : 'wrong-type' };
}

/**
 * Fewer lines than the envelope announces, or a last one that breaks off, is a body that was cut: nothing of it is
 * judged. More lines are each judged alone, as a record with a line break in it, and so harm none of the others.
 */
export function readBatch(body: Uint8Array): BatchResult {
  const [first, ...records] = splitLines(body);
  if (!first) return { ok: false, code: 'malformed' };
  const head = readEnvelope(first);
  if (!head.ok) return head;
  if (records.length < head.envelope.records) return { ok: false, code: 'truncated' };
  if (records.length > BATCH_RECORDS) return { ok: false, code: 'too-large' };
  const last = records.at(-1);
  if (last && body.at(-1) !== NEWLINE && parseLine(last) === undefined) return { ok: false, code: 'truncated' };
  return { ok: true, envelope: head.envelope, records };
}
