/** A tablet whose kiosk is updated: what it runs, what it is served, and a visit to which something happens half way. */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { LEVELS, levelsOf } from '../../src/domain/survey.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { firstPage, openTablet } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { at, begin, chooseService, finish, rate, screen } from '../helpers/visit.ts';
import type { Build } from './deploys.ts';
import { killBrowser, type Template } from './kiosk-page.ts';
import { createJudge, type Judge } from './monkey-judge.ts';
import { notesOf, watchPage } from './monkey-watch.ts';
import { becomes } from './real-clock.ts';

const QUESTIONS = 6;
/** After so many steps a visit is over: begin, the service, the questions, the remark. */
export const STEPS = QUESTIONS + 3;
/** More than one tab of the browser gives. */
const MARKS = 10_000;
const TAP_MS = 20_000;

export interface Tablet {
  page: Page;
  server: TestServer;
  judge: Judge;
  errors: string[];
  /** The server is started again, with this build and the files of the one that pages may still hold. */
  serve: (build: Build, held: Build) => Promise<void>;
  /** Asks the browser to look for a new version, and waits until it has decided. @returns whether one waits or took over */
  look: () => Promise<boolean>;
  build: () => Promise<string | undefined>;
  becomes: (version: string) => Promise<boolean>;
  /** Off and on again. @param how `kill`: as with an empty battery. */
  restart: (how: 'close' | 'kill', offline: boolean) => Promise<void>;
  online: () => Promise<void>;
  /** @returns what came otherwise than it was tapped. */
  visit: (random: () => number, step: number, happens: () => Promise<void>) => Promise<string[]>;
  off: () => Promise<void>;
}

export async function startUpdating(template: Template, first: Build): Promise<Tablet> {
  const judge = createJudge();
  const errors: string[] = [];
  let starts = 0;
  let server: TestServer;
  let context: BrowserContext;
  let page: Page;

  async function serve(build: Build, held: Build): Promise<void> {
    await server?.stop();
    const { dataDir, port } = template;
    const oldAssets = join(held.web, 'assets');
    const limits = { perMinute: 60_000, burst: 10_000 };
    server = await startServer({ web: build.web, oldAssets, dataDir, env: { PORT: String(port) }, limits });
  }
  const hear = async () => judge.hear(await notesOf(page));
  async function start(offline: boolean): Promise<void> {
    context = await openTablet(template.profile);
    await context.setOffline(offline);
    const opened = await firstPage(context);
    page = opened.page;
    page.on('pageerror', (error) => errors.push(String(error)));
    page.setDefaultTimeout(TAP_MS);
    starts += 1;
    await watchPage(page, starts * MARKS);
    await page.goto(server.url);
    await screen(page, 'welcome').waitFor();
  }
  /** While the page loads itself anew nothing is known. */
  const ask = <T>(question: () => T | Promise<T>) => page.evaluate(question).catch(() => undefined);
  const build = () => ask(() => window.kioskBuild);

  await serve(first, first);
  await start(false);
  return {
    get page() {
      return page;
    },
    get server() {
      return server;
    },
    judge,
    errors,
    serve,
    build,
    becomes: (version) => becomes(async () => (await build()) === version, 40_000, 100),
    async look() {
      await ask(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update().catch(() => undefined);
        for (let tries = 0; registration.installing && tries < 200; tries++)
          await new Promise((later) => setTimeout(later, 50));
      });
      return (await ask(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting))) ?? true;
    },
    async restart(how, offline) {
      await hear();
      if (how === 'kill') killBrowser(template.profile);
      await context.close().catch(() => undefined);
      await start(offline);
    },
    online: () => context.setOffline(false),
    async visit(random, step, happens) {
      const words = [...levelsOf(SIX_CRITERIA).map(({ label }) => label.vi), SIX_CRITERIA.unknown.vi];
      const levels: (number | 'unknown')[] = [];
      const remark = random() < 0.5 ? `Góp ý số ${Math.floor(random() * 1e6)}` : null;
      const steps = [
        () => begin(page),
        () => chooseService(page),
        ...Array.from({ length: QUESTIONS }, () => async () => {
          const index = Math.floor(random() * words.length);
          levels.push(LEVELS[index] ?? 'unknown');
          await rate(page, words[index] ?? '');
        }),
        () => finish(page, remark ?? undefined),
      ];
      await page.evaluate(() => Object.assign(window, { samePage: true }));
      let same: boolean | undefined;
      for (const [index, take] of steps.entries()) {
        await take();
        if (index + 1 === STEPS) {
          same = await ask(() => 'samePage' in window);
          await hear();
        }
        if (index + 1 === step) await happens();
      }
      // It closes by itself as well, and then the page may be drawn anew.
      await page
        .getByRole('button', { name: 'Xong' })
        .tap({ timeout: 4000 })
        .catch(() => undefined);
      const given = judge.visits.at(-1)?.draft;
      const wrong = same ? [] : ['the page was loaded anew in the middle of the visit'];
      if (JSON.stringify(given?.answers.map(({ level }) => level)) !== JSON.stringify(levels))
        wrong.push(`tapped ${levels.join()}, given ${JSON.stringify(given?.answers)}`);
      if ((given?.remark ?? null) !== remark) wrong.push(`the remark is ${given?.remark}`);
      await at(page, 'welcome');
      return wrong;
    },
    async off() {
      await hear();
      await context.close();
      await server.stop();
    },
  };
}
