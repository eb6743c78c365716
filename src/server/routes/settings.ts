/** `GET /api/settings`: everything that a tablet needs to work without the network. */
import { Hono } from 'hono';
import { dayHour } from '../../domain/period.ts';
import type { AppEnv, Deps } from '../deps.ts';
import type { DeviceGate } from '../device-gate.ts';
import { readSettings } from '../store/office.ts';

export function settingsRoutes({ db, office, config, now }: Deps, gate: DeviceGate): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', (c) =>
    gate(c, (device) => {
      const reply = readSettings(db, office, device, dayHour(now(), config.zone).day, config.zone);
      const etag = `"${reply.tag}"`;
      if (c.req.header('If-None-Match') === etag) return c.body(null, 304, { ETag: etag });
      return c.json(reply, 200, { ETag: etag });
    }),
  );
}
