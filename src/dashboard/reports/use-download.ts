/**
 * Fetches a large file and shows how far it is; it can be stopped at any time, and then nothing is saved. The parts go into
 * a Blob, which the browser keeps on disk, not in the memory of the page.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { Problem } from '../../domain/wire.ts';
import { useShell } from '../shell/shell.ts';

export type Download =
  | { state: 'idle' }
  /** `lines` that have come, without the head. */
  | { state: 'running'; lines: number }
  | { state: 'done' }
  | { state: 'stopped' }
  /** As in api.ts. */
  | { state: 'failed'; code: string | null };

const LINE_FEED = 10;
const linesIn = (part: Uint8Array) => part.reduce((count, byte) => count + Number(byte === LINE_FEED), 0);

function save(parts: Uint8Array<ArrayBuffer>[], name: string): void {
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function useDownload() {
  const { access } = useShell();
  const [download, setDownload] = useState<Download>({ state: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  /** @param path from /api on */
  const start = async (path: string, name: string) => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    setDownload({ state: 'running', lines: 0 });
    try {
      const reply = await access.send(path, { signal: stop.signal, cache: 'no-store', credentials: 'same-origin' });
      if (!reply.ok || !reply.body) {
        const problem = z.safeParse(Problem, await reply.json().catch(() => undefined));
        return setDownload({ state: 'failed', code: problem.success ? problem.data.code : 'foreign' });
      }
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const reader = reply.body.getReader();
      stop.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}));
      let lines = -1;
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        parts.push(part.value);
        lines += linesIn(part.value);
        setDownload({ state: 'running', lines: Math.max(0, lines) });
      }
      if (stop.signal.aborted) return setDownload({ state: 'stopped' });
      save(parts, name);
      return setDownload({ state: 'done' });
    } catch {
      return setDownload(stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', code: null });
    }
  };
  return { download, start, stop: () => running.current?.abort() };
}
