/** `/api/session`: signing in (in one step or two), out, and proving again who is there. */
import { Hono } from 'hono';
import { SecondFactorRequest, type SignInReply, SignInRequest, StepUpRequest } from '../../domain/account.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { takeSession } from '../session-cookie.ts';
import { freshenSession, refused, sessionReply, startSession } from '../session-reply.ts';
import { proveByCode, proveByPassword, signInWith } from '../sign-in.ts';
import { sharedCommit } from '../shared-commit.ts';
import { findById, findByName } from '../store/accounts.ts';
import type { AuditEntry } from '../store/audit.ts';
import { issueTicket, tryTicket, useLink } from '../store/links.ts';
import { keyedName } from '../store/secret.ts';
import { endSession } from '../store/sessions.ts';

export function sessionRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, now, audit, log } = deps;
  const routes = new Hono<AppEnv>();
  /** A wrong try in the audit log: any number of them costs the tablets a few writes. */
  const refuse = (entry: AuditEntry) => sharedCommit(db)(() => audit(entry));

  routes.get('/', (c) => c.json(sessionReply(deps, signedIn(c))));

  routes.post('/', async (c) => {
    const asked = await parsedBody(c, SignInRequest);
    if (!asked.ok) return problem(c, asked.code);
    const judged = await signInWith(c, deps, asked.value, ({ account, hasSecondFactor }): SignInReply => {
      if (hasSecondFactor) return { state: 'second-factor', ticket: issueTicket(db, office, account.id, now()) };
      return { state: 'signed-in', session: startSession(c, deps, account.id) };
    });
    if (judged.end === 'wrong') {
      const name = asked.value.signInName.trim().normalize('NFC').toLowerCase();
      // Never the name itself: people type their password there.
      const object = findByName(db, office, name)?.account.id ?? keyedName(db, 'throttle', `audit ${name}`);
      await refuse({ actor: 'anonymous', action: 'session.refused', object, detail: { step: 'password' } });
    }
    if (judged.end === 'wait') log('sign-in-throttled', { seconds: judged.seconds });
    if (judged.end !== 'right') return refused(c, judged, 'sign-in-failed');
    return c.json(judged.value);
  });

  routes.post('/second-factor', async (c) => {
    const asked = await parsedBody(c, SecondFactorRequest);
    if (!asked.ok) return problem(c, asked.code);
    const { ticket, code } = asked.value;
    const id = tryTicket(db, office, ticket, now());
    if (id === null || !findById(db, office, id)) return problem(c, 'link-over');
    const judged = await proveByCode(c, deps, id, code, () =>
      useLink(db, office, ticket) ? startSession(c, deps, id) : null,
    );
    if (judged.end === 'wrong')
      await refuse({ actor: 'anonymous', action: 'session.refused', object: id, detail: { step: 'code' } });
    if (judged.end !== 'right') return refused(c, judged, 'proof-wrong');
    return judged.value ? c.json(judged.value) : problem(c, 'link-over');
  });

  routes.post('/step-up', async (c) => {
    const asked = await parsedBody(c, StepUpRequest);
    if (!asked.ok) return problem(c, asked.code);
    const who = signedIn(c);
    const { id } = who.account;
    const found = findById(db, office, id);
    if (!found) return problem(c, 'signed-out');
    const then = () => {
      audit({ actor: id, action: 'session.step-up', object: id });
      return freshenSession(c, deps, who);
    };
    const judged =
      'code' in asked.value
        ? await proveByCode(c, deps, id, asked.value.code, then)
        : await proveByPassword(c, deps, found, asked.value.password, then);
    if (judged.end === 'wrong') await refuse({ actor: id, action: 'session.step-up-refused', object: id });
    if (judged.end !== 'right') return refused(c, judged, 'proof-wrong');
    return c.json(judged.value);
  });

  routes.delete('/', (c) => {
    const { session, account } = signedIn(c);
    db.transaction(() => {
      endSession(db, office, account.id, session);
      audit({ actor: account.id, action: 'session.sign-out', object: account.id });
    }).immediate();
    takeSession(c);
    return c.json({ ended: 1 });
  });

  return routes;
}
