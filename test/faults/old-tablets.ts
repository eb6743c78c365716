/** Browser profiles as earlier versions of the kiosk would have left them, with ballots that were not sent. */
import { canonicalBody, NO_PREVIOUS } from '../../src/domain/submission.ts';
import type { Row } from '../helpers/stores.ts';
import { hashOf } from '../helpers/ballots.ts';
import { firstPage, openTablet } from '../helpers/browser.ts';
import { freePort } from '../helpers/process.ts';
import { folder, makeTemplate, saveAll, serve, type Template, webWith } from './kiosk-page.ts';
import type { Bug } from './planted.ts';
import type { Visits } from './visits.ts';

const BALLOTS = 300;

/** The program before there was a journal: the database is the only store. */
const SINGLE: Bug = { file: 'kiosk/index.tsx', find: /openJournal: async[^\n]*\n/, put: '\n' };

async function beforeTheJournal(visits: Visits): Promise<Template> {
  return makeTemplate([SINGLE], async ({ page, context }) => {
    await context.setOffline(true);
    await saveAll(page, visits.draw(BALLOTS));
  });
}

/** The database of the first version: a token and no key, records that are not sealed, and nothing else. */
async function theFirst(visits: Visits): Promise<Template> {
  const template = {
    web: await webWith(),
    port: await freePort(),
    profile: folder('profile'),
    dataDir: folder('data'),
  };
  const server = await serve(template);
  const { device, token, settings } = await server.enrol();
  let prev = NO_PREVIOUS;
  const rows = visits.draw(BALLOTS).map((visit, at) => {
    const id = crypto.randomUUID();
    const body = canonicalBody(visit.draft, { id, device: device.id, epoch: 1, seq: at + 1, prev });
    prev = hashOf(body);
    visit.told = 'thanked';
    return { epoch: 1, seq: at + 1, id, hash: prev, body, madeAt: visit.draft.answeredAt };
  });
  const meta = {
    device: { id: device.id, token },
    settings: { tag: '', settings },
    last: { epoch: 1, seq: rows.length, hash: prev },
    contact: Date.now(),
  };
  const context = await openTablet(template.profile);
  const { page } = await firstPage(context);
  // A page of the same address without the kiosk in it.
  await page.goto(`${server.url}/livez`);
  await page.evaluate(
    ([all, values]) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('hai-long', 1);
        open.addEventListener('upgradeneeded', () => {
          open.result.createObjectStore('outbox', { keyPath: ['epoch', 'seq'] });
          open.result.createObjectStore('refused', { keyPath: ['epoch', 'seq'] });
          open.result.createObjectStore('meta');
        });
        open.addEventListener('success', () => {
          const tx = open.result.transaction(['outbox', 'meta'], 'readwrite', { durability: 'strict' });
          for (const row of all) tx.objectStore('outbox').put(row);
          for (const [name, value] of Object.entries(values)) tx.objectStore('meta').put(value, name);
          tx.addEventListener('complete', () => {
            open.result.close();
            resolve();
          });
          tx.addEventListener('abort', () => reject(tx.error ?? new Error('aborted')));
        });
      }),
    [rows, meta] as const,
  );
  await context.close();
  await server.stop();
  return template;
}

export const OLD_TABLETS: Readonly<Record<string, (visits: Visits) => Promise<Template>>> = {
  'the first version': theFirst,
  'the version before the journal': beforeTheJournal,
};

/** What makes two rows the same record. */
export const sameRow = ({ epoch, seq, id, hash, body }: Row): string => JSON.stringify([epoch, seq, id, hash, body]);
