/** The files for Docker, Caddy and systemd name what is there: no engine runs them here, but a name that is wrong is found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);
const known = new Set(names(read('src/server/config.ts'), /^ {2}([A-Z][A-Z_]+):/gm));
/** Read by Node and SQLite, not by us; and by Caddy. */
const OTHERS = ['NODE_ENV', 'SQLITE_TMPDIR'];
const CADDY = ['SITE', 'CADDY_TLS'];

it('the settings in them are settings of the server', () => {
  expect(known.size).toBeGreaterThan(15);
  const image = names(read('Dockerfile'), /(?:ENV|(?<==\S+)) ([A-Z_]+)=/g);
  const unit = names(read('docs/deploy/hai-long.service'), /(?:^Environment=| )([A-Z_]+)=/gm);
  const compose = names(read('docs/deploy/compose.yaml'), /^ {6}([A-Z_]+):/gm);
  expect([image.length > 5, unit.length > 3, compose.length > 7]).toEqual([true, true, true]);
  const wrong = [...image, ...unit, ...compose].filter((name) => ![...known, ...OTHERS, ...CADDY].includes(name));
  expect(wrong).toEqual([]);
});

it('what the image is made of is here, and is let through to the engine', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) =>
    from.split(' '),
  );
  expect(copied).toContain('src');
  const ignored = read('.dockerignore').split('\n');
  for (const name of copied) {
    expect([name, existsSync(name)]).toEqual([name, true]);
    expect([name, ignored.includes(`!${name}`)]).toEqual([name, true]);
  }
  for (const file of names(read('docs/operating.md'), /\]\((deploy\/[^)]+)\)/g))
    expect(existsSync(`docs/${file}`)).toBe(true);
  expect(readdirSync('docs/deploy').sort()).toEqual(['Caddyfile', 'compose.yaml', 'hai-long.service']);
});

it('a stop has the time that it may take', () => {
  const drain = Number(names(read('src/server/listen.ts'), /DRAIN_MS = ([\d_]+)/g)[0]?.replace('_', '')) / 1000;
  expect(drain).toBe(10);
  const unit = Number(names(read('docs/deploy/hai-long.service'), /TimeoutStopSec=(\d+)/g)[0]);
  const compose = Number(names(read('docs/deploy/compose.yaml'), /stop_grace_period: (\d+)s/g)[0]);
  for (const seconds of [unit, compose]) expect(seconds).toBeGreaterThanOrEqual(2 * drain);
});

it('every command and file that the handbook names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const book of ['docs/operating.md', 'docs/security.md', 'docs/privacy.md', 'README.md']) {
    for (const name of names(read(book), /npm run (?:-s )?([a-z]+(?:-[a-z]+)*)/g))
      expect([book, name in scripts || name]).toEqual([book, true]);
    for (const file of names(read(book), /`((?:server|domain)\/[\w./-]+\.ts)`/g))
      expect([book, file, existsSync(`src/${file}`)]).toEqual([book, file, true]);
  }
  const measures = ['measures', 'office', 'process'].map((file) => read(`src/server/metrics/${file}.ts`)).join();
  const named = names(read('docs/operating.md'), /\b((?:hai_long|nodejs)_\w+)/g);
  expect(named.length).toBeGreaterThan(8);
  for (const name of named) expect([name, measures.includes(`'${name}'`)]).toEqual([name, true]);
});
