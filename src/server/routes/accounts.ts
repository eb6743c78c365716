/** `/api/accounts`: what administrators do with the accounts of their office. They hand out links, never passwords. */
import { Hono } from 'hono';
import {
  AccountChange,
  type AccountsReply,
  type LinkHandedOut,
  type ListedAccount,
  NewAccount,
  ResetRequest,
} from '../../domain/account.ts';
import type { RequestProblem } from '../../domain/problem.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { linkPath } from '../link-path.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import {
  addAccount,
  changeAccount,
  hasOtherAdministrator,
  isNameTaken,
  listAccounts,
  readAccount,
} from '../store/accounts.ts';
import { dropLinks, HANDED_OVER_MS, issueLink } from '../store/links.ts';
import { endSessions } from '../store/sessions.ts';

export function accountRoutes({ db, office, now, audit }: Deps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  function known(id: string): ListedAccount {
    const account = readAccount(db, office, id, now());
    if (!account) throw new Error(`account ${id} has gone within a transaction`);
    return account;
  }
  function handOut(id: string, purpose: 'invitation' | 'reset', takesSecondFactor: boolean): LinkHandedOut {
    const expiresAt = now() + HANDED_OVER_MS;
    const token = issueLink(db, office, { purpose, account: id, takesSecondFactor, expiresAt });
    return { account: known(id), path: linkPath(token), expiresAt };
  }

  routes.get('/', (c) => c.json({ accounts: listAccounts(db, office, now()) } satisfies AccountsReply));

  routes.post('/', async (c) => {
    const asked = await parsedBody(c, NewAccount);
    if (!asked.ok) return problem(c, asked.code);
    const { account } = signedIn(c);
    const add = db.transaction((): LinkHandedOut | null => {
      if (isNameTaken(db, office, asked.value.signInName)) return null;
      const id = addAccount(db, office, asked.value, now());
      audit({ actor: account.id, action: 'account.add', object: id, detail: { role: asked.value.role } });
      return handOut(id, 'invitation', false);
    });
    const added = add.immediate();
    return added ? c.json(added) : problem(c, 'name-taken');
  });

  routes.patch('/:id', async (c) => {
    const asked = await parsedBody(c, AccountChange);
    if (!asked.ok) return problem(c, asked.code);
    const actor = signedIn(c).account.id;
    const id = c.req.param('id');
    const { name, role, disabled } = asked.value;
    const change = db.transaction((): ListedAccount | RequestProblem => {
      const before = readAccount(db, office, id, now());
      if (!before) return 'not-found';
      const demoted = before.role === 'administrator' && role !== undefined && role !== 'administrator';
      if ((demoted || disabled) && before.role === 'administrator' && !hasOtherAdministrator(db, office, id))
        return 'last-administrator';
      const wasDisabled = before.disabledAt !== null;
      const turned = disabled !== undefined && disabled !== wasDisabled;
      changeAccount(db, office, id, turned ? asked.value : { name, role }, now());
      // Rights that were taken must not live on in a session or a link, and new ones need a new proof.
      if ((role !== undefined && role !== before.role) || disabled) endSessions(db, office, id);
      if (disabled) dropLinks(db, office, id);
      if (name !== undefined && name !== before.name) audit({ actor, action: 'account.rename', object: id });
      if (role !== undefined && role !== before.role)
        audit({ actor, action: 'account.role', object: id, detail: { from: before.role, to: role } });
      if (turned) audit({ actor, action: disabled ? 'account.disable' : 'account.enable', object: id });
      return known(id);
    });
    const changed = change.immediate();
    return typeof changed === 'string' ? problem(c, changed) : c.json(changed);
  });

  routes.post('/:id/reset', async (c) => {
    const asked = await parsedBody(c, ResetRequest);
    if (!asked.ok) return problem(c, asked.code);
    const actor = signedIn(c).account.id;
    const id = c.req.param('id');
    const { secondFactor } = asked.value;
    const reset = db.transaction((): LinkHandedOut | null => {
      const account = readAccount(db, office, id, now());
      if (!account || account.disabledAt !== null) return null;
      audit({ actor, action: 'account.reset', object: id, detail: { secondFactor: secondFactor ? 1 : 0 } });
      return handOut(id, account.hasPassword ? 'reset' : 'invitation', secondFactor);
    });
    const link = reset.immediate();
    return link ? c.json(link) : problem(c, 'not-found');
  });

  return routes;
}
