/** The header `traceparent` (W3C Trace Context, version 00): the trace to which the caller counts its request. */
import { randomBytes } from 'node:crypto';

export interface TraceParent {
  traceId: string;
  spanId: string;
  /** Whether the caller records the trace; where it does not, nor does this server. */
  sampled: boolean;
}

export const newId = (bytes: 8 | 16): string => randomBytes(bytes).toString('hex');

/** @returns `null` for none, and for what is none: a trace of its own begins then. */
export function readTraceParent(header: string | undefined): TraceParent | null {
  const [, version, traceId = '', spanId = '', flags = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(header ?? '') ?? [];
  if (version === undefined || version === 'ff' || /^0*$/.test(traceId) || /^0*$/.test(spanId)) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
