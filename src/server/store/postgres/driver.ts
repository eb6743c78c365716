/**
 * The thread that speaks with PostgreSQL (link.ts starts it, and waits for each answer). It is built as a file of its own. What another
 * connection writes shows in `signal[1]`; what this one writes is told to the others, at most a few times a second.
 */
import { type MessagePort, workerData } from 'node:worker_threads';
import pg from 'pg';
import type { Answer, DriverPlace, Order } from './link.ts';

const CHANNEL = 'hai_long';
/** Milliseconds between two times that the others are told. */
const TELL_EVERY = 200;
/** Statements that are kept prepared; those with lists of any length are not counted up for ever. */
const MOST_PREPARED = 800;
const WRITES = ['INSERT', 'UPDATE', 'DELETE'];

const { url, signal, port } = workerData as DriverPlace & { port: MessagePort }; // as link.ts hands it over
const ticks = new Int32Array(signal);

const NOTHING: Answer = { command: '', columns: [], rows: [], changes: 0 };
const number = (text: string) => Number(text);
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.BOOL]: (text) => (text === 't' ? 1 : 0),
  [pg.types.builtins.INT2]: number,
  [pg.types.builtins.INT4]: number,
  [pg.types.builtins.INT8]: number,
  [pg.types.builtins.NUMERIC]: number,
  [pg.types.builtins.FLOAT4]: number,
  [pg.types.builtins.FLOAT8]: number,
  [pg.types.builtins.BYTEA]: (text) => Buffer.from(text.slice(2), 'hex'),
};
const types = { getTypeParser: (oid: number) => PARSERS[oid] ?? ((text: string) => text) };

let client: pg.Client | null = null;
const prepared = new Map<string, string>();
let within = false;
/** The connection ended within a transaction, and nobody has been told yet. */
let cut = false;
let wrote = false;
let telling: NodeJS.Timeout | null = null;

async function connect(): Promise<pg.Client> {
  const fresh = new pg.Client({
    connectionString: url,
    application_name: 'hai-long',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    lock_timeout: 5000,
    statement_timeout: 120_000,
  });
  const gone = () => {
    if (client !== fresh) return;
    client = null;
    cut ||= within;
    within = false;
  };
  fresh.on('error', gone).on('end', gone);
  let own = 0;
  fresh.on('notification', ({ processId }) => {
    if (processId !== own) Atomics.add(ticks, 1, 1);
  });
  await fresh.connect();
  const { rows } = await fresh.query<{ own: number }>('select pg_backend_pid() as own');
  own = rows[0]?.own ?? 0;
  await fresh.query(`listen ${CHANNEL}`);
  // While nobody listened anything may have been written.
  Atomics.add(ticks, 1, 1);
  return fresh;
}

function tell(): void {
  telling ??= setTimeout(() => {
    telling = null;
    if (within) return tell();
    wrote = false;
    // A try only: who listens looks again when it connects again.
    client?.query(`notify ${CHANNEL}`).catch(() => undefined);
  }, TELL_EVERY).unref();
}

function nameOf(text: string): string | undefined {
  const known = prepared.get(text);
  if (known !== undefined || prepared.size >= MOST_PREPARED) return known;
  const name = `s${prepared.size}`;
  prepared.set(text, name);
  return name;
}

async function answer(order: Order): Promise<Answer> {
  if (cut) {
    // On another connection it would be outside of the transaction that it belongs to.
    cut = false;
    return { error: 'the connection was lost', code: '08006', lost: true };
  }
  try {
    client ??= await connect();
    const { text, values, once } = order;
    const name = once ? undefined : nameOf(text);
    const result = values
      ? await client.query({ text, values: [...values], rowMode: 'array', types, ...(name !== undefined && { name }) })
      : await client.query({ text, types, rowMode: 'array' });
    if (Array.isArray(result)) return NOTHING;
    const { command, rowCount, fields, rows } = result;
    if (command === 'BEGIN') within = true;
    if (command === 'COMMIT' || (command === 'ROLLBACK' && !text.includes(' to '))) within = false;
    if (WRITES.includes(command) && (rowCount ?? 0) > 0) wrote = true;
    if (wrote && !within) tell();
    return { command, columns: fields.map((field) => field.name), rows, changes: rowCount ?? 0 };
  } catch (error) {
    const { message, code } = error as { message?: unknown; code?: unknown }; // whatever it is
    const lost = client === null;
    cut = false;
    return { error: String(message ?? error), code: typeof code === 'string' ? code : '08000', lost };
  }
}

async function close(): Promise<void> {
  if (wrote) await client?.query(`notify ${CHANNEL}`).catch(() => undefined);
  await client?.end().catch(() => undefined);
}

port.on('message', (order: Order | null) => {
  const said: Promise<Answer> = order ? answer(order) : close().then(() => NOTHING);
  void said.then((reply) => {
    port.postMessage(reply);
    Atomics.add(ticks, 0, 1);
    Atomics.notify(ticks, 0);
    if (!order) port.close();
  });
});
