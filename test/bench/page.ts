/** The part of the measurements that runs inside the browser: the kiosk's own outbox and pass, against bare requests. */
import { createApi } from '../../src/kiosk/api.ts';
import { createDatabase } from '../../src/kiosk/database.ts';
import { createLock } from '../../src/kiosk/lock.ts';
import { startJournal } from '../../src/kiosk/journal/start.ts';
import { plainLine } from '../../src/kiosk/maker.ts';
import { createMark } from '../../src/kiosk/mark.ts';
import { createOutbox } from '../../src/kiosk/outbox.ts';
import { createSync } from '../../src/kiosk/sync.ts';
import { EnrolReply } from '../../src/domain/wire.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { drawDraft, randomFrom } from '../helpers/drafts.ts';

const random = randomFrom(1);
const draw = () => drawDraft(random, { survey: SIX_CRITERIA, counters: ['quay-1'], answeredAt: Date.now() });
const database = createDatabase();
/** Where the journal's worker lies in the build; told by who opens the page. */
const worker = new URLSearchParams(location.search).get('worker') ?? '';
const outbox = createOutbox(database, plainLine, Date.now, {
  openJournal: (install) => startJournal(install, worker),
  mark: createMark(localStorage),
});
let token = '';

/** Becomes a tablet of the server that this page comes from. */
async function enrol(): Promise<void> {
  const reply = await fetch('/api/enrolment', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { token: given, tag, settings } = EnrolReply.parse(await reply.json());
  token = given ?? '';
  await outbox.enrolled({ id: settings.device.id, token }, { tag, settings });
  const { database: one, journal: other } = outbox.stores();
  if (one !== 'ok' || other !== 'ok') throw new Error(`not both stores: ${one}, ${other}`);
}

const openBare = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('bare', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: ['epoch', 'seq'] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Milliseconds from the call to "on disk", for each of `count` saves, and for bare strict puts of the same bytes. */
async function saves(count: number): Promise<{ ours: number[]; baseline: number[] }> {
  const bare = await openBare();
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (let i = 0; i < count; i++) {
    const draft = draw();
    const start = performance.now();
    await outbox.add(draft);
    times.ours.push(performance.now() - start);
    const { records } = await outbox.oldest(1, 1_000_000, null);
    const record = records[0];
    if (!record) throw new Error('nothing was saved');
    const begin = performance.now();
    await new Promise<void>((resolve, reject) => {
      const tx = bare.transaction('outbox', 'readwrite', { durability: 'strict' });
      tx.objectStore('outbox').put({ ...record, seq: i + 1 });
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
    });
    times.baseline.push(performance.now() - begin);
  }
  bare.close();
  return times;
}

async function fill(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await outbox.add(draw());
}

/** What is queued, in the batches in which it is sent. */
async function batches(): Promise<string[]> {
  const bodies: string[] = [];
  let after = null;
  for (;;) {
    const { records, last } = await outbox.oldest(100, 256 * 1024, after);
    if (!last) break;
    bodies.push(`{}\n${records.map(({ body }) => body).join('\n')}\n`);
    after = last;
  }
  return bodies;
}

/** Milliseconds to send bytes where nobody reads them, a batch after the other. */
async function post(bodies: string[]): Promise<number> {
  const begin = performance.now();
  for (const body of bodies) {
    const reply = await fetch('/nothing', { method: 'POST', body });
    await reply.text();
  }
  return performance.now() - begin;
}

/** Milliseconds to send all that is queued, stored, settled and checked. */
async function drain(): Promise<number> {
  const api = createApi(() => ({ device: '', token, keys: null }), Date.now);
  const pass = createSync(outbox, api, createLock(navigator.locks));
  const start = performance.now();
  const end = await pass({ steal: false, moved: () => undefined });
  const ours = performance.now() - start;
  const { unsent, refused } = await outbox.state();
  if (end.kind !== 'empty' || unsent > 0 || refused > 0)
    throw new Error(
      `not drained: ${JSON.stringify(end)}, ${unsent} left, refused: ${JSON.stringify((await outbox.refused())[0] ?? null)}`,
    );
  return ours;
}

Object.assign(window, { bench: { enrol, saves, fill, batches, post, drain } });
