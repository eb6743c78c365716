/** What the routes are handed: nothing in them reaches for a clock, a file or the environment by itself. */
import type { MiddlewareHandler } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { RequestProblem } from '../domain/problem.ts';
import type { BackupWatch } from './backup/watch.ts';
import type { Config } from './config.ts';
import type { Measures } from './metrics/measures.ts';
import type { RequestSpan } from './span.ts';
import type { MakeDocument } from './reports/document.ts';
import type { AuditEntry } from './store/audit.ts';
import type { Database } from './store/engine.ts';
import type { SignedIn } from './store/sessions.ts';
import type { StoreRecords } from './store/submissions.ts';
import type { StoredNotifier } from './stored.ts';

export type { Database };

export interface Limits {
  /** Requests a minute for each device, and how many it may save up for sending a long queue. */
  perMinute: number;
  burst: number;
  /** Requests of one device that may be under way at once. */
  inFlight: number;
  /** Records that may wait for the next commit; beyond it the server says that it is busy. */
  queuedRecords: number;
}
export const LIMITS: Limits = { perMinute: 60, burst: 200, inFlight: 20, queuedRecords: 20_000 };

export interface Deps {
  db: Database;
  /** `offices.id` of the office that this process serves. */
  office: number;
  config: Config;
  limits: Limits;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds that never go back, from any beginning; `performance.now` where a test does not hold it. */
  monotonic?: () => number;
  /** One event a line. Never a body, a token, a code, an address or a user agent. */
  log: (event: string, detail?: Readonly<Record<string, string | number>>) => void;
  /** Called inside the transaction of what it tells. */
  audit: (entry: AuditEntry) => void;
  /** Makes a document of a frozen period, wherever it does not hold up the tablets. */
  makeDocument: MakeDocument;
  /** Stores what the tablets send, wherever it does not hold up the rest. */
  storeRecords: StoreRecords;
  /** Writes a little, durably, where the records are stored. Rejects where that cannot be done now. */
  tryToWrite: () => Promise<void>;
  /** What is counted for `/metrics`. */
  measures: Measures;
  /** Whether the last backup came to nothing. */
  backups: BackupWatch;
  /** Fires after each commit of this process that stored at least one submission. */
  stored: StoredNotifier;
  /** Records how requests are answered; missing where no collector is named. */
  tracing?: { middleware: MiddlewareHandler<AppEnv> };
  /** Aborted when the process stops: long replies end then. */
  closing: AbortSignal;
  /** Folder with the built web programs. */
  web: string;
  /** Folder with assets of earlier builds, which tablets that have not yet updated still ask for. */
  oldAssets: string;
}

/** `incoming` is missing where no socket is involved (`app.request` in tests). */
export interface AppEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** Set by the policy of the operation (policy.ts). */
    signedIn?: SignedIn;
    /** What a tablet sent, where its signature over it was checked (device-gate.ts). */
    body?: Uint8Array;
    /** Where a trace is recorded (part.ts). */
    span?: RequestSpan;
    /** What the reply refuses with (errors.ts). */
    problem?: RequestProblem;
  };
}
