/** What was pointed out about the ballots of a period. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { dayHour } from '../../domain/period.ts';
import type { SignalList } from '../../domain/signal-list.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { listSignals } from '../store/signal-list.ts';
import { periodOf } from './results.ts';

export function signalRoutes({ db, office, config, now }: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', compress(), (c) => {
    const period = periodOf(c.req.query(), dayHour(now(), config.zone).day);
    if (!period) return problem(c, 'bad-period');
    return c.json(listSignals(db, office, period) satisfies SignalList);
  });
}
