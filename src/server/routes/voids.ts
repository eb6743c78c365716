/** Ballots one by one, and which of them do not count. Voiding and taking it back are each logged together with the deed. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { isDay } from '../../domain/period.ts';
import { type BallotList, VoidBody } from '../../domain/remark-ballot.ts';
import { readJson } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { signedIn } from '../policy.ts';
import { restoreBallot, voidBallot } from '../store/voids.ts';
import { listBallots } from '../store/voids-list.ts';

const PAGE = 50;

export function voidRoutes({ db, office, now, audit, stored }: Deps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/', compress(), (c) => {
    const { day = '', counter = '', after = '' } = c.req.query();
    if (!isDay(day)) return problem(c, 'bad-period');
    const reply = db.transaction(() => listBallots(db, office, { day, counter, after, limit: PAGE }))();
    return c.json(reply satisfies BallotList);
  });

  routes.put('/:id/void', async (c) => {
    const id = c.req.param('id');
    const body = await readJson(c);
    if (!body.ok) return problem(c, body.code);
    const parsed = VoidBody.safeParse(body.value);
    if (!parsed.success) return problem(c, 'wrong-type');
    const by = signedIn(c).account.id;
    const outcome = db
      .transaction(() => {
        const result = voidBallot(db, office, id, { ...parsed.data, by, at: now() });
        if (result === 'changed')
          audit({ actor: by, action: 'ballot.void', object: id, detail: { reason: parsed.data.reason } });
        return result;
      })
      .immediate();
    if (outcome !== 'changed') return problem(c, outcome);
    stored.fire();
    return c.json({ id });
  });

  routes.delete('/:id/void', (c) => {
    const id = c.req.param('id');
    const reason = db
      .transaction(() => {
        const had = restoreBallot(db, office, id);
        if (had !== null)
          audit({ actor: signedIn(c).account.id, action: 'ballot.restore', object: id, detail: { reason: had } });
        return had;
      })
      .immediate();
    if (reason === null) return problem(c, 'not-found');
    stored.fire();
    return c.json({ id });
  });
  return routes;
}
