/** `/api/link`: what a one-time link is for, and the password that it sets. Whoever made the link never learns it. */
import { type Context, Hono } from 'hono';
import { AcceptLinkRequest, type LinkReply, LinkRequest, type SignInReply } from '../../domain/account.ts';
import { dayHour } from '../../domain/period.ts';
import type { RequestProblem } from '../../domain/problem.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { findWeakness, isShort, shortestFor } from '../password.ts';
import { hashPassword } from '../password-hash.ts';
import { startSession } from '../session-reply.ts';
import { addAccount, type Credentials, findById, hasNoAccount, isNameTaken, setPassword } from '../store/accounts.ts';
import { removeSecondFactor } from '../store/accounts-second-factor.ts';
import { dropLinks, findLink, issueTicket, type Link, useLink } from '../store/links.ts';
import { readOffice } from '../store/office.ts';
import { endSessions } from '../store/sessions.ts';
import { forgetBrowsers } from '../store/sessions-known.ts';
import { startCounting } from '../store/remarks.ts';
import { endTry } from '../store/throttle.ts';

/** A link with whom it is for; `found` is `null` for the first account. */
interface Opened {
  link: Link;
  found: Credentials | null;
  shortest: number;
}

export function linkRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, now, config, audit } = deps;

  function open(token: string): Opened | null {
    const link = findLink(db, office, token, now());
    if (!link) return null;
    if (link.account === null)
      return hasNoAccount(db, office) ? { link, found: null, shortest: shortestFor('administrator', false) } : null;
    const found = findById(db, office, link.account);
    if (!found) return null;
    const stays = found.hasSecondFactor && !link.takesSecondFactor;
    return { link, found, shortest: shortestFor(found.account.role, stays) };
  }

  /** Sets the password, in one transaction with all that follows from it. */
  function accept(c: Context<AppEnv>, request: AcceptLinkRequest, hash: string): SignInReply | RequestProblem {
    const opened = open(request.token);
    if (!opened || !useLink(db, office, request.token)) return 'link-over';
    const { link, found } = opened;
    const { person } = request;
    if (!found && !person) return 'wrong-type';
    if (!found && person && isNameTaken(db, office, person.signInName)) return 'name-taken';
    const id = found?.account.id ?? (person ? addAccount(db, office, { ...person, role: 'administrator' }, now()) : '');
    setPassword(db, office, id, hash, isShort(request.password));
    if (!found) startCounting(db, office, dayHour(now(), config.zone).day);
    if (link.takesSecondFactor) removeSecondFactor(db, office, id);
    endSessions(db, office, id);
    forgetBrowsers(db, office, id);
    dropLinks(db, office, id);
    endTry(db, office, [
      { kind: 'account', name: found?.account.signInName ?? '' },
      { kind: 'proof', name: id },
    ]);
    audit({ actor: id, action: 'account.password', object: id, detail: { link: link.purpose } });
    if (found?.hasSecondFactor && !link.takesSecondFactor)
      return { state: 'second-factor', ticket: issueTicket(db, office, id, now()) };
    return { state: 'signed-in', session: startSession(c, deps, id) };
  }

  const routes = new Hono<AppEnv>();

  routes.post('/', async (c) => {
    const asked = await parsedBody(c, LinkRequest);
    if (!asked.ok) return problem(c, asked.code);
    const opened = open(asked.value.token);
    if (!opened) return problem(c, 'link-over');
    const { link, found, shortest } = opened;
    const account = found && { signInName: found.account.signInName, name: found.account.name };
    const { purpose, expiresAt } = link;
    return c.json({ purpose, office: readOffice(db, office), account, shortest, expiresAt } satisfies LinkReply);
  });

  routes.post('/accept', async (c) => {
    const asked = await parsedBody(c, AcceptLinkRequest);
    if (!asked.ok) return problem(c, asked.code);
    const { token, password, person } = asked.value;
    const opened = open(token);
    if (!opened) return problem(c, 'link-over');
    if ((opened.found === null) !== (person !== undefined)) return problem(c, 'wrong-type');
    const who = opened.found?.account ?? person;
    const words = [who?.signInName ?? '', who?.name ?? '', readOffice(db, office).name];
    const weakness = await findWeakness(password, opened.shortest, words);
    if (weakness) return problem(c, weakness);
    const hash = await hashPassword(password);
    if (hash === null) return problem(c, 'busy');
    let end: SignInReply | RequestProblem = 'link-over';
    const all = db.transaction(() => {
      end = accept(c, asked.value, hash);
      if (typeof end === 'string') throw new Refused();
    });
    try {
      all.immediate();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    return typeof end === 'string' ? problem(c, end) : c.json(end);
  });

  return routes;
}

/** Takes the whole transaction back: a refusal must not use the link up. */
class Refused extends Error {}
