/** `POST /api/heartbeat`: how a tablet is; the reply tells it whether its settings are still the newest. */
import { Hono } from 'hono';
import { dayHour } from '../../domain/period.ts';
import { Heartbeat, type HeartbeatReply } from '../../domain/wire.ts';
import { readJson } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import type { DeviceGate } from '../device-gate.ts';
import { problem } from '../errors.ts';
import { saveHeartbeat } from '../store/devices.ts';
import { readSettings } from '../store/office.ts';

export function heartbeatRoutes({ db, office, config, now }: Deps, gate: DeviceGate): Hono<AppEnv> {
  return new Hono<AppEnv>().post('/', (c) =>
    gate(c, async (device) => {
      const body = await readJson(c);
      if (!body.ok) return problem(c, body.code);
      if (body.value === undefined) return problem(c, 'malformed');
      const heartbeat = Heartbeat.safeParse(body.value);
      if (!heartbeat.success)
        return problem(c, heartbeat.error.issues[0]?.path[0] === 'wire' ? 'wire-version' : 'wrong-type');
      const receivedAt = now();
      saveHeartbeat(db, device.id, heartbeat.data, receivedAt);
      const { day } = dayHour(receivedAt, config.zone);
      const reply: HeartbeatReply = { receivedAt, settings: readSettings(db, office, device, day).tag };
      return c.json(reply);
    }),
  );
}
