/**
 * Builds parts of the product for a harness, as they are or with a bug put in. Both come out of the same build, so that a
 * control differs from the product by the bug alone. A bug whose place has changed is an error, never a silent pass.
 */
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

/** Replaces text in a source file whose path ends like this. */
export interface Bug {
  file: string;
  find: string | RegExp;
  /** What comes there; or made from what was there. */
  put: string | ((found: string) => string);
}

// Inside the project, so that what is built finds the packages.
export const BUILDS = resolve('node_modules/.cache/hai-long-faults', String(process.pid));
process.on('exit', () => rmSync(BUILDS, { recursive: true, force: true }));

export const planting = (bugs: readonly Bug[], done: Set<Bug>): Plugin => ({
  name: 'planted',
  enforce: 'pre',
  transform(code, id) {
    let changed = code;
    for (const bug of bugs) {
      if (!id.endsWith(bug.file)) continue;
      const { put } = bug;
      const next = changed.replace(bug.find, (found) => (typeof put === 'string' ? put : put(found)));
      if (next !== changed) done.add(bug);
      changed = next;
    }
    return changed === code ? undefined : changed;
  },
});

/** @returns the path of the built module. The same bugs are built once. */
export async function builtWith(entry: string, bugs: readonly Bug[] = []): Promise<string> {
  const key = createHash('sha256').update([entry, ...bugs.map(({ file, find, put }) => `${file}${find}${put}`)].join('\n'));
  const outDir = join(BUILDS, key.digest('hex').slice(0, 16));
  const file = join(outDir, 'main.js');
  if (existsSync(file)) return file;
  const done = new Set<Bug>();
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { __APP_VERSION__: '"test"' },
    plugins: [planting(bugs, done)],
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: { input: { main: entry }, output: { entryFileNames: '[name].js' } },
    },
  });
  for (const bug of bugs) if (!done.has(bug)) throw new Error(`the bug could not be put in: ${bug.file} ${bug.find}`);
  return file;
}

/** Builds and loads a module of this folder. */
export async function loadWith<Module>(entry: string, bugs: readonly Bug[] = []): Promise<Module> {
  // The build is of the very module that names the type.
  return (await import(pathToFileURL(await builtWith(entry, bugs)).href)) as Module;
}
