/**
 * The result page's two questions: the counts of a period, and when to ask again. Until people sign in, both are answered
 * on the machine itself, or to whoever holds the read token.
 */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { streamSSE } from 'hono/streaming';
import { dayHour, daysIn, isDay, type Period, PERIOD_NAMES, periodAround } from '../../domain/period.ts';
import { readRefusal } from '../access.ts';
import { createChangeFeed } from '../changes.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { readResults } from '../store/results.ts';
import { tellChanges } from './changes.ts';

/** The longest period that can be asked for, in days: ten years and a little. */
export const LONGEST_PERIOD = 3700;

/**
 * The period that a query asks for: `period=week`, or `from` and `to`; this month without either.
 * @returns `null` when it is not one.
 */
export function periodOf(query: Readonly<Record<string, string>>, today: string): Period | null {
  const { period, from, to } = query;
  if (from === undefined && to === undefined) {
    const name = PERIOD_NAMES.find((one) => one === (period ?? 'month'));
    return name ? periodAround(name, today) : null;
  }
  if (period !== undefined || from === undefined || to === undefined || !isDay(from) || !isDay(to)) return null;
  return from <= to && daysIn({ from, to }) <= LONGEST_PERIOD ? { from, to } : null;
}

export function resultRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, config, now, closing } = deps;
  const changes = createChangeFeed(deps);
  const routes = new Hono<AppEnv>();

  routes.use(async (c, next) => {
    const refusal = readRefusal(c, config);
    return refusal ? problem(c, refusal) : next();
  });

  routes.get('/', compress(), (c) => {
    const { zone } = config;
    const today = dayHour(now(), zone).day;
    const period = periodOf(c.req.query(), today);
    if (!period) return problem(c, 'bad-period');
    c.header('Cache-Control', 'no-store');
    return c.json(readResults(db, { officeId: office, period, zone, today }));
  });

  routes.get('/changes', (c) => {
    const reply = streamSSE(c, (stream) => tellChanges(stream, changes, closing));
    reply.headers.set('Cache-Control', 'no-store');
    reply.headers.set('X-Accel-Buffering', 'no');
    return reply;
  });

  return routes;
}
