/** Keeps the shape: who may import whom, no cycles, no long files. It fails, too, if it saw no files. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.split(sep).join('/')}`)
  .filter((file) => /\.tsx?$/.test(file));

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
const target = (file: string, specifier: string) =>
  specifier.startsWith('.')
    ? normalize(join(dirname(file), specifier))
        .split(sep)
        .join('/')
    : specifier;

/** The part of the program that a file belongs to; the longest prefix counts. */
const PARTS = [
  'src/domain/',
  'src/seal/',
  'src/ui/',
  'src/kiosk/',
  'src/dashboard/',
  'src/worker/',
  'src/server/store/',
  'src/server/routes/',
  'src/server/cli/',
  'src/server/',
];
const partOf = (path: string) =>
  PARTS.filter((part) => path.startsWith(part)).sort((a, b) => b.length - a.length)[0] ?? 'src/';

const MAY_IMPORT: Record<string, string[]> = {
  'src/domain/': [],
  'src/seal/': ['src/domain/'],
  'src/ui/': ['src/domain/'],
  'src/kiosk/': ['src/domain/', 'src/seal/', 'src/ui/'],
  'src/dashboard/': ['src/domain/', 'src/ui/'],
  'src/worker/': [],
  'src/server/store/': ['src/domain/'],
  'src/server/routes/': ['src/domain/', 'src/server/store/', 'src/server/'],
  'src/server/cli/': ['src/domain/', 'src/server/store/', 'src/server/'],
  'src/server/': ['src/domain/', 'src/seal/', 'src/server/store/', 'src/server/routes/'],
  'src/': ['src/kiosk/', 'src/dashboard/'],
};
/** Libraries that a part may load; everything else stays out of it. */
const LIBRARIES: Record<string, RegExp> = {
  'src/domain/': /^zod\/mini$/,
  'src/seal/': /^@hpke\/core$/,
  'src/ui/': /^(preact(\/|$)|uqr$)/,
  'src/kiosk/': /^(preact(\/|$)|idb$|zod\/mini$)/,
  'src/dashboard/': /^(preact(\/|$)|zod\/mini$)/,
  'src/worker/': /^workbox-/,
  'src/': /^$/,
};

describe('the source tree', () => {
  it('was seen', () => expect(files.length).toBeGreaterThan(40));

  it('imports only in the allowed directions', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => target(file, specifier))
        .filter((to) => partOf(to) !== partOf(file) && !MAY_IMPORT[partOf(file)]?.includes(partOf(to)))
        .map((to) => `${file} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('loads in each part only the libraries meant for it', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !specifier.startsWith('.') && LIBRARIES[partOf(file)]?.test(specifier) === false)
        .map((specifier) => `${file} -> ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycle', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file).map((specifier) => target(file, specifier))]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file) || path.includes(file)) return;
      for (const next of graph.get(file) ?? []) if (graph.has(next)) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('has short files: none over 300 lines, the median under 100', () => {
    const lengths = files.map((file) => readFileSync(file, 'utf8').split('\n').length).sort((a, b) => a - b);
    expect(files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 300)).toEqual([]);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
  });

  it('keeps SQL in the store and fetch in one file per program', () => {
    const sql = files.filter((file) => /\b(db|database)\.(prepare|exec|pragma)\(/.test(readFileSync(file, 'utf8')));
    expect(sql.filter((file) => !file.startsWith('src/server/store/'))).toEqual([]);
    const fetching = files.filter(
      (file) => /\bfetch\(/.test(readFileSync(file, 'utf8')) && /^src\/(kiosk|dashboard)\//.test(file),
    );
    expect(fetching.filter((file) => !file.endsWith('/api.ts'))).toEqual([]);
  });

  it('puts data into the page as text only', () => {
    const sinks =
      /innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/;
    expect(files.filter((file) => sinks.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
