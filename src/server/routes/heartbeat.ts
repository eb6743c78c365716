/**
 * `POST /api/heartbeat`: how a tablet is, what happened to it, and how far its sequence goes. The reply tells it whether its
 * settings are still the newest, which events are on disk here, and which of its records are missing.
 */
import { Hono } from 'hono';
import { dayHour } from '../../domain/period.ts';
import { Heartbeat, type HeartbeatReply } from '../../domain/wire.ts';
import { readBody } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import type { DeviceGate } from '../device-gate.ts';
import { problem } from '../errors.ts';
import { createMissing } from '../missing.ts';
import { keepToldEvents } from '../store/device-events.ts';
import { keepTold, toldPlaces } from '../store/device-told.ts';
import { saveHeartbeat } from '../store/devices.ts';
import { backedUpAt } from '../store/last-backup.ts';
import { readSettings } from '../store/office.ts';
import { parseJson } from '../strict-json.ts';

/** Bytes; fifty events and fifty epochs at their longest fit in. */
const LARGEST = 65_536;

export function heartbeatRoutes({ db, office, config, now }: Deps, gate: DeviceGate): Hono<AppEnv> {
  const missingFor = createMissing(db, office);

  /** All of it or nothing. @returns ids of the events that are kept */
  const keep = db.transaction((device: string, { events = [], ...heartbeat }: Heartbeat, receivedAt: number) => {
    saveHeartbeat(db, office, device, heartbeat, receivedAt);
    const places = toldPlaces(device, heartbeat);
    keepTold(db, office, device, { places, now: receivedAt });
    const ahead = heartbeat.sentAt - receivedAt;
    return { places, kept: keepToldEvents(db, office, device, events, { ahead, receivedAt }) };
  });

  return new Hono<AppEnv>().post('/', (c) =>
    gate(c, async (device) => {
      const body = await readBody(c, 'application/json', LARGEST);
      if (!body.ok) return problem(c, body.code);
      const value = parseJson(new TextDecoder().decode(body.bytes));
      if (value === undefined) return problem(c, 'malformed');
      const heartbeat = Heartbeat.safeParse(value);
      if (!heartbeat.success)
        return problem(c, heartbeat.error.issues[0]?.path[0] === 'wire' ? 'wire-version' : 'wrong-type');
      const receivedAt = now();
      const { places, kept } = keep.immediate(device.id, heartbeat.data, receivedAt);
      const { day } = dayHour(receivedAt, config.zone);
      const reply: HeartbeatReply = {
        receivedAt,
        settings: readSettings(db, office, device, day, config.zone).tag,
        events: kept,
        missing: missingFor(device.id, places, receivedAt),
        backedUpAt: backedUpAt(db, office),
      };
      return c.json(reply);
    }),
  );
}
