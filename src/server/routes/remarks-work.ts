/** What is done about a remark: changed, noted, tagged. Each deed and its audit are one transaction; no words of a citizen are in the audit. */
import type { Context, Hono } from 'hono';
import type { ZodMiniType } from 'zod/mini';
import {
  type RemarkChange,
  RemarkChange as Change,
  RemarkNoteBody,
  RemarkTagBody,
  TagRename,
} from '../../domain/remark.ts';
import type { RequestProblem } from '../../domain/problem.ts';
import { readJson } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { signedIn } from '../policy.ts';
import { changeTags, listTags, renameTag } from '../store/remark-tags.ts';
import { addNote, changeRemark, hasRemark, readRemark } from '../store/remark-work.ts';

type Body<T> = { ok: true; value: T } | { ok: false; code: RequestProblem };
async function bodyOf<T>(c: Context<AppEnv>, schema: ZodMiniType<T>): Promise<Body<T>> {
  const body = await readJson(c);
  if (!body.ok) return body;
  const parsed = schema.safeParse(body.value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'wrong-type' };
}

/** What an audit entry tells of a change: never the outcome's words. */
const changed = ({ status, assignee, due, outcome }: RemarkChange) => ({
  ...(status === undefined ? {} : { status }),
  ...(assignee === undefined ? {} : { assignee }),
  ...(due === undefined ? {} : { due }),
  ...(outcome === undefined ? {} : { outcome: 'changed' }),
});

/** @param today yyyy-MM-dd in the office's zone, now. */
export function addWorkRoutes(routes: Hono<AppEnv>, { db, office, now, audit }: Deps, today: () => string): void {
  const reply = (c: Context<AppEnv>, id: string) => {
    const detail = readRemark(db, { office, today: today() }, id);
    return detail ? c.json(detail) : problem(c, 'not-found');
  };

  routes.patch('/:id', async (c) => {
    const id = c.req.param('id');
    const body = await bodyOf(c, Change);
    if (!body.ok) return problem(c, body.code);
    const actor = signedIn(c).account.id;
    const outcome = db
      .transaction(() => {
        const result = changeRemark(db, { office, today: today() }, id, body.value);
        if (result === 'changed') audit({ actor, action: 'remark.change', object: id, detail: changed(body.value) });
        return result;
      })
      .immediate();
    return outcome === 'changed' ? reply(c, id) : problem(c, outcome);
  });

  routes.post('/:id/notes', async (c) => {
    const id = c.req.param('id');
    const body = await bodyOf(c, RemarkNoteBody);
    if (!body.ok) return problem(c, body.code);
    const actor = signedIn(c).account.id;
    db.transaction(() => {
      if (!hasRemark(db, office, id)) return;
      addNote(db, office, id, { author: actor, at: now(), text: body.value.text });
      audit({ actor, action: 'remark.note', object: id });
    }).immediate();
    return reply(c, id);
  });

  routes.post('/:id/tags', async (c) => {
    const id = c.req.param('id');
    const body = await bodyOf(c, RemarkTagBody);
    if (!body.ok) return problem(c, body.code);
    const { add, remove } = body.value;
    db.transaction(() => {
      if (!hasRemark(db, office, id)) return;
      changeTags(db, office, id, body.value);
      const detail = { added: add.join(', '), removed: remove.join(', ') };
      audit({ actor: signedIn(c).account.id, action: 'remark.tag', object: id, detail });
    }).immediate();
    return reply(c, id);
  });

  routes.post('/tags/rename', async (c) => {
    const body = await bodyOf(c, TagRename);
    if (!body.ok) return problem(c, body.code);
    const { from, to } = body.value;
    const remarks = db
      .transaction(() => {
        const count = renameTag(db, office, from, to);
        if (count > 0)
          audit({ actor: signedIn(c).account.id, action: 'tag.rename', object: from, detail: { to, remarks: count } });
        return count;
      })
      .immediate();
    return c.json({ remarks, tags: listTags(db, office) });
  });
}
