/** `POST /api/tablets/:id/confirmation`: an administrator saw the same fingerprint on the tablet and here. */
import { Hono } from 'hono';
import { Confirmation } from '../../domain/fleet.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { confirmKey } from '../store/device-keys.ts';

export function confirmationRoutes({ db, office, now, audit }: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>().post('/:id/confirmation', async (c) => {
    const asked = await parsedBody(c, Confirmation);
    if (!asked.ok) return problem(c, asked.code);
    const { fingerprint } = asked.value;
    const id = c.req.param('id');
    const end = db
      .transaction(() => {
        const noted = confirmKey(db, office, id, fingerprint, now());
        const actor = signedIn(c).account.id;
        if (noted === 'confirmed') audit({ actor, action: 'tablet.confirm', object: id, detail: { fingerprint } });
        return noted;
      })
      .immediate();
    if (end === 'no-tablet') return problem(c, 'not-found');
    return end === 'differs' ? problem(c, 'fingerprint-differs') : c.json({ id });
  });
}
