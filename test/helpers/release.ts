/** Another build of the web programs, made out of one that is there: other names of files, other bytes, and a list that fits. */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const digest = (name: string, bytes: Buffer, encoding: 'hex' | 'base64') =>
  createHash(name).update(bytes).digest(encoding);

/** One file of the worker's list. */
const ENTRY = /\{"integrity":"sha256-[^"]+","revision":(null|"[0-9a-f]+"),"url":"([^"]+)"\}/g;

/** The files that the worker of a build keeps, except those that are not checked. */
export const listedIn = (web: string): string[] =>
  [...readFileSync(join(web, 'sw.js'), 'utf8').matchAll(ENTRY)].map(([, , url = '']) => url);

/**
 * @param mark a word in the program that is replaced by `version`, so that a page can tell which build it is.
 * @throws where the mark does not stand in it, or its worker lists nothing.
 */
export function rebuild(from: string, to: string, mark: string, version: string): void {
  cpSync(from, to, { recursive: true });
  const assets = join(to, 'assets');
  const names = readdirSync(assets).filter((name) => /-[\w-]{8}\.(js|css)$/.test(name));
  const renamed = (name: string) => name.replace(/-([\w-]{8}\.(?:js|css))$/, `-${version}-$1`);
  let marked = 0;
  for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|css)$/.test(name)) continue;
    const file = join(to, name);
    let text = readFileSync(file, 'utf8');
    if (text.includes(mark)) marked += 1;
    text = text.replaceAll(mark, version);
    for (const asset of names) text = text.replaceAll(asset, renamed(asset));
    writeFileSync(file, text);
  }
  for (const name of names) renameSync(join(assets, name), join(assets, renamed(name)));
  const worker = readFileSync(join(to, 'sw.js'), 'utf8');
  const listed = worker.replaceAll(ENTRY, (_entry, revision: string, url: string) => {
    const bytes = readFileSync(join(to, url));
    const next = revision === 'null' ? 'null' : `"${digest('md5', bytes, 'hex')}"`;
    return `{"integrity":"sha256-${digest('sha256', bytes, 'base64')}","revision":${next},"url":"${url}"}`;
  });
  if (marked === 0 || listed === worker) throw new Error('another build could not be made');
  writeFileSync(join(to, 'sw.js'), listed);
}
