/** The server process: settings, data file, socket, and a stop that loses nothing. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAlerts } from './alerts/start.ts';
import { createApp } from './app.ts';
import { startBackups } from './backup/start.ts';
import { createBackupWatch } from './backup/watch.ts';
import { type LanConfig, parseConfig } from './config.ts';
import { type Deps, LIMITS } from './deps.ts';
import { listen } from './listen.ts';
import type { Lan } from './lan/start.ts';
import { createLog } from './log.ts';
import { createMeasures } from './metrics/measures.ts';
import { startSealing } from './sealing-start.ts';
import { createDocumentThread } from './reports/document-thread.ts';
import { printSetUpLink } from './set-up-link.ts';
import { startSignals } from './signals/start.ts';
import { createStoreThread } from './store-thread.ts';
import { createAudit } from './store/audit.ts';
import { createAnchors } from './store/audit-anchors.ts';
import { closeDatabase } from './store/database.ts';
import { CODE_MINUTES, hasNoDevice, issueCode } from './store/devices.ts';
import { openStore } from './open-store.ts';
import { ensurePin, listCounters } from './store/office.ts';
import { hasKeyBackup } from './store/sealing-keys.ts';
import { createStoredNotifier } from './stored.ts';

// Put in by the build, from package.json.
declare const __APP_VERSION__: string;

const refuse = (messages: readonly string[]): never => {
  for (const message of messages) console.error(message);
  process.exit(1);
};

/** Milliseconds between two looks at whether an anchor of the audit log is due. */
const ANCHOR_CHECK = 60_000;

/** Shown on the screen of whoever starts the server, and nowhere else: this is no log line. */
function printFirstSteps({ db, office, config, now }: Deps, url: string): void {
  console.log(`Hài Lòng: ${url}  (kết quả / results: ${url}/dashboard)`);
  if (config.publicOrigin !== null)
    console.log(`Địa chỉ cho mọi máy khác / for all other machines: ${config.publicOrigin}`);
  printSetUpLink({ db, office, config, url, now: now() });
  if (!hasKeyBackup(db, office))
    console.log('Chưa sao lưu khóa mở phiếu / the keys to the answers are not backed up: npm run keys -- backup FILE');
  const pin = ensurePin(db, office);
  if (pin !== null) console.log(`Mã PIN của cán bộ, chỉ hiện lần này / staff PIN, shown only now: ${pin}`);
  const counter = listCounters(db, office).find(({ retired }) => !retired);
  if (!hasNoDevice(db, office) || !counter) return;
  const code = issueCode(db, office, counter.id, now());
  console.log(`Mã kết nối máy tính bảng / code for the first tablet (${counter.name}, ${CODE_MINUTES} phút): ${code}`);
  console.log('Mã khác / another code: npm run enrol    PIN khác / another PIN: npm run settings -- --pin NNNNNN');
}

function printLan({ guides, apps, fingerprint }: Lan): void {
  console.log(`Máy tính bảng trong mạng nội bộ / tablets on the local network: ${apps.join('  ')}`);
  console.log(`Chuẩn bị từng máy / prepare each one: ${guides.join('  ')}`);
  console.log(`Dấu vân tay chứng thư / fingerprint of the certificate:\n  ${fingerprint}`);
}

async function main(): Promise<void> {
  const parsed = parseConfig(process.env, { lan: process.argv.includes('--lan') });
  if (!parsed.ok) return refuse(parsed.messages);
  const { config } = parsed;
  const opening = await openStore(config, Date.now());
  if (!opening.ok) return refuse([opening.message]);
  if (opening.backup !== null)
    console.log(`Đã sao lưu trước khi nâng cấp / backed up before the update: ${opening.backup}`);
  const { db, office } = opening;
  const here = dirname(fileURLToPath(import.meta.url));
  const closing = new AbortController();
  const log = createLog((line) => console.error(line), Date.now);
  const anchor = createAnchors(db, office, Date.now, ({ seq, mac, signature }) =>
    log('audit-anchor', { seq, mac, signature }),
  );
  const storing = createStoreThread(resolve(here, 'store.js'), {
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    office,
    zone: config.zone,
  });
  // Loaded only where a collector is named.
  const tracing =
    config.tracing && (await import('./tracing/start.ts')).startTracing(config.tracing, __APP_VERSION__, log);
  const deps: Deps = {
    db,
    office,
    config,
    limits: LIMITS,
    now: Date.now,
    log,
    // Anchored after the transaction of the deed, which is over when this turn is.
    audit: createAudit(db, office, Date.now, () => void setImmediate(anchor)),
    makeDocument: createDocumentThread(resolve(here, 'documents.js')),
    storeRecords: storing.store,
    tryToWrite: storing.tryToWrite,
    measures: createMeasures(),
    backups: createBackupWatch(),
    stored: createStoredNotifier(),
    ...(tracing && { tracing }),
    closing: closing.signal,
    web: resolve(here, '../web'),
    oldAssets: resolve(here, '../old-assets'),
  };
  const app = createApp(deps);
  const fail = (what: string) => (error: unknown) =>
    refuse([`${what} cannot be opened: ${error instanceof Error ? error.message : String(error)}`]);
  const listening = await listen(app, config).catch(fail(`${config.host}:${config.port}`));
  const openLan = async (at: LanConfig) => (await import('./lan/start.ts')).startLan(app, deps, at);
  const lan = config.lan && (await openLan(config.lan).catch(fail('the local network')));
  const stopAlerts = startAlerts(deps);
  const stopSealing = startSealing(deps);
  const stopSignals = startSignals({ ...deps, lookAtNext: storing.lookAtNext });
  const stopBackups = startBackups(deps, resolve(here, 'backups.js'));
  printFirstSteps(deps, listening.url);
  if (lan) printLan(lan);
  // Also for what the commands beside the server wrote.
  const anchoring = setInterval(anchor, ANCHOR_CHECK);
  // The last resort: one request may fail, the others and the next must not.
  process.on('uncaughtException', (error) => log('uncaught', { error: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) => log('unhandled', { error: String(reason) }));
  // Whoever read what is printed may have gone. That is no error to print: it would bring the next one, without an end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    closing.abort();
    stopSignals();
    await Promise.all([listening.stop(), lan?.stop()]);
    await storing.end();
    await tracing?.end();
    stopSealing();
    await stopAlerts();
    await stopBackups();
    clearInterval(anchoring);
    anchor('now');
    closeDatabase(db);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

void main();
