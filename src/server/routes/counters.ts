/** The counters: a new one, other settings, retired or in use again, and their order. */
import { type Context, Hono } from 'hono';
import { CounterChange, CounterOrder, NewCounter } from '../../domain/fleet.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { addCounter, changeCounter, type CounterResult, orderCounters } from '../store/counters.ts';

export function counterRoutes({ db, office, audit }: Deps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  /** The deed and its line in the log, or neither. */
  const act = (c: Context<AppEnv>, verb: string, deed: () => CounterResult) => {
    const result = db
      .transaction(() => {
        const done = deed();
        if (done.ok) audit({ actor: signedIn(c).account.id, action: `counter.${verb}`, object: done.id });
        return done;
      })
      .immediate();
    return result.ok ? c.json({ id: result.id }) : problem(c, result.code);
  };

  routes.post('/', async (c) => {
    const counter = await parsedBody(c, NewCounter);
    if (!counter.ok) return problem(c, counter.code);
    return act(c, 'add', () => addCounter(db, office, counter.value));
  });
  routes.put('/', async (c) => {
    const asked = await parsedBody(c, CounterOrder);
    if (!asked.ok) return problem(c, asked.code);
    return act(c, 'order', () => orderCounters(db, office, asked.value.order));
  });
  routes.put('/:id', async (c) => {
    const change = await parsedBody(c, CounterChange);
    if (!change.ok) return problem(c, change.code);
    const id = c.req.param('id');
    return act(c, change.value.retired ? 'retire' : 'change', () => changeCounter(db, office, id, change.value));
  });
  return routes;
}
