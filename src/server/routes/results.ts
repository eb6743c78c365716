/** What the result pages ask: the counts of a period, why they are as they are, how they compare, and when to ask again. */
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { streamSSE } from 'hono/streaming';
import { dayHour, daysIn, isDay, type Period, PERIOD_NAMES, periodAround } from '../../domain/period.ts';
import { DIMENSIONS, Narrowing } from '../../domain/results-narrowing.ts';
import { createChangeFeed } from '../changes.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { createOpenStreams } from '../open-streams.ts';
import { stillSignedIn } from '../policy.ts';
import { createSharedReplies } from '../shared-replies.ts';
import { readComparison } from '../store/comparison.ts';
import { readResults, type ResultsQuery } from '../store/results.ts';
import { readWhy } from '../store/results-why.ts';
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

/** @returns `null` when a word of it is too long to be one of ours. An unknown word leaves nothing. */
export function narrowingOf(query: Readonly<Record<string, string>>): Narrowing | null {
  const given = DIMENSIONS.flatMap((dimension) => {
    const word = query[dimension];
    return word === undefined ? [] : [[dimension, word] as const];
  });
  return Narrowing.safeParse(Object.fromEntries(given)).data ?? null;
}

export function resultRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, config, now, closing, measures } = deps;
  const changes = createChangeFeed(deps);
  const shared = createSharedReplies(changes, now);
  const takeStream = createOpenStreams();
  const routes = new Hono<AppEnv>();

  const answer = (read: (database: typeof db, query: ResultsQuery) => object) => (c: Context<AppEnv>) => {
    const { zone } = config;
    const today = dayHour(now(), zone).day;
    const asked = c.req.query();
    const period = periodOf(asked, today);
    if (!period) return problem(c, 'bad-period');
    const narrowing = narrowingOf(asked);
    if (!narrowing) return problem(c, 'wrong-type');
    c.header('Cache-Control', 'no-store');
    const key = [c.req.path, period.from, period.to, JSON.stringify(narrowing), today].join('|');
    const text = shared(key, () =>
      JSON.stringify(read(db, { officeId: office, period, narrowing, zone, today, now: now() })),
    );
    return c.body(text, 200, { 'Content-Type': 'application/json' });
  };
  routes.get('/', compress(), answer(readResults));
  routes.get('/why', compress(), answer(readWhy));
  routes.get('/comparison', compress(), answer(readComparison));

  routes.get('/changes', (c) => {
    const leave = takeStream(c.get('signedIn')?.session ?? 'read-token');
    if (!leave) return problem(c, 'too-many-streams');
    measures.streams(1);
    const end = () => {
      leave();
      measures.streams(-1);
    };
    const reply = streamSSE(c, (stream) => tellChanges(stream, changes, closing, stillSignedIn(c, deps)).finally(end));
    reply.headers.set('Cache-Control', 'no-store');
    reply.headers.set('X-Accel-Buffering', 'no');
    return reply;
  });

  return routes;
}
