/** What anyone may read: the published result as a page and as open data. And the setting that says what is published. */
import { type Context, Hono } from 'hono';
import { NOT_PUBLISHED, Publication, publicResult, type PublicResult } from '../../domain/report-publication.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { PAGE_HEADERS } from '../public/headers.ts';
import { openDataCsv } from '../public/open-data.ts';
import { originOf } from '../public/origin.ts';
import { resultPage } from '../public/page.ts';
import { readSetting, saveSetting } from '../store/office-settings.ts';
import { readOffice } from '../store/office.ts';
import { readReport } from '../store/reports.ts';

const SETTING = 'publication';
// Other sites may read what is public anyway; a copy is asked for again each time, so that taking it back works at once.
const OPEN = {
  'Cache-Control': 'no-cache',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export function publicRoutes({ db, office, config }: Deps): Hono<AppEnv> {
  const published = (): PublicResult | null => {
    const { report: id, ...parts } = readSetting(db, office, SETTING, Publication, NOT_PUBLISHED);
    const report = id === null ? null : readReport(db, office, id);
    return report && publicResult(report.frozen, parts);
  };
  const open = (c: Context<AppEnv>) => {
    for (const [name, value] of Object.entries(OPEN)) c.header(name, value);
  };

  return new Hono<AppEnv>()
    .get('/ket-qua', (c) => {
      open(c);
      // The page may be shown inside the commune's own: its policy says so, and the older header says the opposite.
      c.header('X-Frame-Options', undefined);
      const { html, headers } = resultPage(published(), {
        language: c.req.query('lang') === 'en' ? 'en' : 'vi',
        embedded: c.req.query('nhung') === '1',
        office: readOffice(db, office).name,
        zone: config.zone,
        address: originOf(c, config),
      });
      return c.body(html, 200, { ...PAGE_HEADERS, ...headers });
    })
    .get('/ket-qua.json', (c) => {
      open(c);
      const result = published();
      return result ? c.json(result) : problem(c, 'not-found');
    })
    .get('/ket-qua.csv', (c) => {
      open(c);
      const result = published();
      if (!result) return problem(c, 'not-found');
      return c.body(openDataCsv(result), 200, { 'Content-Type': 'text/csv; charset=utf-8' });
    })
    .get('/robots.txt', (c) => c.text('User-agent: *\nAllow: /ket-qua\nAllow: /icon.svg\nDisallow: /\n'));
}

export function publicationRoutes({ db, office, audit }: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', (c) => c.json(readSetting(db, office, SETTING, Publication, NOT_PUBLISHED)))
    .put('/', async (c) => {
      const asked = await parsedBody(c, Publication);
      if (!asked.ok) return problem(c, asked.code);
      const publication = asked.value;
      const done = db
        .transaction(() => {
          if (publication.report !== null && !readReport(db, office, publication.report)) return false;
          saveSetting(db, office, SETTING, publication);
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
