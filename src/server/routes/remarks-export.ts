/**
 * Remarks as a file, page by page, so that a large one is never in memory at once. Personal data stays masked. Written down before the first
 * byte leaves: who, how many and by which filter, never a word of them.
 */
import type { Context } from 'hono';
import { dayHour } from '../../domain/period.ts';
import { FILTER_NAMES, readFilter, type RemarkFilter } from '../../domain/remark-filter.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { signedIn } from '../policy.ts';
import { remarkCsvHead, remarkCsvLine } from '../remark-csv.ts';
import { countMatching } from '../store/remark-list.ts';
import { remarkPages } from '../store/remark-export.ts';

const scopeOf = (c: Context<AppEnv>, { office, now, config }: Deps) => ({
  office,
  me: signedIn(c).account.id,
  today: dayHour(now(), config.zone).day,
});

/** The filter as the audit keeps it: a search may hold a citizen's words, so only that there was one. */
const told = (filter: RemarkFilter): Record<string, string> =>
  Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (filter[name] ? [[name, name === 'text' ? 'searched' : filter[name]]] : [])),
  );

/** How many remarks the file would have. */
export function sizeOfExport(c: Context<AppEnv>, deps: Deps): Response {
  const filter = readFilter(c.req.query());
  return filter ? c.json({ count: countMatching(deps.db, scopeOf(c, deps), filter) }) : problem(c, 'wrong-type');
}

export function exportRemarks(c: Context<AppEnv>, deps: Deps): Response {
  const { db, audit, config } = deps;
  const filter = readFilter(c.req.query());
  if (!filter) return problem(c, 'wrong-type');
  const scope = scopeOf(c, deps);
  const language = c.req.query('lang') === 'en' ? 'en' : 'vi';
  db.transaction(() => {
    const count = countMatching(db, scope, filter);
    audit({ actor: scope.me, action: 'remark.export', object: config.office.code, detail: { count, ...told(filter) } });
  }).immediate();
  const pages = remarkPages(db, scope, filter);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(remarkCsvHead(language))),
    pull(controller) {
      const page = pages.next();
      if (page.done) return controller.close();
      controller.enqueue(encoder.encode(page.value.map((one) => remarkCsvLine(one, language)).join('')));
    },
    cancel: () => void pages.return(undefined),
  });
  return c.body(body, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="y-kien-${scope.today}.csv"`,
  });
}
