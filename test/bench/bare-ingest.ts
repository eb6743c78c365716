/**
 * The baseline of ingest: a bare node:http server that parses the same lines and inserts the same rows, a transaction a
 * batch, with the same durability. No check, no hash, no tally, no token. Run as a process of its own: DATABASE, PORT.
 */
import { createServer } from 'node:http';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from '../../src/server/store/schema.ts';

const db = new Sqlite(process.env.DATABASE);
db.pragma('journal_mode = wal');
db.pragma('synchronous = full');
for (const migration of MIGRATIONS) db.exec(migration);
db.exec(`insert into offices (id, code, name, pin, rules) values (1, '22504', 'office', '{}', '{}')`);
const insert = db.prepare(
  `insert into submissions (id, office_id, device_id, epoch, seq, hash, survey, counter, field, stage, channel, day, hour,
     sent_at, received_at, note, body) values (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?)`,
);

interface Line {
  id: string;
  device: string;
  epoch: number;
  seq: number;
  prev: string;
  /** From here on, what a sealed line says in the open nowhere: then the same for all. */
  survey?: number;
  counter?: string;
  field?: string | null;
  stage?: string | null;
  channel?: string;
}
const insertAll = db.transaction((lines: readonly string[], sentAt: number, receivedAt: number) => {
  for (const body of lines) {
    const one = JSON.parse(body) as Line; // the baseline believes what it is sent
    const place = [
      one.device,
      one.epoch,
      one.seq,
      one.prev,
      one.survey ?? 1,
      one.counter ?? 'quay-1',
      one.field ?? '',
      one.stage ?? '',
      one.channel ?? 'kiosk',
    ];
    insert.run(one.id, ...place, '2026-11-20', 9, sentAt, receivedAt, body);
  }
});

createServer((request, reply) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [head = '{}', ...lines] = Buffer.concat(chunks).toString().split('\n');
    const { sentAt, nonce } = JSON.parse(head) as { sentAt: number; nonce: string }; // as above
    const bodies = lines.filter((line) => line !== '');
    insertAll(bodies, sentAt, Date.now());
    reply.writeHead(200, { 'content-type': 'application/json' });
    reply.end(JSON.stringify({ nonce, stored: bodies.length }));
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
