/**
 * The baseline of ingest into PostgreSQL over HTTP: a bare node:http server that parses the same lines and inserts the rows of a batch with
 * one statement, over as many connections as are served at once. No check, no hash, no tally, no token. Run as a process of its own:
 * DATABASE_URL, PORT, CONNECTIONS.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { bareInsert, bareRow } from './bare-rows.ts';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL ?? '',
  max: Number(process.env.CONNECTIONS),
});

async function store(body: string): Promise<string> {
  const [head = '{}', ...lines] = body.split('\n');
  const { nonce } = JSON.parse(head) as { nonce: string }; // the baseline believes what it is sent
  const bodies = lines.filter((line) => line !== '');
  const values = bodies.flatMap((line) => {
    const { id, device, seq, prev } = JSON.parse(line) as { id: string; device: string; seq: number; prev: string }; // as above
    return bareRow({ id, device, seq, hash: prev, body: line });
  });
  await pool.query({ name: `bare${bodies.length}`, text: bareInsert(bodies.length), values });
  return JSON.stringify({ nonce, stored: bodies.length });
}

createServer((request, reply) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const end = (status: number, text: string) => {
      reply.writeHead(status, { 'content-type': 'application/json' });
      reply.end(text);
    };
    store(Buffer.concat(chunks).toString()).then(
      (text) => end(200, text),
      (error: unknown) => end(500, String(error)),
    );
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
