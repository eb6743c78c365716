/** Reads a request body and counts while it comes, so that what is too large is refused before it is in memory. */
import type { Context } from 'hono';
import type { RequestProblem } from '../domain/problem.ts';
import type { AppEnv } from './deps.ts';
import { parseJson } from './strict-json.ts';

export type BodyResult = { ok: true; bytes: Uint8Array } | { ok: false; code: RequestProblem };

type Incoming = NonNullable<AppEnv['Bindings']['incoming']>;

/** Straight from the socket: the web stream in between costs more than all the rest of the request. */
function readIncoming(incoming: Incoming, limit: number): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: BodyResult) => {
      incoming.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut);
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) settle({ ok: false, code: 'too-large' });
    };
    const onEnd = () =>
      settle({ ok: true, bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) });
    const onCut = () => settle({ ok: false, code: 'truncated' });
    incoming.on('data', onData).on('end', onEnd).on('close', onCut).on('error', onCut);
  });
}

async function readStream(stream: ReadableStream<Uint8Array> | null, limit: number): Promise<BodyResult> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    chunks.push(part.value);
    if (size > limit) {
      await reader?.cancel();
      return { ok: false, code: 'too-large' };
    }
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}

/** The bytes as they come from the socket, whatever they say that they are. @param limit in bytes. */
export async function readBytes(c: Context<AppEnv>, limit: number): Promise<BodyResult> {
  if (Number(c.req.header('Content-Length') ?? 0) > limit) return { ok: false, code: 'too-large' };
  const incoming = c.env?.incoming;
  return incoming ? readIncoming(incoming, limit) : readStream(c.req.raw.body, limit);
}

/**
 * The body as it came. Compressed content is not accepted: a kilobyte of it can hold a gigabyte.
 * @param type the content type that it must have.
 * @param limit in bytes.
 */
export async function readBody(c: Context<AppEnv>, type: string, limit: number): Promise<BodyResult> {
  const encoding = c.req.header('Content-Encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return { ok: false, code: 'encoding' };
  const given = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (given !== type) return { ok: false, code: 'media-type' };
  // Read already where the tablet's signature over it was checked.
  const bytes = c.get('body');
  if (!bytes) return readBytes(c, limit);
  return bytes.length > limit ? { ok: false, code: 'too-large' } : { ok: true, bytes };
}

/** A small JSON body. @returns `undefined` as value when it is not JSON. */
export async function readJson(
  c: Context<AppEnv>,
): Promise<{ ok: true; value: unknown } | { ok: false; code: RequestProblem }> {
  const body = await readBody(c, 'application/json', 16_384);
  return body.ok ? { ok: true, value: parseJson(new TextDecoder().decode(body.bytes)) } : body;
}
