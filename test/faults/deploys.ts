/** Builds of the kiosk, each another one, whole or as a deployment leaves them that went wrong. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listedIn, rebuild } from '../helpers/release.ts';
import { webWith } from './kiosk-page.ts';
import type { Bug } from './planted.ts';

const MARK = 'BUILD-0';
const told: Bug = {
  file: 'kiosk/index.tsx',
  find: 'const app = __APP_VERSION__;',
  put: `const app = __APP_VERSION__;\n  Object.assign(window, { kioskBuild: '${MARK}' });`,
};
declare global {
  interface Window {
    /** Which build this page is. */
    kioskBuild?: string;
  }
}
/** The build that all the others are made of. */
export const firstBuild = (bugs: readonly Bug[]): Promise<string> => webWith([told, ...bugs]);

export interface Build {
  web: string;
  version: string;
}
/** @param root an empty folder, for all of them. */
export function createBuilds(first: string, root: string): () => Build {
  let count = 0;
  return () => {
    count += 1;
    const build = { web: join(root, String(count)), version: `BUILD-${count}` };
    rebuild(first, build.web, MARK, build.version);
    return build;
  };
}

const PORTAL = '<!doctype html><title>Đăng nhập mạng</title><p>Wi-Fi</p>';
const onWorker = (change: (text: string, random: number) => string) => (web: string, random: number) => {
  const file = join(web, 'sw.js');
  writeFileSync(file, change(readFileSync(file, 'utf8'), random));
};
/** To one of the scripts that only this build has. */
const onScript = (change: (file: string) => void) => (web: string, random: number) => {
  const scripts = listedIn(web).filter((url) => /^assets\/.*\.js$/.test(url));
  change(join(web, scripts[Math.floor(random * scripts.length)] ?? 'index.html'));
};
const half = (file: string) => {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length / 2)));
};

/** What goes wrong with a deployment. @param random from 0 to below 1: where. */
export const BROKEN: Readonly<Record<string, (web: string, random: number) => void>> = {
  'a script is missing': onScript((file) => rmSync(file)),
  'a script is cut short': onScript(half),
  'a page in place of a script': onScript((file) => writeFileSync(file, PORTAL)),
  'the page is cut short': (web) => half(join(web, 'index.html')),
  'the worker is cut short': onWorker((text, random) => text.slice(0, Math.floor(text.length * (0.05 + random * 0.9)))),
  'the worker is a page': onWorker(() => PORTAL),
  'the worker throws': onWorker((text) => `throw new Error('broken');${text}`),
  'the worker is missing': (web) => rmSync(join(web, 'sw.js')),
};
/** The worker of a build that does not look at what it fetches. */
export const believeAll = onWorker((text) => text.replaceAll(/"integrity":"[^"]+",/g, ''));
