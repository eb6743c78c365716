/** What the result pages ask: the counts of a period, why they are as they are, how they compare, and when to ask again. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { streamSSE } from 'hono/streaming';
import { dayHour, daysIn, isDay, type Period, PERIOD_NAMES, periodAround } from '../../domain/period.ts';
import { DIMENSIONS, Narrowing } from '../../domain/results-narrowing.ts';
import { createChangeFeed } from '../changes.ts';
import { createDenials } from '../denials.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { part } from '../part.ts';
import { createOpenStreams } from '../open-streams.ts';
import { stillSignedIn } from '../policy.ts';
import { createSharedReplies } from '../shared-replies.ts';
import { readComparison } from '../store/comparison.ts';
import { unitIn } from '../store/offices.ts';
import { readOffices } from '../store/results-offices.ts';
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

const packed = promisify(gzip);
/** The text, and the same packed once it was asked for so: fifty pages that ask the same wait for one packing. */
interface Reply {
  text: string;
  packed?: Promise<Uint8Array<ArrayBuffer>>;
}
const takesGzip = (c: Context<AppEnv>): boolean =>
  accepts(c, {
    header: 'Accept-Encoding',
    supports: ['gzip'],
    default: '',
    match: (given) => (given.some(({ type, q }) => type.toLowerCase() === 'gzip' && q > 0) ? 'gzip' : ''),
  }) === 'gzip';

export function resultRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, config, now, closing, measures } = deps;
  const changes = createChangeFeed(deps);
  const shared = createSharedReplies<Reply>(changes, now);
  const takeStream = createOpenStreams();
  const denied = createDenials(deps);
  const routes = new Hono<AppEnv>();

  const answer = (read: (database: typeof db, query: ResultsQuery) => object) => async (c: Context<AppEnv>) => {
    const { zone } = config;
    const today = dayHour(now(), zone).day;
    const asked = c.req.query();
    const period = periodOf(asked, today);
    if (!period) return problem(c, 'bad-period');
    const narrowing = narrowingOf(asked);
    if (!narrowing) return problem(c, 'wrong-type');
    c.header('Cache-Control', 'no-store');
    const key = [c.req.path, period.from, period.to, JSON.stringify(narrowing), today].join('|');
    const reply = shared(key, () => ({
      text: part(c, 'result query', () =>
        JSON.stringify(read(db, { officeId: office, period, narrowing, zone, today, now: now() })),
      ),
    }));
    c.header('Vary', 'Accept-Encoding');
    c.header('Content-Type', 'application/json');
    if (!takesGzip(c)) return c.body(reply.text);
    c.header('Content-Encoding', 'gzip');
    return c.body(await (reply.packed ??= packed(reply.text)));
  };
  routes.get('/', answer(readResults));
  routes.get('/why', answer(readWhy));
  routes.get('/comparison', answer(readComparison));
  routes.get(
    '/offices',
    answer((database, query) => readOffices(database, { ...query, unitId: office })),
  );
  routes.get('/offices/:code', (c) => {
    const unitId = unitIn(db, office, c.req.param('code'));
    if (unitId !== null) return answer((database, query) => readOffices(database, { ...query, unitId }))(c);
    // Whether there is one with that code, beside or above this one, is not told either.
    denied(c.get('signedIn')?.account.id ?? 'anonymous', 'GET /api/results/offices/:code');
    return problem(c, 'not-found');
  });

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
