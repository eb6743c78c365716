/**
 * Asks PostgreSQL and waits for the answer, as a call to SQLite does: a thread of its own speaks with the server (driver.ts), this one
 * stands still meanwhile. A connection that was lost is opened again with the next question.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

export interface DriverPlace {
  url: string;
  /** Two counters: answers given, and times that another connection has written. */
  signal: SharedArrayBuffer;
}
/** Without `values` it may be several statements. */
export interface Order {
  text: string;
  values?: readonly unknown[];
  /** Not worth being kept prepared. */
  once?: boolean;
}
export interface Rows {
  /** What was done, as the server says: a `commit` of what has failed is a `ROLLBACK`. */
  command: string;
  columns: readonly string[];
  rows: readonly (readonly unknown[])[];
  changes: number;
}
/** `code`: the SQLSTATE, or what the system said. `lost`: there is no connection any more, and so no transaction. */
export type Answer = Rows | { error: string; code: string; lost: boolean };

/** What PostgreSQL refused, or that it could not be asked. */
export class PostgresError extends Error {
  readonly code: string;
  readonly lost: boolean;
  constructor(message: string, code: string, lost: boolean) {
    super(message);
    this.code = code;
    this.lost = lost;
  }
}

export interface Link {
  /** @throws PostgresError */
  ask: (order: Order) => Rows;
  /** Differs once another connection has written. */
  version: () => number;
  close: () => void;
}

/** No statement may take longer (driver.ts), so whoever has not answered by then never will. */
const PATIENCE = 150_000;

/** Beside the program, in the folder above its parts, or, in a test, where it was built. */
function driverFile(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const found = [here, dirname(here), resolve('dist/server')]
    .map((folder) => resolve(folder, 'postgres.js'))
    .find(existsSync);
  if (found === undefined) throw new Error('postgres.js is not built');
  return found;
}

/** @param url `postgresql://user:password@host:port/database` */
export function openLink(url: string): Link {
  const signal = new SharedArrayBuffer(8);
  const ticks = new Int32Array(signal);
  let driver: { worker: Worker; port: MessagePort } | null = null;

  function start(): NonNullable<typeof driver> {
    const { port1, port2 } = new MessageChannel();
    const place: DriverPlace = { url, signal };
    const worker = new Worker(driverFile(), { workerData: { ...place, port: port2 }, transferList: [port2] });
    // Whoever has nothing else to do ends, as with a data file that was left open.
    worker.unref();
    port1.unref();
    return { worker, port: port1 };
  }
  function end(): void {
    driver?.port.close();
    void driver?.worker.terminate();
    driver = null;
  }
  function send(order: Order | null): Answer {
    driver ??= start();
    const before = Atomics.load(ticks, 0);
    driver.port.postMessage(order);
    // The wake-up of the answer before may come late, and is none for this one: then the counter has not moved.
    while (Atomics.load(ticks, 0) === before) if (Atomics.wait(ticks, 0, before, PATIENCE) === 'timed-out') break;
    const received = receiveMessageOnPort(driver.port) as { message: Answer } | undefined; // as driver.ts sends it
    if (received) return received.message;
    end();
    return { error: 'PostgreSQL does not answer', code: '08006', lost: true };
  }

  return {
    ask(order) {
      const answer = send(order);
      if ('error' in answer)
        throw new PostgresError(`${answer.error} (${order.text.trim()})`, answer.code, answer.lost);
      return answer;
    },
    version: () => Atomics.load(ticks, 1),
    close() {
      if (driver) send(null);
      end();
    },
  };
}
