/** The server that the demo sends to: the running one where there is one, else one in this process, on a free port. */
import { createApp } from '../app.ts';
import type { Folder } from '../command.ts';
import { LIMITS } from '../deps.ts';
import { listen } from '../listen.ts';
import { createBackupWatch } from '../backup/watch.ts';
import { createMeasures } from '../metrics/measures.ts';
import { documentOf } from '../reports/document.ts';
import { createAudit } from '../store/audit.ts';
import { probeStore } from '../store/probe.ts';
import { createStoreHere } from '../store/submissions.ts';
import { createStoredNotifier } from '../stored.ts';

/** True when a server of ours answers there. */
export async function isRunning(url: string): Promise<boolean> {
  const reply = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  if (!reply?.ok) return false;
  const body: unknown = await reply.json().catch(() => null);
  return JSON.stringify(body) === '{"status":"ok"}';
}

export interface Served {
  url: string;
  stop: () => Promise<void>;
}

/** @param web folder with the built web programs; nothing asks for them here. */
export async function serveHere(
  { db, office, config }: Folder,
  web: string,
  log: (line: string) => void,
): Promise<Served> {
  const closing = new AbortController();
  const app = createApp({
    db,
    office,
    limits: LIMITS,
    now: Date.now,
    storeRecords: createStoreHere(db, office, config.zone),
    tryToWrite: () => new Promise((done) => done(probeStore(db, office, Date.now()))),
    measures: createMeasures(),
    backups: createBackupWatch(),
    stored: createStoredNotifier(),
    closing: closing.signal,
    config: {
      ...config,
      publicOrigin: null,
    },
    makeDocument: (job) => Promise.resolve(documentOf(job)),
    audit: createAudit(db, office, Date.now),
    log: (event, detail) =>
      log(
        JSON.stringify({
          event,
          ...detail,
        }),
      ),
    web,
    oldAssets: web,
  });
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    url: listening.url,
    async stop() {
      closing.abort();
      listening.server.closeAllConnections();
      await listening.stop();
    },
  };
}
