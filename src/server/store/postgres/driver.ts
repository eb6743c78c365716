/**
 * The thread that speaks with PostgreSQL (link.ts starts it, and waits for each answer). It is built as a file of its own. What another
 * connection writes shows in `signal[1]`, and the thread that started this one is told; what this one writes is told to the others, at
 * most a few times a second.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import type { Answer, DriverPlace, Failure, Message, Order, Rows } from './link.ts';

const CHANNEL = 'hai_long';
/** Milliseconds between two times that the others are told. */
const TELL_EVERY = 200;
/** Statements that are kept prepared; those with lists of any length are not counted up for ever. */
const MOST_PREPARED = 800;
/**
 * Plans are kept, those of references too, and made for tables as they are then: over one that is nearly empty every index that begins with the
 * office looks as good as the key. They are made anew after so many statements of a connection, when the tables may have grown.
 */
const PLANNED_ANEW = [100, 1000, 10_000];
const WRITES = ['INSERT', 'UPDATE', 'DELETE'];

const { url, signal, port } = workerData as DriverPlace & { port: MessagePort }; // as link.ts hands it over
const ticks = new Int32Array(signal);

const NOTHING: Rows = { command: '', columns: [], rows: [], changes: 0 };
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
/** Statements on this connection. */
let asked = 0;
const prepared = new Map<string, string>();
let within = false;
/** The connection ended within a transaction, and nobody has been told yet. */
let cut = false;
let wrote = false;
let telling: NodeJS.Timeout | null = null;
/** When the others were told last. */
let told = -Infinity;

/** Another connection has written. */
function hear(): void {
  Atomics.add(ticks, 1, 1);
  parentPort?.postMessage('written');
}

async function connect(): Promise<pg.Client> {
  const fresh = new pg.Client({
    connectionString: url,
    application_name: 'hai-long',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    lock_timeout: 5000,
    pipeline: true,
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
    if (processId !== own) hear();
  });
  await fresh.connect();
  const { rows } = await fresh.query<{ own: number }>('select pg_backend_pid() as own');
  own = rows[0]?.own ?? 0;
  await fresh.query(`listen ${CHANNEL}`);
  asked = 0;
  // While nobody listened anything may have been written.
  hear();
  return fresh;
}

/** Now, or as soon as it is time again. */
function tell(): void {
  const rest = told + TELL_EVERY - performance.now();
  if (rest > 0) {
    // Where there is a transaction then, its end tells it: whoever tells within one makes other commits wait for theirs.
    telling ??= setTimeout(() => {
      telling = null;
      if (wrote && !within) tell();
    }, rest).unref();
    return;
  }
  told = performance.now();
  wrote = false;
  // A try only: who listens looks again when it connects again.
  client?.query(`notify ${CHANNEL}`).catch(() => undefined);
}

function nameOf(text: string): string | undefined {
  const known = prepared.get(text);
  if (known !== undefined || prepared.size >= MOST_PREPARED) return known;
  const name = `s${prepared.size}`;
  prepared.set(text, name);
  return name;
}

function failureOf(error: unknown, text: string): Failure {
  const { message, code } = error as { message?: unknown; code?: unknown }; // whatever it is
  const said = typeof code === 'string' ? code : '08000';
  return { error: String(message ?? error), code: said, lost: client === null, text };
}

async function run(on: pg.Client, order: Order): Promise<Rows | Failure> {
  const { text, values, once } = order;
  asked += 1;
  // Where it fails, what comes behind it fails too, and says so.
  if (PLANNED_ANEW.includes(asked)) on.query('discard plans').catch(() => undefined);
  try {
    const name = once ? undefined : nameOf(text);
    const reply = values
      ? on.query({ text, values: [...values], rowMode: 'array', types, ...(name !== undefined && { name }) })
      : on.query({ text, types, rowMode: 'array' });
    // Right behind it: what comes next may be another transaction.
    if (text === 'commit' && wrote) tell();
    const result = await reply;
    if (Array.isArray(result)) return NOTHING;
    const { command, rowCount, fields, rows } = result;
    if (command === 'BEGIN') within = true;
    if (command === 'COMMIT' || (command === 'ROLLBACK' && !text.includes(' to '))) within = false;
    if (WRITES.includes(command) && (rowCount ?? 0) > 0) wrote = true;
    if (wrote && !within) tell();
    return { command, columns: fields.map((field) => field.name), rows, changes: rowCount ?? 0 };
  } catch (error) {
    return failureOf(error, text);
  }
}

/** Sends all of them before the first is answered: what follows one that failed in a transaction is refused by the server. */
async function answer(orders: readonly Order[]): Promise<Answer> {
  // On another connection it would be outside of the transaction that it belongs to.
  if (cut) return { error: 'the connection was lost', code: '08006', lost: true, text: '' };
  try {
    client ??= await connect();
  } catch (error) {
    return failureOf(error, '');
  }
  const on = client;
  const answers: Rows[] = [];
  for (const one of await Promise.all(orders.map((order) => run(on, order))))
    if ('error' in one) return one;
    else answers.push(one);
  return answers;
}

async function close(): Promise<Answer> {
  if (wrote) await client?.query(`notify ${CHANNEL}`).catch(() => undefined);
  await client?.end().catch(() => undefined);
  return [];
}

/** What failed first of the messages that nobody has waited for. */
let failed: Failure | null = null;
let done: Promise<void> = Promise.resolve();

function say(reply: Answer): void {
  const told = failed ?? reply;
  failed = null;
  // Until somebody has heard of it, nothing may be asked on another connection.
  if ('error' in told && told.lost) cut = false;
  port.postMessage(told);
}

port.on('message', (message: Message | null) => {
  const answered = message ? answer(message.orders) : close();
  // Rows; whether they are there already is not heard before the commit is sent.
  if (message?.quiet) wrote = true;
  // In the order in which they came, so that an answer is the last thing that is heard of all before it.
  done = done.then(async () => {
    const reply = await answered;
    if (!message?.quiet) say(reply);
    else if ('error' in reply) failed ??= reply;
    Atomics.add(ticks, 0, 1);
    Atomics.notify(ticks, 0);
    if (!message) port.close();
  });
});
