/**
 * Three builds from one tree: the web programs (default), with `--mode server` the server, and with `--mode commands` its threads
 * and its commands. The server is built apart so that it is one script, of which what was compiled can be kept (server/start.ts).
 * `--mode bench` builds the measurements the same way, and `--mode bench-page` the part of them that runs in a browser.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const define = { __APP_VERSION__: JSON.stringify(version) };
const jsx = { runtime: 'automatic', importSource: 'preact' } as const;

const commands = [
  'import',
  'summary',
  'verify',
  'enrol',
  'account',
  'settings',
  'keys',
  'backup',
  'restore',
  'demo',
  'migrate-store',
  'offices',
];
const entries = (mode: string): Record<string, string> =>
  mode === 'bench'
    ? {
        main: 'test/bench/main.ts',
        bare: 'test/bench/bare-ingest.ts',
        'bare-postgres': 'test/bench/bare-ingest-postgres.ts',
        'bare-start': 'test/bench/bare-start.ts',
        crowd: 'test/bench/sign-in-crowd.ts',
      }
    : mode === 'server'
      ? { program: 'src/server/main.ts' }
      : {
          main: 'src/server/start.ts',
          documents: 'src/server/reports/document-worker.ts',
          store: 'src/server/store-worker.ts',
          postgres: 'src/server/store/postgres/driver.ts',
          backups: 'src/server/backup/worker.ts',
          ...Object.fromEntries(commands.map((name) => [name, `src/server/cli/${name}.ts`])),
        };

/** Files of the result page are named for it: by that name they are left out of what a tablet carries. */
const WEB = 'dist/web';
const isDashboard = (names: readonly string[]) =>
  names.some((name) => /src\/dashboard\/|\?dashboard$/.test(name)) &&
  !names.some((name) => name.includes('src/kiosk/'));
const assetName = (dashboard: boolean, extension: string) =>
  `assets/${dashboard ? 'dashboard' : '[name]'}-[hash]${extension}`;
/** Where this build is written: its own folder, or the one asked for with --outDir. */
let outDir = WEB;
const integrityOf = (file: string) =>
  `sha256-${createHash('sha256')
    .update(readFileSync(`${outDir}/${file}`))
    .digest('base64')}`;

/** Styles that several pages of the result page share have a name of their own: only what a file of the kiosk names is carried. */
function ofKiosk<Entry extends { url: string }>(entries: readonly Entry[]): Entry[] {
  const texts = entries
    .filter(({ url }) => /\.(html|js)$/.test(url))
    .map(({ url }) => readFileSync(`${outDir}/${url}`, 'utf8'));
  return entries.filter(({ url }) => !url.endsWith('.css') || texts.some((text) => text.includes(url)));
}

/**
 * Packages are built in, for a start spends most of its time on finding and reading their files. Not the native one, nor the one
 * that is found by its file (password-hash.ts), nor the one for PostgreSQL. What only some requests need is loaded with the first of them.
 */
const BUILT_IN = { noExternal: true as const, external: ['better-sqlite3', 'hash-wasm', 'pg'] };

/**
 * The server as one script, a function that start.ts calls: V8 keeps what it has compiled of a script. Also what only some requests
 * evaluate is in it. Without comments and with escapes for all beyond ASCII it is held in memory by the byte, and in half of them.
 */
const SCRIPT = {
  format: 'cjs',
  codeSplitting: false,
  entryFileNames: '[name].cjs',
  minify: { compress: false, mangle: false, codegen: true },
} as const;
const asScript: Plugin = {
  name: 'as-script',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const escaped = chunk.code.replace(
        /[\u0080-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      chunk.code = `(function (exports, require, module, __filename, __dirname) {'use strict';${escaped}\n})`;
    }
  },
};

const node = (mode: string): ViteUserConfig => ({
  define,
  plugins: mode === 'server' ? [asScript] : [],
  oxc: { jsx },
  publicDir: false,
  ...(mode === 'bench' ? {} : { ssr: BUILT_IN }),
  build: {
    ssr: true,
    target: 'node20',
    outDir: mode === 'bench' ? 'dist/bench' : 'dist/server',
    // The commands are built beside the server.
    emptyOutDir: mode !== 'commands',
    rolldownOptions: {
      input: entries(mode),
      output: mode === 'server' ? SCRIPT : { entryFileNames: '[name].js' },
    },
  },
});

const benchPage: ViteUserConfig = {
  define,
  publicDir: false,
  build: {
    outDir: 'dist/bench-page',
    lib: { entry: 'test/bench/page.ts', formats: ['iife'], name: 'benchPage', fileName: () => 'bench.js' },
  },
};

/**
 * Gives the result page its own copy of what both programs use. Otherwise shared files are packed apart from the kiosk's,
 * with all that only the result page needs of them, and a tablet loads a tenth more.
 */
const ownCopies: Plugin = {
  name: 'own-copies',
  apply: 'build',
  enforce: 'pre',
  configResolved({ build }) {
    outDir = build.outDir;
  },
  async resolveId(source, importer, options) {
    if (!importer || !isDashboard([importer])) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    const own = !found || found.external || isDashboard([found.id]) || found.id.startsWith('\0');
    return own ? found : { ...found, id: `${found.id}?dashboard` };
  },
};
/**
 * The page of the dashboard: the same as the kiosk's, and it names from the start all that the overview needs, so that one
 * request does not wait for another to tell of it.
 */
const dashboardPage: Plugin = {
  name: 'dashboard-page',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const page = bundle['index.html'];
    if (page?.type !== 'asset') return;
    const scripts = new Set<string>();
    const styles = new Set<string>();
    const take = (file: string) => {
      const chunk = bundle[file];
      if (chunk?.type !== 'chunk' || scripts.has(file)) return;
      scripts.add(file);
      for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
      chunk.imports.forEach(take);
    };
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk' && /src\/dashboard\/(overview\/)?index\.tsx$/.test(chunk.facadeModuleId ?? ''))
        take(chunk.fileName);
    const links = [
      ...[...styles].map((file) => `<link rel="stylesheet" href="/${file}">`),
      ...[...scripts].map((file) => `<link rel="modulepreload" href="/${file}">`),
    ];
    const html = typeof page.source === 'string' ? page.source : new TextDecoder().decode(page.source);
    this.emitFile({
      type: 'asset',
      fileName: 'dashboard.html',
      source: html.replace('</head>', `${links.join('\n')}\n</head>`),
    });
  },
};
/**
 * What stands apart from the program, in files whose names never change: the watchdog of the start must run when nothing else
 * does, and the worker that takes itself away is given in place of sw.js.
 */
const watchdog: Plugin = {
  name: 'watchdog',
  buildStart() {
    if (this.environment.mode !== 'build') return;
    this.emitFile({ type: 'chunk', id: 'src/watchdog.ts', fileName: 'watchdog.js', preserveSignature: false });
    this.emitFile({ type: 'chunk', id: 'src/worker/off.ts', fileName: 'sw-off.js', preserveSignature: false });
  },
  transformIndexHtml: (_html, { server }) => [
    {
      tag: 'script',
      attrs: { type: 'module', src: server ? '/src/watchdog.ts' : '/watchdog.js' },
      injectTo: 'head-prepend',
    },
  ],
};
/** The library for HPKE would take Node's cryptography where there is none in the browser; there always is. */
const browserCrypto: Plugin = {
  name: 'browser-crypto',
  apply: 'build',
  enforce: 'pre',
  resolveId: (source) => (source === 'crypto' ? '\0browser-crypto' : null),
  load: (id) => (id === '\0browser-crypto' ? 'export const webcrypto = globalThis.crypto;' : null),
};
/** The kiosk is one file, which packs best; what both pages begin with is another. */
const groups = [
  { name: 'preload', test: /preload-helper/, priority: 1 },
  { name: 'kiosk', test: /src\/kiosk\/index\.tsx$/ },
];

/** Whole browsers and disks are broken here, which takes minutes: `npm run soak` runs these, `npm test` the others. */
const SLOW = [
  'test/browser/recovery.test.ts',
  // A tablet tells at most once a minute what happened to its stores.
  'test/browser/stores.test.ts',
  ...[
    '01-postgres-kill',
    '02-server-power',
    '03-browser-kill',
    '04-browser-power',
    '06-reserve',
    '12-tabs',
    '14-update',
    '15-migration-tablet',
    '19-storm',
    '20-server-disk',
    '24-monkey',
    '26-deleted',
  ].map((name) => `test/faults/f${name}.test.ts`),
];
/**
 * Files that take long come first, so that no worker is left with one at the end; between them those that do not, so that
 * three browsers seldom start at once.
 */
const isLong = (file: string) => /\/test\/(browser|faults)\/|-memory\.test/.test(file);
const LONGEST = /\/journey\.test/;
class LongFirst {
  shard = <Spec>(specs: Spec[]) => specs;
  sort<Spec extends { moduleId: string }>(specs: Spec[]): Spec[] {
    // Backwards by name, for those of the dashboard are the shortest.
    const byName = specs.toSorted((a, b) => b.moduleId.localeCompare(a.moduleId));
    const first = byName.filter(({ moduleId }) => LONGEST.test(moduleId));
    const long = byName.filter(({ moduleId }) => isLong(moduleId) && !LONGEST.test(moduleId));
    const rest = byName.filter(({ moduleId }) => !isLong(moduleId));
    return [
      ...first,
      ...long.flatMap((spec, index) => [spec, ...rest.slice(index * 3, index * 3 + 3)]),
      ...rest.slice(long.length * 3),
    ];
  }
}
const TESTS = 'test/**/*.test.{ts,tsx}';
const TOGETHER = 'test/{domain,seal,server}/**/*.test.ts';
const inSoak = process.env['FAULT_DEPTH'] === 'soak' || process.env['HAI_LONG_SOAK'] === '1';
const MORE_ON_BOTH = [
  'alerts',
  'alerts-tablets',
  'counters',
  'hours',
  'months',
  'offices',
  'offices-results',
  'paper-batches',
  'people',
  'remarks-work',
  'reports',
  'surveys',
  'tablets',
];
/** What the store does, once more on PostgreSQL: what every answer goes through each time, the rest in a soak. */
const ON_BOTH = ['ingest', 'remarks', 'results', 'sequence', 'signals', 'voids', ...(inSoak ? MORE_ON_BOTH : [])].map(
  (name) => `test/server/${name}.test.ts`,
);

const web: ViteUserConfig = {
  define,
  oxc: { jsx },
  build: {
    outDir: WEB,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) => assetName(isDashboard(moduleIds), '.js'),
        codeSplitting: { groups },
        assetFileNames: ({ originalFileNames }) => assetName(isDashboard(originalFileNames), '[extname]'),
      },
    },
  },
  test: {
    projects: [
      { extends: true, test: { name: 'apart', include: [TESTS], exclude: [TOGETHER, ...(inSoak ? [] : SLOW)] } },
      // These have no window, and change nothing that another could see: what they import is read once for many of them.
      { extends: true, test: { name: 'together', include: [TOGETHER], isolate: false } },
      {
        extends: true,
        test: { name: 'postgres', include: ON_BOTH, isolate: false, env: { TEST_ENGINE: 'postgres' } },
      },
    ],
    globalSetup: 'test/helpers/postgres-server.ts',
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // On two cores: the tests of browsers and servers wait for half of their time, and measure the other half.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  plugins: [
    ownCopies,
    watchdog,
    browserCrypto,
    dashboardPage,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      injectRegister: false,
      // Icons are for the browser when it installs the app, which needs the network anyway.
      includeManifestIcons: false,
      // The dashboard needs the network anyway; a tablet carries only what the kiosk uses.
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{html,js,css,woff2,svg}'],
        globIgnores: ['**/dashboard-*', 'dashboard.html', 'sw.js', 'sw-off.js'],
        // The worker believes a file only if it has the bytes that were built.
        manifestTransforms: [
          (entries) => ({
            manifest: ofKiosk(entries).map((entry) => ({ ...entry, integrity: integrityOf(entry.url) })),
            warnings: [],
          }),
        ],
      },
      manifest: {
        id: '/',
        name: 'Hài Lòng',
        short_name: 'Hài Lòng',
        description: 'Đánh giá mức độ hài lòng tại quầy một cửa',
        lang: 'vi',
        start_url: '/',
        scope: '/',
        display: 'fullscreen',
        background_color: '#f6f1e7',
        theme_color: '#f6f1e7',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
};

export default defineConfig(({ mode }) =>
  ['server', 'commands', 'bench'].includes(mode) ? node(mode) : mode === 'bench-page' ? benchPage : web,
);
