/**
 * Serves the built web programs from memory. Only files that were there at the start exist, so no path can lead
 * elsewhere; a missing asset is a 404 and never the page, or a tablet would cache the page as its program.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import type { AppEnv, Deps } from './deps.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};
const COMPRESSIBLE = /^(text|application)\/|svg/;
/** Hashed names never change their content; everything else is asked for again each time. */
const FOREVER = 'public, max-age=31536000, immutable';
/** Milliseconds from the start until the files are read, unless one is asked for before: who asks first is answered first. */
const SOON = 300;

interface StaticFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** Packed for whoever asks first, and kept; a start, and files that nobody asks for, do not pay for it. */
  gzip: (() => Uint8Array<ArrayBuffer>) | null;
  type: string;
  etag: () => string;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function load(folder: string, prefix: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = new Uint8Array(readFileSync(file));
    files.set(prefix + relative(folder, file).split(sep).join('/'), {
      bytes,
      type,
      gzip: COMPRESSIBLE.test(type) ? once(() => new Uint8Array(gzipSync(bytes))) : null,
      etag: once(() => `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`),
    });
  }
  return files;
}

export interface StaticFiles {
  has: (path: string) => boolean;
  /** The text of a built file; '' when there is none. */
  text: (path: string) => string;
  /** `null` when there is nothing at this path. */
  serve: (c: Context<AppEnv>) => Response | null;
}

/** @param config with `kioskWorker` off, tablets are given a worker that takes itself and its caches away. */
export function createStaticFiles({ web, oldAssets, config }: Pick<Deps, 'web' | 'oldAssets' | 'config'>): StaticFiles {
  const read = once(() => ({ files: load(web, '/'), old: load(oldAssets, '/assets/') }));
  setTimeout(read, SOON).unref();
  const isDashboard = (path: string) => path === '/dashboard' || path.startsWith('/dashboard/');
  const workerAt = config.kioskWorker ? '/sw.js' : '/sw-off.js';
  const pageAt = (path: string) =>
    path === '/' ? '/index.html' : path === '/sw.js' ? workerAt : isDashboard(path) ? '/dashboard.html' : path;
  const find = (path: string) => read().files.get(pageAt(path)) ?? read().old.get(path);

  return {
    has: (path) => find(path) !== undefined,
    text: (path) => new TextDecoder().decode(find(path)?.bytes),
    serve(c) {
      const { path } = c.req;
      const file = find(path);
      if (!file) return null;
      const headers = {
        'Content-Type': file.type,
        'Cache-Control': path.startsWith('/assets/') ? FOREVER : 'no-cache',
        ETag: file.etag(),
        Vary: 'Accept-Encoding',
      };
      if (c.req.header('If-None-Match') === file.etag()) return c.body(null, 304, headers);
      const zipped = file.gzip !== null && /\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '');
      const bytes = zipped && file.gzip ? file.gzip() : file.bytes;
      return c.body(bytes, 200, {
        ...headers,
        'Content-Length': String(bytes.length),
        ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
      });
    },
  };
}
