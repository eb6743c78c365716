/** Remarks as they are read: how many, which, one of them, and as a file. What is done about them is in remarks-work.ts. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { dayHour } from '../../domain/period.ts';
import type { RemarkDetail, RemarkList, RemarkOptions } from '../../domain/remark.ts';
import { AFTER, readFilter } from '../../domain/remark-filter.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { signedIn } from '../policy.ts';
import { fillRemarks } from '../store/remark-fill.ts';
import { countMatching, countRemarks, listRemarks } from '../store/remark-list.ts';
import { readRemarkOptions } from '../store/remark-options.ts';
import { markSeen, readRemark } from '../store/remark-work.ts';
import { exportRemarks, sizeOfExport } from './remarks-export.ts';
import { addWorkRoutes } from './remarks-work.ts';

const PAGE = 50;

export function remarkRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, now, config, audit } = deps;
  const routes = new Hono<AppEnv>();
  const today = () => dayHour(now(), config.zone).day;
  // Here and not in the migration: SQL cannot leave out Vietnamese diacritics.
  fillRemarks(db, office);

  routes.get('/', compress(), (c) => {
    const query = c.req.query();
    const filter = readFilter(query);
    const after = query.after === undefined || query.after === '' ? null : query.after;
    if (!filter || (after !== null && !AFTER.test(after))) return problem(c, 'wrong-type');
    const scope = { office, me: signedIn(c).account.id, today: today() };
    const reply = db.transaction(() => ({
      ...listRemarks(db, scope, filter, { after, limit: PAGE }),
      found: after === null ? countMatching(db, scope, filter) : null,
      counts: countRemarks(db, office, scope.today),
    }))();
    return c.json(reply satisfies RemarkList);
  });
  routes.get('/counts', (c) => c.json(countRemarks(db, office, today())));
  routes.get('/options', (c) => c.json(readRemarkOptions(db, office) satisfies RemarkOptions));
  routes.get('/export', (c) => exportRemarks(c, deps));
  routes.get('/export/size', (c) => sizeOfExport(c, deps));

  // Not a GET: whoever opens a remark sees what may be personal in it, and that is written down.
  routes.post('/:id/opened', (c) => {
    const id = c.req.param('id');
    const detail = db
      .transaction((): RemarkDetail | null => {
        const seen = markSeen(db, office, id);
        const remark = readRemark(db, { office, today: today() }, id);
        if (remark && (seen || remark.personal))
          audit({
            actor: signedIn(c).account.id,
            action: 'remark.open',
            object: id,
            detail: { personal: remark.personal ? 1 : 0 },
          });
        return remark;
      })
      .immediate();
    return detail ? c.json(detail) : problem(c, 'not-found');
  });
  addWorkRoutes(routes, deps, today);
  return routes;
}
