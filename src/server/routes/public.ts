/** What anyone may read: the published result as a page and as open data. And the setting that says what is published. */
import { type Context, Hono } from 'hono';
import { NOT_PUBLISHED, Publication } from '../../domain/report-publication.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { PAGE_HEADERS } from '../public/headers.ts';
import { openDataCsv } from '../public/open-data.ts';
import { originOf } from '../public/origin.ts';
import { resultPage } from '../public/page.ts';
import { createPublished, PUBLICATION_SETTING } from '../public/published.ts';
import { readSetting, saveSetting } from '../store/office-settings.ts';
import { readReport } from '../store/reports.ts';

// Other sites may read what is public anyway; a copy is asked for again each time, so that taking it back works at once.
const OPEN = {
  'Cache-Control': 'no-cache',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export function publicRoutes({ db, office, config }: Deps): Hono<AppEnv> {
  const published = createPublished({ db, office });
  const open = (c: Context<AppEnv>) => {
    for (const [name, value] of Object.entries(OPEN)) c.header(name, value);
  };

  return new Hono<AppEnv>()
    .get('/ket-qua', (c) => {
      open(c);
      // The page may be shown inside the commune's own: its policy says so, and the older header says the opposite.
      c.header('X-Frame-Options', undefined);
      const { result, office: name, text } = published();
      const language = c.req.query('lang') === 'en' ? 'en' : 'vi';
      const embedded = c.req.query('nhung') === '1';
      const address = originOf(c, config);
      const { html, headers } = text(`page ${language} ${embedded} ${address}`, () =>
        resultPage(result, { language, embedded, office: name, zone: config.zone, address }),
      );
      return c.body(html, 200, { ...PAGE_HEADERS, ...headers });
    })
    .get('/ket-qua.json', (c) => {
      open(c);
      const { result, text } = published();
      if (!result) return problem(c, 'not-found');
      const json = text('json', () => JSON.stringify(result));
      return c.body(json, 200, { 'Content-Type': 'application/json' });
    })
    .get('/ket-qua.csv', (c) => {
      open(c);
      const { result, text } = published();
      if (!result) return problem(c, 'not-found');
      const csv = text('csv', () => openDataCsv(result));
      return c.body(csv, 200, { 'Content-Type': 'text/csv; charset=utf-8' });
    })
    .get('/robots.txt', (c) => c.text('User-agent: *\nAllow: /ket-qua\nAllow: /icon.svg\nDisallow: /\n'));
}

export function publicationRoutes({ db, office, audit }: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', (c) => c.json(readSetting(db, office, PUBLICATION_SETTING, Publication, NOT_PUBLISHED)))
    .put('/', async (c) => {
      const asked = await parsedBody(c, Publication);
      if (!asked.ok) return problem(c, asked.code);
      const publication = asked.value;
      const done = db
        .transaction(() => {
          if (publication.report !== null && !readReport(db, office, publication.report)) return false;
          saveSetting(db, office, PUBLICATION_SETTING, publication);
          const { report, counters, fields, reasons } = publication;
          audit({
            actor: signedIn(c).account.id,
            action: report === null ? 'publication.withdraw' : 'publication.publish',
            object: report ?? 'publication',
            detail: { counters: Number(counters), fields: Number(fields), reasons: Number(reasons) },
          });
          return true;
        })
        .immediate();
      return done ? c.json(publication) : problem(c, 'not-found');
    });
}
