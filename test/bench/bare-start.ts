/** The baseline of a start: a bare Hono server that opens the same data file and answers. A process of its own: DATABASE, PORT. */
import { serve } from '@hono/node-server';
import Sqlite from 'better-sqlite3';
import { Hono } from 'hono';

const db = new Sqlite(process.env.DATABASE);
db.pragma('journal_mode = wal');
const app = new Hono().get('/livez', (c) => c.text(String(db.pragma('user_version', { simple: true }))));
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
