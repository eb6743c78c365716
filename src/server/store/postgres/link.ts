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
  /** Two counters: messages that are done with, and times that another connection has written. */
  signal: SharedArrayBuffer;
}
/** Without `values` it may be several statements. */
export interface Order {
  text: string;
  values?: readonly unknown[];
  /** Not worth being kept prepared. */
  once?: boolean;
  /** It may take as long as it takes. */
  patient?: boolean;
}
export interface Rows {
  /** What was done, as the server says: a `commit` of what has failed is a `ROLLBACK`. */
  command: string;
  columns: readonly string[];
  rows: readonly (readonly unknown[])[];
  changes: number;
}
/** `code`: the SQLSTATE, or what the system said. `lost`: there is no connection any more, and so no transaction. `text`: of what failed. */
export interface Failure {
  error: string;
  code: string;
  lost: boolean;
  text: string;
}
/** What is sent to the server without a pause in between. `quiet`: nobody waits, and whoever asks next is told what failed. */
export interface Message {
  orders: readonly Order[];
  quiet: boolean;
}
/** Of each order; or what failed first, of this message or of quiet ones before it. */
export type Answer = Rows[] | Failure;

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
  /**
   * All at once.
   * @param moved memory of the values, which is gone here afterwards.
   * @throws PostgresError also for what was told before.
   */
  ask: (orders: readonly Order[], moved?: readonly ArrayBuffer[]) => Rows[];
  /** Without waiting; only within a transaction, where nothing after it counts if it fails. */
  tell: (orders: readonly Order[], moved: readonly ArrayBuffer[]) => void;
  /** Differs once another connection has written. */
  version: () => number;
  /** Called whenever another connection has written. @returns the way to stop listening. */
  onWritten: (listener: () => void) => () => void;
  close: () => void;
}

/** No other statement may take longer (driver.ts), so when not even one has ended by then, none ever will. */
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
  const listeners = new Set<() => void>();

  function start(): NonNullable<typeof driver> {
    const { port1, port2 } = new MessageChannel();
    const place: DriverPlace = { url, signal };
    const worker = new Worker(driverFile(), { workerData: { ...place, port: port2 }, transferList: [port2] });
    worker.on('message', () => {
      for (const listener of listeners) listener();
    });
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
  function post(message: Message | null, moved: readonly ArrayBuffer[] = []): MessagePort {
    driver ??= start();
    driver.port.postMessage(message, moved);
    return driver.port;
  }
  function wait(port: MessagePort, longest = PATIENCE): Answer {
    for (;;) {
      const seen = Atomics.load(ticks, 0);
      const received = receiveMessageOnPort(port) as { message: Answer } | undefined; // as driver.ts sends it
      if (received) return received.message;
      // Woken, too, by what nobody waits for; and the counter has moved where the answer came between these lines.
      if (Atomics.wait(ticks, 0, seen, longest) === 'timed-out') break;
    }
    end();
    return { error: 'PostgreSQL does not answer', code: '08006', lost: true, text: '' };
  }

  return {
    ask(orders, moved) {
      const longest = orders.some(({ patient }) => patient) ? Infinity : PATIENCE;
      const answer = wait(post({ orders, quiet: false }, moved), longest);
      if (!('error' in answer)) return answer;
      const text = answer.text || (orders[0]?.text ?? '');
      throw new PostgresError(`${answer.error} (${text.trim()})`, answer.code, answer.lost);
    },
    tell: (orders, moved) => void post({ orders, quiet: true }, moved),
    version: () => Atomics.load(ticks, 1),
    onWritten(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      if (driver) wait(post(null));
      end();
    },
  };
}
