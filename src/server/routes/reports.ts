/** Freezing a period, and the documents made from it. A document is a function of what was frozen, never of today's data. */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { emptyLetterhead, Letterhead } from '../../domain/letterhead.ts';
import { dayHour, daysIn, isDay } from '../../domain/period.ts';
import { freeze, FreezeRequest, type ReportList } from '../../domain/report.ts';
import { isClosed } from '../../domain/report-period.ts';
import { publicResult } from '../../domain/report-publication.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { originOf } from '../public/origin.ts';
import { posterPage } from '../public/poster.ts';
import { PAGE_HEADERS } from '../public/headers.ts';
import { attachment } from '../reports/attachment.ts';
import { createDocuments } from '../reports/documents.ts';
import { DOCX_TYPE, XLSX_TYPE } from '../reports/document-types.ts';
import { readSetting, saveSetting } from '../store/office-settings.ts';
import { readOffice } from '../store/office.ts';
import { listReports, readReport, saveReport, type StoredReport } from '../store/reports.ts';
import { readResults } from '../store/results.ts';
import { LONGEST_PERIOD } from './results.ts';

/** The name of a file, of letters that every system takes. */
const fileName = ({ frozen, number }: StoredReport, ending: string): string =>
  `bao-cao-${number}-${frozen.office.code}-${frozen.period.from}-${frozen.period.to}.${ending}`;

export function reportRoutes({ db, office, config, now, audit, makeDocument }: Deps): Hono<AppEnv> {
  const { zone } = config;
  const today = () => dayHour(now(), zone).day;
  const letterhead = () =>
    readSetting(db, office, 'letterhead', Letterhead, emptyLetterhead(readOffice(db, office).name));
  const found = (c: Context<AppEnv>) => readReport(db, office, c.req.param('id') ?? '');
  const download = (c: Context<AppEnv>, { id }: StoredReport, kind: string) =>
    audit({ actor: signedIn(c).account.id, action: 'report.download', object: id, detail: { kind } });
  const documents = createDocuments(makeDocument);
  const routes = new Hono<AppEnv>();

  routes.get('/', (c) => c.json({ reports: listReports(db, office) } satisfies ReportList));

  routes.post('/', async (c) => {
    const asked = await parsedBody(c, FreezeRequest);
    if (!asked.ok) return problem(c, asked.code);
    const period = asked.value;
    if (!isDay(period.from) || !isDay(period.to) || period.from > period.to || daysIn(period) > LONGEST_PERIOD)
      return problem(c, 'bad-period');
    if (!isClosed(period, today())) return problem(c, 'period-open');
    const { id: actor } = signedIn(c).account;
    const entry = db
      .transaction(() => {
        const results = readResults(db, { officeId: office, period, zone, today: today() });
        if (results.total.ballots.all === 0) return null;
        const frozen = freeze(results, now());
        const saved = saveReport(db, office, { id: randomUUID(), frozenBy: actor, frozen });
        audit({ actor, action: 'report.freeze', object: saved.id, detail: { ...period, number: saved.number } });
        return saved;
      })
      .immediate();
    return entry ? c.json(entry) : problem(c, 'period-empty');
  });

  routes.get('/:id', (c) => {
    const report = found(c);
    return report ? c.json(report.frozen) : problem(c, 'not-found');
  });

  routes.get('/:id/docx', async (c) => {
    const report = found(c);
    if (!report) return problem(c, 'not-found');
    download(c, report, 'docx');
    const job = { kind: 'docx', frozen: report.frozen, letterhead: letterhead(), day: today() } as const;
    const bytes = await documents(report.id, job);
    return c.body(bytes, 200, { 'Content-Type': DOCX_TYPE, ...attachment(fileName(report, 'docx')) });
  });

  routes.get('/:id/xlsx', async (c) => {
    const report = found(c);
    if (!report) return problem(c, 'not-found');
    download(c, report, 'xlsx');
    const bytes = await documents(report.id, { kind: 'xlsx', frozen: report.frozen, day: today() });
    return c.body(bytes, 200, { 'Content-Type': XLSX_TYPE, ...attachment(fileName(report, 'xlsx')) });
  });

  routes.get('/:id/poster', (c) => {
    const report = found(c);
    if (!report) return problem(c, 'not-found');
    const result = publicResult(report.frozen, { counters: false, fields: false, reasons: true });
    const size = c.req.query('size') === 'a3' ? 'a3' : 'a4';
    const { html, headers } = posterPage(result, { size, link: `${originOf(c, config)}/ket-qua`, zone });
    return c.body(html, 200, { ...PAGE_HEADERS, ...headers });
  });

  return routes;
}

export function letterheadRoutes({ db, office, audit }: Deps): Hono<AppEnv> {
  const fallback = () => emptyLetterhead(readOffice(db, office).name);
  return new Hono<AppEnv>()
    .get('/', (c) => c.json(readSetting(db, office, 'letterhead', Letterhead, fallback())))
    .put('/', async (c) => {
      const letterhead = await parsedBody(c, Letterhead);
      if (!letterhead.ok) return problem(c, letterhead.code);
      db.transaction(() => {
        saveSetting(db, office, 'letterhead', letterhead.value);
        audit({ actor: signedIn(c).account.id, action: 'letterhead.save', object: 'letterhead' });
      }).immediate();
      return c.json(letterhead.value);
    });
}
