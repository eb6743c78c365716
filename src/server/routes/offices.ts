/** The offices beneath this one, as an administrator adds them and keeps what is known of them. */
import { type Context, Hono } from 'hono';
import { NewUnit, UnitChange, type UnitList } from '../../domain/offices.ts';
import { createDenials } from '../denials.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { holdTree } from '../store/office-lines.ts';
import { makeOffice, officeRow, readOffice } from '../store/office.ts';
import { listBeneath, saveUnit, unitIn, unitOf } from '../store/offices.ts';

export function officeRoutes({ db, office, now, audit, closing }: Deps): Hono<AppEnv> {
  const denied = createDenials({ audit, closing });
  const list = (): UnitList => ({
    office: readOffice(db, office),
    units: listBeneath(db, office).map((unit) => ({ ...unitOf(unit), under: unit.under })),
  });
  /** Beside or above this one there is nothing for who asks, and the log has that they did. */
  const refuse = (c: Context<AppEnv>, operation: string) => {
    denied(signedIn(c).account.id, operation);
    return problem(c, 'not-found');
  };
  const routes = new Hono<AppEnv>();

  routes.get('/', (c) => c.json(list()));

  routes.post('/', async (c) => {
    const asked = await parsedBody(c, NewUnit);
    if (!asked.ok) return problem(c, asked.code);
    const { code, under, ...facts } = asked.value;
    const add = db.transaction((): 'added' | 'not-found' | 'office-known' => {
      const parent = unitIn(db, office, under);
      if (parent === null) return 'not-found';
      if (officeRow(db, code) !== null) return 'office-known';
      const unit = makeOffice(db, { code, name: facts.name }, parent, now());
      saveUnit(db, unit, facts);
      audit({ actor: signedIn(c).account.id, action: 'unit.add', object: code, detail: { under } });
      return 'added';
    });
    const done = holdTree(db, () => add.immediate());
    if (done === 'not-found') return refuse(c, 'POST /api/offices');
    return done === 'added' ? c.json(list()) : problem(c, done);
  });

  routes.put('/:code', async (c) => {
    const change = await parsedBody(c, UnitChange);
    if (!change.ok) return problem(c, change.code);
    const code = c.req.param('code');
    const found = db
      .transaction(() => {
        const unit = unitIn(db, office, code);
        // What this office itself is and since when is said from above.
        if (unit === null || unit === office) return false;
        saveUnit(db, unit, change.value);
        const { validFrom, validTo } = change.value;
        audit({ actor: signedIn(c).account.id, action: 'unit.change', object: code, detail: { validFrom, validTo } });
        return true;
      })
      .immediate();
    return found ? c.json(list()) : refuse(c, 'PUT /api/offices/:code');
  });

  return routes;
}
