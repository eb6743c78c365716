/**
 * Typing paper ballots in. Every save names an id that the page made once, so whatever is repeated after a lost reply is
 * answered as the first time and stored once.
 */
import { type Context, Hono } from 'hono';
import type * as z from 'zod/mini';
import type { Account } from '../../domain/account.ts';
import * as paper from '../../domain/paper.ts';
import { dayHour, isDay } from '../../domain/period.ts';
import type { RequestProblem } from '../../domain/problem.ts';
import { readJson } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { signedIn } from '../policy.ts';
import { listCounters } from '../store/office.ts';
import { listBatches, openBatch, readBatch, setBatchState, stateAfter } from '../store/paper-batches.ts';
import { decideDifference, listDifferences, listRecent } from '../store/paper-compare.ts';
import { createPaperEntries, findEntry, forgetDecided } from '../store/paper-entries.ts';
import { readSurvey, surveyOn } from '../store/surveys.ts';
import { paperFileRoutes } from './paper-files.ts';

/** Old stacks may be typed in; a date before this is a slip. */
const FIRST_DAY = '2000-01-01';
/** Shown again while typing. */
const RECENT = 3;

const SAVE_PROBLEMS = { conflict: 'entry-conflict', invalid: 'ballot-invalid', full: 'batch-closed' } as const;
const DECISION_PROBLEMS = {
  'not-open': 'batch-closed',
  invalid: 'ballot-invalid',
  conflict: 'entry-conflict',
} as const;

export function paperRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, config, now, audit, stored } = deps;
  const { zone } = config;
  const entries = createPaperEntries(db, office, zone);
  const routes = new Hono<AppEnv>();

  const bodyOf = async <T>(c: Context<AppEnv>, schema: z.ZodMiniType<T>): Promise<T | RequestProblem> => {
    const body = await readJson(c);
    if (!body.ok) return body.code;
    if (body.value === undefined) return 'malformed';
    const parsed = schema.safeParse(body.value);
    return parsed.success ? parsed.data : 'wrong-type';
  };
  const write = <T>(work: () => T): T => db.transaction(work).immediate();
  const detailOf = (id: string, account: Account): paper.BatchDetail | null => {
    const batch = readBatch(db, office, id, account.id);
    const survey = batch && readSurvey(db, office, batch.survey);
    if (!batch || !survey) return null;
    return {
      batch,
      survey,
      recent: listRecent(db, office, batch, RECENT),
      differences: batch.state === 'differences' ? listDifferences(db, office, id) : [],
    };
  };
  const replyDetail = (c: Context<AppEnv>, id: string) => {
    const detail = detailOf(id, signedIn(c).account);
    return detail ? c.json(detail satisfies paper.BatchDetail) : problem(c, 'not-found');
  };

  routes.get('/setup', (c) => {
    const today = dayHour(now(), zone).day;
    const day = c.req.query('day') ?? today;
    if (!isDay(day)) return problem(c, 'bad-period');
    const survey = surveyOn(db, office, day);
    if (!survey) return problem(c, 'not-found');
    return c.json({ survey, counters: listCounters(db, office) } satisfies paper.PaperSetup);
  });

  routes.get('/batches', (c) => {
    return c.json({ batches: listBatches(db, office, signedIn(c).account.id) } satisfies z.infer<
      typeof paper.BatchList
    >);
  });

  routes.post('/batches', async (c) => {
    const given = await bodyOf(c, paper.NewBatch);
    if (typeof given === 'string') return problem(c, given);
    const { day, counter, field, stage } = given;
    const { account } = signedIn(c);
    const survey = surveyOn(db, office, day);
    const sound =
      survey !== null &&
      day >= FIRST_DAY &&
      day <= dayHour(now(), zone).day &&
      listCounters(db, office).some(({ id }) => id === counter) &&
      (field === null || survey.fields.some(({ id }) => id === field)) &&
      (stage === null || survey.stages.some(({ id }) => id === stage));
    if (!sound) return problem(c, 'batch-invalid');
    const opened = write(() => {
      const result = openBatch(db, office, { ...given, survey: survey.version }, { account: account.id, now: now() });
      const detail = { day, counter, channel: given.channel, double: given.double ? 1 : 0 };
      if (result === 'opened') audit({ actor: account.id, action: 'paper.open', object: given.id, detail });
      return result;
    });
    return opened === 'conflict' ? problem(c, 'entry-conflict') : replyDetail(c, given.id);
  });

  routes.get('/batches/:id', (c) => replyDetail(c, c.req.param('id')));

  routes.post('/batches/:id/ballots', async (c) => {
    const ballot = await bodyOf(c, paper.TypedBallot);
    if (typeof ballot === 'string') return problem(c, ballot);
    const id = c.req.param('id');
    const { account } = signedIn(c);
    const result = write(() => {
      const batch = readBatch(db, office, id, account.id);
      const survey = batch && readSurvey(db, office, batch.survey);
      if (!batch || !survey) return 'not-found';
      if (findEntry(db, office, id, ballot) === null && batch.mayType !== ballot.pass)
        return batch.mayType === 'same-person' ? 'same-person' : 'batch-closed';
      const saved = entries.save(batch, survey, ballot, { account: account.id, now: now() });
      if (!saved.ok) return SAVE_PROBLEMS[saved.code];
      if (batch.state === 'waiting') setBatchState(db, office, id, 'second');
      const typed = readBatch(db, office, id, account.id)?.typed ?? batch.typed;
      return { number: saved.number, typed, counted: saved.counted };
    });
    if (typeof result === 'string') return problem(c, result);
    if (result.counted) stored.fire();
    return c.json({ number: result.number, typed: result.typed } satisfies paper.TypedReply);
  });

  routes.post('/batches/:id/close', async (c) => {
    const given = await bodyOf(c, paper.CloseBatch);
    if (typeof given === 'string') return problem(c, given);
    const id = c.req.param('id');
    const { account } = signedIn(c);
    const result = write(() => {
      const batch = readBatch(db, office, id, account.id);
      if (!batch) return 'not-found';
      const expected = batch.state === 'open' ? 1 : 2;
      if (batch.state === 'differences' || batch.state === 'done' || given.pass !== expected) return 'batch-closed';
      if (batch.mayType === 'same-person') return 'same-person';
      const undecided = expected === 2 ? listDifferences(db, office, id).length : 0;
      const state = stateAfter(batch, expected, undecided);
      setBatchState(db, office, id, state);
      forgetDecided(db, office, id);
      const detail = { pass: expected, ballots: batch.typed[expected - 1] ?? 0, differences: undecided };
      audit({ actor: account.id, action: 'paper.close', object: id, detail });
      return null;
    });
    return result === null ? replyDetail(c, id) : problem(c, result);
  });

  routes.post('/batches/:id/decide', async (c) => {
    const decision = await bodyOf(c, paper.Decision);
    if (typeof decision === 'string') return problem(c, decision);
    const id = c.req.param('id');
    const { account } = signedIn(c);
    const result = write(() => {
      const batch = readBatch(db, office, id, account.id);
      const survey = batch && readSurvey(db, office, batch.survey);
      if (!batch || !survey) return 'not-found';
      const by = { account: account.id, now: now() };
      const decided = decideDifference(db, office, entries, { batch, survey, decision, by });
      if (decided !== 'decided') return DECISION_PROBLEMS[decided];
      const detail = { number: decision.number, choose: decision.choose };
      audit({ actor: account.id, action: 'paper.decide', object: id, detail });
      return null;
    });
    if (result !== null) return problem(c, result);
    stored.fire();
    return replyDetail(c, id);
  });

  routes.route('/files', paperFileRoutes(deps));
  return routes;
}
