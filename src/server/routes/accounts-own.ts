/** `/api/account`: what a person may change about their own account, and where they are signed in. */
import { Hono } from 'hono';
import {
  type OwnAccount,
  PasswordChange,
  type RecoveryCodesReply,
  type SessionsReply,
  TotpConfirmation,
} from '../../domain/account.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { findWeakness, isShort, shortestFor } from '../password.ts';
import { hashPassword } from '../password-hash.ts';
import { signedIn } from '../policy.ts';
import { newRecoveryCodes, newSecret, otpauthUri, plainCode } from '../second-factor.ts';
import { freshenSession, refused } from '../session-reply.ts';
import { proveByPassword, provePending } from '../sign-in.ts';
import { findById, setPassword } from '../store/accounts.ts';
import {
  countRecoveryCodes,
  setPendingSecret,
  setRecoveryCodes,
  setSecondFactor,
} from '../store/accounts-second-factor.ts';
import { dropLinks } from '../store/links.ts';
import { readOffice } from '../store/office.ts';
import { endSession, endSessions, listSessions } from '../store/sessions.ts';

const ISSUER = 'Hài Lòng';

export function ownAccountRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, now, audit } = deps;
  const routes = new Hono<AppEnv>();

  function newCodes(account: string): RecoveryCodesReply {
    const codes = newRecoveryCodes();
    setRecoveryCodes(db, office, account, codes.map(plainCode));
    return { codes };
  }

  routes.get('/', (c) => {
    const { account } = signedIn(c);
    const secondFactor = findById(db, office, account.id)?.hasSecondFactor ?? false;
    const recoveryCodes = countRecoveryCodes(db, office, account.id);
    const shortest = shortestFor(account.role, secondFactor);
    return c.json({ account, secondFactor, recoveryCodes, shortest } satisfies OwnAccount);
  });

  routes.put('/password', async (c) => {
    const asked = await parsedBody(c, PasswordChange);
    if (!asked.ok) return problem(c, asked.code);
    const who = signedIn(c);
    const { id, role, signInName, name } = who.account;
    const found = findById(db, office, id);
    if (!found) return problem(c, 'signed-out');
    const judged = await proveByPassword(c, deps, found, asked.value.current, () => undefined);
    if (judged.end === 'wrong') audit({ actor: id, action: 'account.password-refused', object: id });
    if (judged.end !== 'right') return refused(c, judged, 'proof-wrong');
    const { password } = asked.value;
    const words = [signInName, name, readOffice(db, office).name];
    const weakness = await findWeakness(password, shortestFor(role, found.hasSecondFactor), words);
    if (weakness) return problem(c, weakness);
    const hash = await hashPassword(password);
    if (hash === null) return problem(c, 'busy');
    const reply = db.transaction(() => {
      setPassword(db, office, id, hash, isShort(password));
      dropLinks(db, office, id);
      const ended = endSessions(db, office, id, who.session);
      audit({ actor: id, action: 'account.password', object: id, detail: { ended } });
      return freshenSession(c, deps, who);
    });
    return c.json(reply.immediate());
  });

  routes.post('/second-factor', (c) => {
    const { account } = signedIn(c);
    const secret = newSecret();
    setPendingSecret(db, office, account.id, secret);
    return c.json({ uri: otpauthUri(secret, ISSUER, account.signInName), secret });
  });

  routes.put('/second-factor', async (c) => {
    const asked = await parsedBody(c, TotpConfirmation);
    if (!asked.ok) return problem(c, asked.code);
    const who = signedIn(c);
    const { id } = who.account;
    const judged = await provePending(c, deps, id, asked.value.code, ({ secret, step }) => {
      setSecondFactor(db, office, id, secret, step);
      const ended = endSessions(db, office, id, who.session);
      audit({ actor: id, action: 'account.second-factor', object: id, detail: { ended } });
      freshenSession(c, deps, who);
      return newCodes(id);
    });
    if (judged.end !== 'right') return refused(c, judged, 'proof-wrong');
    return c.json(judged.value);
  });

  routes.post('/recovery-codes', (c) => {
    const { id } = signedIn(c).account;
    if (!findById(db, office, id)?.hasSecondFactor) return problem(c, 'not-found');
    const reply = db.transaction(() => {
      audit({ actor: id, action: 'account.recovery-codes', object: id });
      return newCodes(id);
    });
    return c.json(reply.immediate());
  });

  routes.get('/sessions', (c) => {
    const { account, session } = signedIn(c);
    const sessions = listSessions(db, office, account.id, now()).map((one) => ({
      ...one,
      current: one.id === session,
    }));
    return c.json({ sessions } satisfies SessionsReply);
  });

  routes.delete('/sessions', (c) => {
    const { account, session } = signedIn(c);
    const end = db.transaction(() => {
      const ended = endSessions(db, office, account.id, session);
      audit({ actor: account.id, action: 'session.end', object: account.id, detail: { ended } });
      return ended;
    });
    return c.json({ ended: end.immediate() });
  });

  routes.delete('/sessions/:id', (c) => {
    const { id } = signedIn(c).account;
    const session = c.req.param('id');
    const end = db.transaction(() => {
      if (!endSession(db, office, id, session)) return false;
      audit({ actor: id, action: 'session.end', object: id, detail: { ended: 1 } });
      return true;
    });
    return end.immediate() ? c.json({ ended: 1 }) : problem(c, 'not-found');
  });

  return routes;
}
