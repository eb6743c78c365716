/** Load on one server: batches over a fixed number of kept-open connections, each waiting for its reply. */
import { Agent, request } from 'node:http';
import type { Receipt } from '../../src/domain/wire.ts';

export interface Shot {
  path: string;
  /** The value of `Authorization`. */
  authorization: string;
  body: Buffer;
}

const once = (origin: string, agent: Agent, { path, authorization, body }: Shot) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-ndjson',
      'content-length': body.length,
      authorization,
    };
    const sent = request(`${origin}${path}`, { method: 'POST', agent, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

/**
 * Sends all shots over `connections` connections.
 * @returns shots a second. Any reply that is not a 200 with `expected` stored records is an error, not a slow reply.
 */
export async function fire(
  origin: string,
  shots: readonly Shot[],
  connections: number,
  expected: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;
  const start = performance.now();
  const worker = async () => {
    for (let shot = shots[next++]; shot; shot = shots[next++]) {
      const { status, text } = await once(origin, agent, shot);
      if (status !== 200) throw new Error(`${status}: ${text.slice(0, 200)}`);
      const reply = JSON.parse(text) as { stored?: number; receipts?: Receipt[] }; // either server's
      const stored = reply.stored ?? reply.receipts?.filter((receipt) => receipt.status === 'stored').length;
      if (stored !== expected) throw new Error(`only ${stored} of ${expected} stored: ${text.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  return shots.length / seconds;
}
