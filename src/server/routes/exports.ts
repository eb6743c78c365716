/** The export of single submissions, for the survey team. What citizens wrote is exported with the remarks, not here. */
import { type Context, Hono } from 'hono';
import { dayHour } from '../../domain/period.ts';
import type { ExportSize } from '../../domain/report.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { signedIn } from '../policy.ts';
import { attachment } from '../reports/attachment.ts';
import { submissionsCsv } from '../reports/submissions-csv.ts';
import { countSubmissions, pagesOfSubmissions, surveysIn } from '../store/export.ts';
import { listCounters } from '../store/office.ts';
import { periodOf } from './results.ts';

export function exportRoutes({ db, office, config, now, audit, log, closing }: Deps): Hono<AppEnv> {
  const periodIn = (c: Context<AppEnv>) => periodOf(c.req.query(), dayHour(now(), config.zone).day);

  return new Hono<AppEnv>()
    .get('/submissions', (c) => {
      const period = periodIn(c);
      if (!period) return problem(c, 'bad-period');
      return c.json({ rows: countSubmissions(db, office, period) } satisfies ExportSize);
    })
    .get('/submissions.csv', (c) => {
      const period = periodIn(c);
      if (!period) return problem(c, 'bad-period');
      const { from, to } = period;
      const actor = signedIn(c).account.id;
      audit({ actor, action: 'submissions.export', object: config.office.code, detail: { from, to } });
      const body = submissionsCsv({
        surveys: surveysIn(db, office, period),
        counters: listCounters(db, office),
        pages: pagesOfSubmissions(db, office, period),
        closing,
        onEnd: (rows, whole) => log('export', { rows, whole: whole ? 1 : 0 }),
      });
      const name = `phieu-${from}-${to}.csv`;
      return c.body(body, 200, { 'Content-Type': 'text/csv; charset=utf-8', ...attachment(name) });
    });
}
