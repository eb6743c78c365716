/** A whole server in this process, on a real data folder and a real socket, with a clock that a test can hold. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type Sqlite from 'better-sqlite3';
import type { Hono } from 'hono';
import type { Role } from '../../src/domain/account.ts';
import { dayHour } from '../../src/domain/period.ts';
import type { DeviceSettings } from '../../src/domain/place.ts';
import { createApp } from '../../src/server/app.ts';
import { parseConfig } from '../../src/server/config.ts';
import { type AppEnv, type Database, type Deps, type Limits, LIMITS } from '../../src/server/deps.ts';
import { listen, type Patience } from '../../src/server/listen.ts';
import { createBackupWatch } from '../../src/server/backup/watch.ts';
import { createMeasures } from '../../src/server/metrics/measures.ts';
import { documentOf } from '../../src/server/reports/document.ts';
import { createAudit } from '../../src/server/store/audit.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { openPostgres } from '../../src/server/store/postgres/open.ts';
import { watchStatements } from './office-statements.ts';
import { databaseOf, ON_POSTGRES } from './postgres.ts';
import { SESSION_COOKIE } from '../../src/server/policy.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { openSession } from '../../src/server/store/sessions.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { ensurePin, readSettings, setPin } from '../../src/server/store/office.ts';
import { probeStore } from '../../src/server/store/probe.ts';
import { createStoreHere } from '../../src/server/store/submissions.ts';
import { createStoredNotifier } from '../../src/server/stored.ts';

export interface TestServerOptions {
  /** Kept afterwards when given. */
  dataDir?: string;
  env?: Record<string, string>;
  limits?: Partial<Limits>;
  now?: () => number;
  /** The clock of nonces. */
  monotonic?: () => number;
  web?: string;
  oldAssets?: string;
  /** Sets the staff PIN; without it there is a random one. */
  pin?: string;
  /** Stands before the app: to watch what comes, or to hold it up. */
  before?: (next: Fetch) => Fetch;
}
type Fetch = Hono<AppEnv>['fetch'];
export interface Enrolled {
  device: DeviceSettings['device'];
  token: string;
  settings: DeviceSettings;
}
export interface TestApp {
  app: Hono<AppEnv>;
  deps: Deps;
  db: Sqlite.Database;
  dataDir: string;
  /** What the server has logged, a line each. */
  logged: string[];
  /** A new tablet. */
  enrol: (counter?: string) => Promise<Enrolled>;
  /** A person with this role who has just signed in. @returns the headers of a request of theirs. */
  signIn: (role?: Role) => { Cookie: string };
  close: () => void;
}
export interface TestServer extends TestApp {
  url: string;
  stop: () => Promise<void>;
}

/** Another office in the same store. @returns its number */
export const addOffice = (db: Database): number =>
  db
    .prepare<[], number>(
      "insert into offices (code, name, pin, rules) values ('99999', 'Xã khác', '', '{}') returning id",
    )
    .pluck()
    .get() ?? 0;

let people = 0;

/** The app without a socket: `app.request(…)`. */
export function openApp(options: TestServerOptions = {}): TestApp {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'hai-long-'));
  const DATABASE_URL = ON_POSTGRES && databaseOf(dataDir);
  const parsed = parseConfig({ DATA_DIR: dataDir, PORT: '0', ...(DATABASE_URL && { DATABASE_URL }), ...options.env });
  if (!parsed.ok) throw new Error(parsed.messages.join('; '));
  const now = options.now ?? Date.now;
  const { databaseUrl } = parsed.config;
  const opening =
    databaseUrl === null ? openDatabase(parsed.config, now()) : openPostgres({ ...parsed.config, databaseUrl }, now());
  if (!opening.ok) throw new Error(opening.message);
  const office = opening.office;
  const db = opening.db as Sqlite.Database; // a test that asks for more is of that engine alone
  const strayStatements = watchStatements(db);
  if (options.pin !== undefined) setPin(db, office, options.pin);
  else ensurePin(db, office);
  const logged: string[] = [];
  const closing = new AbortController();
  const deps: Deps = {
    db,
    office,
    config: parsed.config,
    now,
    ...(options.monotonic && { monotonic: options.monotonic }),
    storeRecords: createStoreHere(db, office, parsed.config.zone),
    tryToWrite: () => new Promise((done) => done(probeStore(db, office, Date.now()))),
    measures: createMeasures(),
    backups: createBackupWatch(),
    stored: createStoredNotifier(),
    closing: closing.signal,
    limits: {
      ...LIMITS,
      ...options.limits,
    },
    makeDocument: (job) => Promise.resolve(documentOf(job)),
    audit: createAudit(db, office, now),
    log: (event, detail) =>
      logged.push(
        JSON.stringify({
          event,
          ...detail,
        }),
      ),
    web: options.web ?? resolve('dist/web'),
    oldAssets: options.oldAssets ?? resolve('dist/old-assets'),
  };
  const app = createApp(deps);
  if (options.before) app.fetch = options.before(app.fetch);
  return {
    app,
    deps,
    db,
    dataDir,
    logged,
    enrol(counter = 'quay-1') {
      // Not over HTTP, where a test with many tablets would run into the limit for tries.
      const { device, token } = addDevice(db, office, counter, undefined, now());
      const { settings } = readSettings(db, office, device, dayHour(now(), parsed.config.zone).day, parsed.config.zone);
      return Promise.resolve({ device: settings.device, token, settings });
    },
    signIn(role = 'viewer') {
      const account = addAccount(
        db,
        office,
        { signInName: `${role}-${++people}`, name: 'Nguyễn Thị Lan', role },
        now(),
      );
      // As if a second factor had been set up: no test asks for its codes.
      db.prepare("update accounts set totp = 'set up' where id = ?").run(account);
      return { Cookie: `${SESSION_COOKIE}=${openSession(db, office, account, now())}` };
    },
    close() {
      closing.abort();
      db.close();
      if (options.dataDir === undefined)
        rmSync(dataDir, {
          recursive: true,
          force: true,
        });
      const stray = strayStatements();
      if (stray.length > 0) throw new Error(`these do not say whose rows they are about:\n${stray.join('\n')}`);
    },
  };
}

/** The same on 127.0.0.1 and any free port. */
export async function startServer(options: TestServerOptions = {}, patience?: Patience): Promise<TestServer> {
  const opened = openApp(options);
  const listening = await listen(opened.app, opened.deps.config, patience);
  return {
    ...opened,
    url: listening.url,
    async stop() {
      listening.server.closeAllConnections();
      await listening.stop();
      opened.close();
    },
  };
}
