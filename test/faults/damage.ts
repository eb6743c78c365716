/** Nine ways in which a disk spoils a file, done to what a closed browser has left of one of the kiosk's stores. */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export const STORES = { database: 'IndexedDB', journal: 'File System', mark: 'Local Storage' } as const;
export type Store = keyof typeof STORES;

function filesIn(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => join(one.parentPath, one.name))
    : [];
}
/** In the leveldb of the store; the journal's own bytes lie in files with numbers for names, and its names in a leveldb. */
function filesOf(
  profile: string,
  store: Store,
): { log: string[]; manifest: string[]; current: string[]; data: string[] } {
  const all = filesIn(join(profile, 'Default', STORES[store]));
  const size = (file: string) => -sizeOf(file);
  const named = (pattern: RegExp) => all.filter((file) => pattern.test(file)).sort((a, b) => size(a) - size(b));
  const paths = store === 'journal' ? /\/t\/Paths\// : /./;
  const of = (pattern: RegExp) => named(pattern).filter((file) => paths.test(file));
  // The reserve is the largest by far and holds nothing.
  const data = named(/\/t\/\d\d\/\d+$/).filter((file) => sizeOf(file) < 16e6);
  return {
    log: store === 'journal' ? data : of(/\/\d+\.log$/),
    manifest: of(/\/MANIFEST-\d+$/),
    current: of(/\/CURRENT$/),
    data: store === 'journal' ? data : of(/\/\d+\.ldb$/),
  };
}
function opened<T>(file: string, work: (handle: number, size: number) => T): T {
  const handle = openSync(file, 'r+');
  try {
    return work(handle, fstatSync(handle).size);
  } finally {
    closeSync(handle);
  }
}
const sizeOf = (file: string) => opened(file, (_handle, size) => size);

const flip = (at: number) => (file: string) =>
  opened(file, (handle, size) => {
    const byte = Buffer.alloc(1);
    const place = Math.floor(at * size);
    readSync(handle, byte, 0, 1, place);
    writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ 16]), 0, 1, place);
  });
const zero = (from: (size: number) => number) => (file: string) =>
  opened(file, (handle, size) => writeSync(handle, Buffer.alloc(size - from(size)), 0, size - from(size), from(size)));
const cut = (at: number) => (file: string) =>
  opened(file, (handle, size) => ftruncateSync(handle, Math.floor(at * size)));
const gone = (file: string) => rmSync(file);

type Which = 'log' | 'manifest' | 'current' | 'data';
const DAMAGES: Record<string, [which: Which, how: (random: number) => (file: string) => void]> = {
  'one bit of the log': ['log', (random) => flip(random)],
  'the log zero from a 4 kB boundary on': [
    'log',
    (random) => zero((size) => Math.floor((random * size) / 4096) * 4096),
  ],
  'the log cut short': ['log', (random) => cut(random)],
  'the log gone': ['log', () => gone],
  'one bit of the manifest': ['manifest', (random) => flip(random)],
  'the manifest gone': ['manifest', () => gone],
  'CURRENT all zero': ['current', () => zero(() => 0)],
  'one bit of the data': ['data', (random) => flip(random)],
  'the data gone': ['data', () => gone],
};
export type Damage = string;
export const DAMAGE_NAMES: readonly Damage[] = Object.keys(DAMAGES);

/** @param random from 0 to below 1: where. @returns whether there was such a file to spoil. */
export function spoil(profile: string, store: Store, damage: Damage, random: number): boolean {
  const [which, how] = DAMAGES[damage] ?? ['log', () => gone];
  const files = filesOf(profile, store)[which];
  files.forEach((file) => how(random)(file));
  return files.length > 0;
}
