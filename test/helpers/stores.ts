/** What a tablet has on its disk, read from beside the kiosk: the rows of its database, and the lines of its journal. */
import { createHash } from 'node:crypto';
import type { Page, Request } from 'playwright-core';
import type { DeviceEvent } from '../../src/domain/device-event.ts';
import { Heartbeat } from '../../src/domain/wire.ts';

export interface Row {
  epoch: number;
  seq: number;
  id: string;
  hash: string;
  body: string;
}
const place = ({ epoch, seq }: { epoch: number; seq: number }) => `${epoch}/${seq}`;

/** Every row of the outbox, sent or not, and every refused one. Opens its own connection, and closes it. */
export async function rowsOf(page: Page): Promise<{ outbox: Row[]; refused: Row[]; meta: Record<string, unknown> }> {
  return page.evaluate(
    () =>
      new Promise<{ outbox: Row[]; refused: Row[]; meta: Record<string, unknown> }>((resolve, reject) => {
        const open = indexedDB.open('hai-long');
        open.addEventListener('error', () => reject(open.error ?? new Error('not opened')));
        open.addEventListener('success', () => {
          const tx = open.result.transaction(['outbox', 'refused', 'meta']);
          const [outbox, refused] = [tx.objectStore('outbox').getAll(), tx.objectStore('refused').getAll()];
          const [names, values] = [tx.objectStore('meta').getAllKeys(), tx.objectStore('meta').getAll()];
          tx.addEventListener('complete', () => {
            open.result.close();
            // A key does not travel out of the page.
            const meta = names.result.map(
              (name, at) => [typeof name === 'string' ? name : '', values.result[at]] as const,
            );
            resolve({
              outbox: outbox.result as Row[],
              refused: refused.result as Row[],
              meta: Object.fromEntries(meta.filter(([name]) => !/keys$/i.test(name))),
            });
          });
        });
      }),
  );
}

/** Whether the tablet says that its journal has every record. Light enough to be asked again and again. */
export const isJournaled = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      new Promise<boolean>((resolve, reject) => {
        const open = indexedDB.open('hai-long');
        open.addEventListener('error', () => reject(open.error ?? new Error('not opened')));
        open.addEventListener('success', () => {
          const asked = open.result.transaction('meta').objectStore('meta').get('journaled');
          asked.addEventListener('success', () => {
            open.result.close();
            resolve(asked.result === true);
          });
        });
      }),
  );

/** Runs one change on the outbox, as somebody with the browser's developer tools could. */
export async function deleteRow(page: Page, epoch: number, seq: number): Promise<void> {
  await page.evaluate(
    ([one, two]) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('hai-long');
        open.addEventListener('success', () => {
          const tx = open.result.transaction('outbox', 'readwrite');
          tx.objectStore('outbox').delete([one, two]);
          tx.addEventListener('complete', () => {
            open.result.close();
            resolve();
          });
          tx.addEventListener('abort', () => reject(tx.error ?? new Error('aborted')));
        });
      }),
    [epoch, seq] as const,
  );
}

/** The text of the journal's files, in the order of their generations; readable while the kiosk holds them. */
export const journalText = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('hai-long');
    const texts: string[] = [];
    for (const name of ['journal-a', 'journal-b']) {
      const handle = await folder.getFileHandle(name).catch(() => null);
      texts.push(handle ? await (await handle.getFile()).text() : '');
    }
    return texts.join('\n');
  });

/** The records of a journal whose lines are whole, and not void. */
export function recordsIn(text: string): Row[] {
  const records = new Map<string, Row>();
  for (const line of text.split('\n')) {
    const [, digest = '', said = ''] = /^([0-9a-f]{64}) ([^]*)$/.exec(line) ?? [];
    if (createHash('sha256').update(said).digest('hex') !== digest) continue;
    const [, epoch, seq, id = '', hash = '', body = ''] =
      /^record (\d+) (\d+) (\S+) ([0-9a-f]{64}) \d+ ([^]*)$/.exec(said) ?? [];
    if (epoch) records.set(`${epoch}/${seq}`, { epoch: Number(epoch), seq: Number(seq), id, hash, body });
    const gone = /^void ([0-9a-f]{64})$/.exec(said)?.[1];
    for (const [name, row] of records) if (row.hash === gone) records.delete(name);
  }
  return [...records.values()].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
}
export const placesOf = (rows: readonly Row[]): string[] => rows.map(place);

/** Collects what the tablet tells about itself from now on. */
export function toldBy(page: Page): {
  events: DeviceEvent[];
  last: () => Heartbeat | undefined;
  kinds: () => string[];
} {
  const events = new Map<string, DeviceEvent>();
  let last: Heartbeat | undefined;
  page.on('request', (request: Request) => {
    if (!request.url().endsWith('/api/heartbeat')) return;
    last = Heartbeat.parse(request.postDataJSON());
    for (const event of last.events ?? []) events.set(event.id, event);
  });
  return {
    get events() {
      return [...events.values()];
    },
    last: () => last,
    kinds: () => [...events.values()].map(({ kind }) => kind),
  };
}
