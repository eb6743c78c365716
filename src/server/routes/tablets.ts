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
  GAP_HOURS,
  LISTED_GAPS,
  type Tablet,
  TabletChange,
  type TabletEvidence,
} from '../../domain/fleet.ts';
import { openMinutes, type OpenTimes } from '../../domain/opening-hours.ts';
import { sizeOf } from '../../domain/runs.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { makeCode, readCode, revokeDevice } from '../store/devices.ts';
import { changeDevice, type FleetDevice, listFleet, tabletsByCounter } from '../store/devices-fleet.ts';
import { listAside } from '../store/aside.ts';
import { listEvents } from '../store/device-events.ts';
import { type EpochEvidence, readEvidence } from '../store/evidence.ts';
import { listCounters } from '../store/office.ts';
import { readOpenTimes } from '../store/office-settings-hours.ts';
import { readSurvey } from '../store/surveys.ts';

const HOUR = 3_600_000;
const LISTED_EVENTS = 20;

const toHour = (instant: number) => Math.floor(instant / HOUR) * HOUR;

function evidenceOf(epochs: readonly EpochEvidence[], now: number): TabletEvidence {
  const gaps = epochs.flatMap(({ epoch, missing }) =>
    missing.map(({ first, last, since }) => ({
      epoch,
      first,
      last,
      since: toHour(since),
      late: now - since > GAP_HOURS * HOUR,
    })),
  );
  return {
    epochs: epochs.map(({ epoch, last, missing }) => ({ epoch, last, missing: sizeOf(missing) })),
    gaps: gaps.slice(0, LISTED_GAPS),
  };
}

type Known = Pick<Tablet, 'evidence' | 'events'>;
function tabletOf({ heartbeat, ...device }: FleetDevice, known: Known, now: number, times: OpenTimes): Tablet {
  const heard = device.lastSeenAt ?? device.enrolledAt;
  const tablet = { ...device, ...known, silentMinutes: openMinutes(heard, now, times) };
  if (heartbeat === null || device.lastSeenAt === null) return { ...tablet, report: null };
  const { app, unsent, refused, oldestUnsentAt, storage, sentAt, battery, kept, stores } = heartbeat;
  const clockAhead = sentAt - device.lastSeenAt;
  const oldest = oldestUnsentAt === null ? null : toHour(oldestUnsentAt - clockAhead);
  return {
    ...tablet,
    report: {
      app,
      unsent,
      refused,
      clockAhead,
      ...storage,
      oldestUnsentAt: oldest,
      battery: battery ?? null,
      kept: kept ?? null,
      stores: stores ?? null,
    },
  };
}

export function tabletRoutes({ db, office, config, now, audit }: Deps): Hono<AppEnv> {
  const openCounter = (id: string) => listCounters(db, office).some((one) => one.id === id && !one.retired);
  const routes = new Hono<AppEnv>();

  routes.get('/', (c) => {
    const at = now();
    const times = readOpenTimes(db, office, config.zone);
    const standing = tabletsByCounter(db, office);
    const survey = readSurvey(db, office);
    const evidence = readEvidence(db, office);
    const fleet = listFleet(db, office);
    const names = new Map(fleet.map(({ id, name }) => [id, name]));
    const known = (id: string): Known => ({
      evidence: evidenceOf(evidence.get(id) ?? [], at),
      events: listEvents(db, office, id, LISTED_EVENTS),
    });
    return c.json({
      now: at,
      tablets: fleet.map((device) => tabletOf(device, known(device.id), at, times)),
      counters: listCounters(db, office).map((one) => ({ ...one, tablets: standing.get(one.id) ?? 0 })),
      fields: survey?.fields ?? [],
      stages: survey?.stages ?? [],
      aside: listAside(db, office).map((one) => ({ ...one, name: names.get(one.device) ?? null })),
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
