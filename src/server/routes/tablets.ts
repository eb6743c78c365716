/**
 * The tablets for those who look after them: how each is, a one-time code for a new one, its name and counter, and the end
 * of its access. A revoked tablet keeps the answers that it has not sent.
 */
import { Hono } from 'hono';
import {
  CodeRequest,
  type CodeReply,
  type CodeState,
  type Fleet,
  type Tablet,
  TabletChange,
} from '../../domain/fleet.ts';
import { openMinutes, type OpenTimes } from '../../domain/opening-hours.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { makeCode, readCode, revokeDevice } from '../store/devices.ts';
import { changeDevice, type FleetDevice, listFleet, tabletsByCounter } from '../store/devices-fleet.ts';
import { listCounters } from '../store/office.ts';
import { readOpenTimes } from '../store/office-settings-hours.ts';
import { readSurvey } from '../store/surveys.ts';

const HOUR = 3_600_000;

function tabletOf({ heartbeat, ...device }: FleetDevice, now: number, times: OpenTimes): Tablet {
  const heard = device.lastSeenAt ?? device.enrolledAt;
  const tablet = { ...device, silentMinutes: openMinutes(heard, now, times) };
  if (heartbeat === null || device.lastSeenAt === null) return { ...tablet, report: null };
  const { app, unsent, refused, oldestUnsentAt, storage, sentAt } = heartbeat;
  const clockAhead = sentAt - device.lastSeenAt;
  const oldest = oldestUnsentAt === null ? null : Math.floor((oldestUnsentAt - clockAhead) / HOUR) * HOUR;
  return { ...tablet, report: { app, unsent, refused, oldestUnsentAt: oldest, clockAhead, ...storage } };
}

export function tabletRoutes({ db, office, config, now, audit }: Deps): Hono<AppEnv> {
  const openCounter = (id: string) => listCounters(db, office).some((one) => one.id === id && !one.retired);
  const routes = new Hono<AppEnv>();

  routes.get('/', (c) => {
    const at = now();
    const times = readOpenTimes(db, office, config.zone);
    const standing = tabletsByCounter(db, office);
    const survey = readSurvey(db, office);
    return c.json({
      now: at,
      tablets: listFleet(db, office).map((device) => tabletOf(device, at, times)),
      counters: listCounters(db, office).map((one) => ({ ...one, tablets: standing.get(one.id) ?? 0 })),
      fields: survey?.fields ?? [],
      stages: survey?.stages ?? [],
    } satisfies Fleet);
  });

  routes.post('/codes', async (c) => {
    const asked = await parsedBody(c, CodeRequest);
    if (!asked.ok) return problem(c, asked.code);
    const { counter, name } = asked.value;
    if (!openCounter(counter)) return problem(c, 'counter-unknown');
    const issued = db.transaction((): CodeReply => {
      const made = makeCode(db, office, counter, name ?? null, now());
      audit({ actor: signedIn(c).account.id, action: 'tablet.code', object: made.id, detail: { counter } });
      return made;
    })();
    return c.json(issued);
  });

  routes.get('/codes/:id', (c) => {
    const found = readCode(db, office, c.req.param('id'), now());
    return found ? c.json(found satisfies CodeState) : problem(c, 'not-found');
  });

  routes.patch('/:id', async (c) => {
    const change = await parsedBody(c, TabletChange);
    if (!change.ok) return problem(c, change.code);
    const { name, counter } = change.value;
    if (counter !== undefined && !openCounter(counter)) return problem(c, 'counter-unknown');
    const id = c.req.param('id');
    const done = db.transaction(() => {
      if (!changeDevice(db, office, id, change.value)) return false;
      const detail = { ...(name === undefined ? {} : { name }), ...(counter === undefined ? {} : { counter }) };
      audit({ actor: signedIn(c).account.id, action: 'tablet.change', object: id, detail });
      return true;
    })();
    return done ? c.json({ id }) : problem(c, 'not-found');
  });

  routes.post('/:id/revocation', (c) => {
    const id = c.req.param('id');
    const done = db.transaction(() => {
      if (!revokeDevice(db, office, id, now())) return false;
      audit({ actor: signedIn(c).account.id, action: 'tablet.revoke', object: id });
      return true;
    })();
    return done ? c.json({ id }) : problem(c, 'not-found');
  });

  return routes;
}
