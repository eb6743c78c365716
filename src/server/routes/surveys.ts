/**
 * Surveys: all versions for who reads, the draft and publishing for an administrator. A published version never changes;
 * one whose day has not come can be withdrawn.
 */
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import type { ZodMiniType } from 'zod/mini';
import { dayHour, isDay } from '../../domain/period.ts';
import type { RequestProblem } from '../../domain/problem.ts';
import {
  DiscardDraft,
  PublishDraft,
  type PublishedVersion,
  SaveDraft,
  type SavedDraft,
  type SurveysReply,
} from '../../domain/survey-admin.ts';
import { Merges } from '../../domain/survey-merge.ts';
import { readBody } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { signedIn } from '../policy.ts';
import { listCounters } from '../store/office.ts';
import { readSetting, saveSetting } from '../store/office-settings.ts';
import { deleteDraft, publishDraft, readDraft, saveDraft } from '../store/survey-drafts.ts';
import { firstDay, listSurveys, readSurvey, surveyOn, withdrawSurvey } from '../store/surveys.ts';
import { parseJson } from '../strict-json.ts';

/** Bytes of a draft with everything at its longest. */
const LARGEST = 1_000_000;

type Parsed<T> = { ok: true; value: T } | { ok: false; code: RequestProblem };
async function readAs<T>(c: Context<AppEnv>, schema: ZodMiniType<T>): Promise<Parsed<T>> {
  const body = await readBody(c, 'application/json', LARGEST);
  if (!body.ok) return body;
  const value = parseJson(new TextDecoder().decode(body.bytes));
  if (value === undefined) return { ok: false, code: 'malformed' };
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'wrong-type' };
}

export function surveyRoutes({ db, office, config, now, audit }: Deps): Hono<AppEnv> {
  const dayOf = (at: number) => dayHour(at, config.zone).day;
  const routes = new Hono<AppEnv>();

  routes.get('/', compress(), (c) => {
    const today = dayOf(now());
    const current = surveyOn(db, office, today);
    if (!current) throw new Error('there is always a survey');
    const reply: SurveysReply = {
      today,
      current: current.version,
      versions: listSurveys(db, office).map(({ validFrom, ...version }) => ({
        ...version,
        validFrom: firstDay(db, office, version.survey.version, validFrom, dayOf(version.publishedAt)),
      })),
      draft: readDraft(db, office),
      counters: listCounters(db, office)
        .filter(({ retired }) => !retired)
        .map(({ id, name, field, stage }) => ({ id, name, field, stage })),
      merges: readSetting(db, office, 'merges', Merges, []),
    };
    return c.json(reply);
  });

  routes.put('/draft', async (c) => {
    const read = await readAs(c, SaveDraft);
    if (!read.ok) return problem(c, read.code);
    const { revision: from, base, body } = read.value;
    if (!readSurvey(db, office, base)) return problem(c, 'wrong-type');
    const at = now();
    const revision = saveDraft(db, office, { from, base, body }, signedIn(c).account.id, at);
    if (revision === null) return problem(c, 'draft-changed');
    return c.json({ revision, updatedAt: at } satisfies SavedDraft);
  });

  routes.delete('/draft', async (c) => {
    const read = await readAs(c, DiscardDraft);
    if (!read.ok) return problem(c, read.code);
    const { revision } = read.value;
    const gone = db.transaction(() => {
      const draft = readDraft(db, office);
      if (!deleteDraft(db, office, revision)) return false;
      const detail = { revision, base: draft?.base ?? null };
      audit({ actor: signedIn(c).account.id, action: 'survey.discard-draft', object: 'draft', detail });
      return true;
    });
    return gone.immediate() ? c.json({ revision }) : problem(c, 'draft-changed');
  });

  routes.post('/', async (c) => {
    const read = await readAs(c, PublishDraft);
    if (!read.ok) return problem(c, read.code);
    const { validFrom } = read.value;
    if (!isDay(validFrom)) return problem(c, 'bad-day');
    const account = signedIn(c).account.id;
    const publish = db.transaction(() => {
      const at = now();
      const done = publishDraft(db, office, read.value, { account, today: dayOf(at), now: at });
      if (done.ok)
        audit({ actor: account, action: 'survey.publish', object: String(done.version), detail: { validFrom } });
      return done;
    });
    const done = publish.immediate();
    return done.ok ? c.json({ version: done.version } satisfies PublishedVersion) : problem(c, done.code);
  });

  routes.put('/merges', async (c) => {
    const read = await readAs(c, Merges);
    if (!read.ok) return problem(c, read.code);
    const merges = read.value;
    for (const { version, parts } of merges) {
      const ids = new Set(readSurvey(db, office, version)?.criteria.map(({ id }) => id));
      // A part named like a criterion that stays by itself would be two things under one id.
      if (parts.some((part) => !part.criteria.every((id) => ids.has(id)) || ids.has(part.id)))
        return problem(c, 'wrong-type');
    }
    const save = db.transaction(() => {
      saveSetting(db, office, 'merges', merges);
      const detail = { versions: merges.map(({ version }) => version).join(' ') };
      audit({ actor: signedIn(c).account.id, action: 'survey.merge', object: 'merges', detail });
    });
    save.immediate();
    return c.json(merges);
  });

  routes.delete('/:version', (c) => {
    const text = c.req.param('version');
    if (!/^[1-9]\d{0,8}$/.test(text)) return problem(c, 'not-found');
    const version = Number(text);
    const withdraw = db.transaction(() => {
      const at = now();
      const done = withdrawSurvey(db, office, version, dayOf(at), at);
      if (done === 'withdrawn')
        audit({ actor: signedIn(c).account.id, action: 'survey.withdraw', object: String(version) });
      return done;
    });
    const done = withdraw.immediate();
    return done === 'withdrawn' ? c.json({ version } satisfies PublishedVersion) : problem(c, done);
  });

  return routes;
}
