/**
 * The real kiosk in a real Chromium. Its only difference from what is shipped is that the page lets a harness save ballots
 * through the very port that the screens use; controls have a bug besides.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import type { Draft } from '../../src/domain/submission.ts';
import { firstPage, openTablet } from '../helpers/browser.ts';
import { freePort } from '../helpers/process.ts';
import { startServer, type TestServer, type TestServerOptions } from '../helpers/server.ts';
import { readyOffline, screen } from '../helpers/visit.ts';
import { allIn, type Bug, once, planting } from './planted.ts';
import { becomes } from './real-clock.ts';
import type { Visit, Found } from './checker.ts';
import { refusedIn, storedIn } from './visits.ts';

const HOOK: Bug = {
  file: 'kiosk/index.tsx',
  find: / {2}const port = createPort\([^;]*;/,
  put: (found) => `${found}\n  Object.assign(window, { kioskPort: port });`,
};

/** The built web programs. */
export const webWith = (bugs: readonly Bug[] = []): Promise<string> =>
  once('web', [HOOK, ...bugs], async (outDir) => {
    const done = new Set<Bug>();
    const all = [HOOK, ...bugs];
    await build({ logLevel: 'silent', plugins: [planting(all, done)], build: { outDir, emptyOutDir: true } });
    allIn(all, done);
  });

/** A tablet that was enrolled, with what it holds and what its server held then: each trial begins with copies of both. */
export interface Template {
  web: string;
  port: number;
  profile: string;
  dataDir: string;
}
export interface Kiosk {
  context: BrowserContext;
  page: Page;
}

/** `web` is served on a port of its own that stays the same, for what a browser keeps belongs to an address. */
export async function serve(
  { web, port, dataDir }: Pick<Template, 'web' | 'port' | 'dataDir'>,
  options: TestServerOptions = {},
): Promise<TestServer> {
  const limits = { perMinute: 60_000, burst: 10_000 };
  return startServer({ web, dataDir, env: { PORT: String(port) }, limits, ...options });
}
export async function openKiosk(profile: string, url: string, offline = false): Promise<Kiosk> {
  const context = await openTablet(profile);
  await context.setOffline(offline);
  const { page } = await firstPage(context);
  await openPage(page, url);
  return { context, page };
}
export async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => 'kioskPort' in window);
}
export const folder = (name: string): string => mkdtempSync(join(tmpdir(), `hai-long-${name}-`));
export const remove = (path: string): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });

type Use = (kiosk: Kiosk, server: TestServer) => Promise<void>;
const nothing: Use = () => Promise.resolve();

/** @param use what the tablet does before the template is taken; its browser is closed in good order after it. */
export const makeTemplate = async (bugs: readonly Bug[], use = nothing, profile?: string): Promise<Template> =>
  makeTemplateOf(await webWith(bugs), use, profile);

/** The same of web programs that are there. */
export async function makeTemplateOf(web: string, use = nothing, profile = folder('profile')): Promise<Template> {
  const template: Template = { web, port: await freePort(), profile, dataDir: folder('data') };
  const server = await serve(template);
  const kiosk = await openKiosk(profile, server.url);
  await screen(kiosk.page, 'welcome').waitFor();
  await readyOffline(kiosk.page);
  await kiosk.page.waitForTimeout(1500);
  await use(kiosk, server);
  await kiosk.context.close();
  await server.stop();
  return template;
}
export function copyOf(path: string, name: string): string {
  const copy = folder(name);
  cpSync(path, copy, { recursive: true, filter: (file) => !/Singleton(Lock|Socket|Cookie)$/.test(file) });
  return copy;
}

interface Port {
  staffState(): Promise<{ unsent: number; events: { kind: string }[] }>;
  save(draft: Draft): Promise<void>;
}
declare global {
  interface Window {
    kioskPort?: Port;
    told?: (mark: number, how: Visit['told']) => void;
  }
}

const given = new WeakMap<Page, Map<number, Visit>>();
/** Lets a page say what became of a visit, from now on. */
export async function listenTo(page: Page, visits: readonly Visit[]): Promise<void> {
  const known = given.get(page);
  const byMark = known ?? new Map<number, Visit>();
  given.set(page, byMark);
  for (const visit of visits) byMark.set(visit.mark, visit);
  if (known) return;
  await page.exposeFunction('told', (mark: number, how: Visit['told']) => {
    const visit = byMark.get(mark);
    if (visit) visit.told = how;
  });
}

/** Saves the visits one after the other; each is told of as soon as the page knows, and not before. Ends when the page does. */
export async function saveAll(page: Page, visits: readonly Visit[]): Promise<void> {
  await listenTo(page, visits);
  await page
    .evaluate(
      async (drafts) => {
        for (const draft of drafts)
          await window.kioskPort?.save(draft).then(
            () => window.told?.(draft.tookMs, 'thanked'),
            () => window.told?.(draft.tookMs, 'not-saved'),
          );
      },
      visits.map(({ draft }) => draft),
    )
    .catch(() => undefined);
}

/** Hands the visits to the tablet one after the other, and does not wait: as from the screens, each is tried again and again until it is saved. */
export async function keepAll(page: Page, visits: readonly Visit[]): Promise<void> {
  await listenTo(page, visits);
  await page.evaluate(
    (drafts) => {
      const later = () => new Promise((resolve) => setTimeout(resolve, 700));
      const keep = async (draft: Draft): Promise<void> => {
        await window.kioskPort?.save(draft).then(
          () => window.told?.(draft.tookMs, 'thanked'),
          async () => {
            await later();
            await keep(draft);
          },
        );
      };
      void (async () => {
        for (const draft of drafts) await keep(draft);
      })();
    },
    visits.map(({ draft }) => draft),
  );
}

export interface Arrived {
  stored: Found[];
  refused: string[];
  /** Kinds of what the tablet told. */
  events: string[];
  unsent: number;
}
/** Waits until the server has what was thanked for and has heard of a tablet since then, or too long. */
export async function arrived(
  server: TestServer,
  visits: readonly Visit[],
  ms: number,
  since: number,
): Promise<Arrived> {
  const thanked = visits.filter(({ told }) => told === 'thanked').length;
  const beats = server.db
    .prepare<[number], string>('select heartbeat from devices where last_seen_at >= ? and heartbeat is not null')
    .pluck();
  const unsent = () => beats.all(since).reduce((sum, text) => sum + (JSON.parse(text) as { unsent: number }).unsent, 0);
  const count = server.db.prepare('select count(*) from submissions').pluck();
  await becomes(() => Number(count.get()) >= thanked && beats.all(since).length > 0, ms, 100);
  const events = server.db.prepare<[], string>('select kind from device_events').pluck().all();
  return {
    stored: storedIn(server.db),
    refused: refusedIn(server.db),
    events,
    unsent: Number(count.get()) >= thanked ? 0 : unsent(),
  };
}

/** Ends the browser the way a battery does: all of its processes at once. */
export function killBrowser(profile: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const line = commandOf(pid);
    if (line.includes(`--user-data-dir=${profile}`)) signal(Number(pid));
  }
}
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return ''; // It has ended meanwhile.
  }
}
function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The same.
  }
}
export const sync = (): void => void execFileSync('sync');
