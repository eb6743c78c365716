/**
 * Builds parts of the product for a harness, as they are or with a bug put in. Both come out of the same build, so that a
 * control differs from the product by the bug alone. A bug whose place has changed is an error, never a silent pass.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
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

// Inside the project, so that what is built finds the packages; one folder for each state of the sources.
const ROOT = resolve('node_modules/.cache/hai-long-faults', hashOf(process.cwd()));
const newest = (path: string): number =>
  statSync(path).isDirectory()
    ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
    : statSync(path).mtimeMs;
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'test/faults', 'test/helpers'];
const STATE = String(Math.max(...SOURCES.map(newest)));

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What was built once is not built again, also by another process; what older sources gave is thrown away. */
export async function once(
  what: string,
  bugs: readonly Bug[],
  make: (outDir: string) => Promise<void>,
): Promise<string> {
  const done = join(
    ROOT,
    STATE,
    hashOf([what, ...bugs.map(({ file, find, put }) => `${file}${find}${String(put)}`)].join('\n')),
  );
  if (existsSync(done)) return done;
  if (existsSync(ROOT))
    for (const old of readdirSync(ROOT)) if (old !== STATE) rmSync(join(ROOT, old), { recursive: true, force: true });
  const draft = `${done}-${process.pid}`;
  await make(draft);
  try {
    renameSync(draft, done);
  } catch (error) {
    if (!existsSync(done)) throw error; // Another process was faster.
  }
  return done;
}

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

/** @param beside what it starts as threads, by the names of their files. @returns the path of the built module. The same bugs are built once. */
export async function builtWith(
  entry: string,
  bugs: readonly Bug[] = [],
  beside: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await once(entry, bugs, async (outDir) => {
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
        rolldownOptions: { input: { main: entry, ...beside }, output: { entryFileNames: '[name].js' } },
      },
    });
    allIn(bugs, done);
  });
  return join(folder, 'main.js');
}
/** The server with its thread that stores, as `npm start` runs it. */
export const builtServer = (bugs: readonly Bug[] = []): Promise<string> =>
  builtWith('src/server/main.ts', bugs, { store: 'src/server/store-worker.ts' });

/** @throws for a bug whose place was not found. */
export function allIn(bugs: readonly Bug[], done: ReadonlySet<Bug>): void {
  for (const bug of bugs) if (!done.has(bug)) throw new Error(`the bug could not be put in: ${bug.file} ${bug.find}`);
}

/** Builds and loads a module of this folder. */
export async function loadWith<Module>(entry: string, bugs: readonly Bug[] = []): Promise<Module> {
  // The build is of the very module that names the type.
  return (await import(pathToFileURL(await builtWith(entry, bugs)).href)) as Module;
}
