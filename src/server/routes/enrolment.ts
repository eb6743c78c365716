/**
 * `POST /api/enrolment`: a tablet joins with a one-time code, or without one on the machine itself. Tries are counted for
 * the whole server: behind one address there are many, and a guesser has more than one address.
 */
import { type Context, Hono } from 'hono';
import { dayHour } from '../../domain/period.ts';
import { EnrolRequest, type EnrolReply } from '../../domain/wire.ts';
import { isLocal } from '../access.ts';
import { readJson } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { addDevice, type Device, type Enrolment, redeemCode } from '../store/devices.ts';
import { listCounters, readSettings } from '../store/office.ts';

const TRIES_PER_MINUTE = 20;

export function enrolmentRoutes({ db, office, config, now, log, audit }: Deps): Hono<AppEnv> {
  let tries: number[] = [];
  /** Seconds to wait, or 0 when one more try is allowed; it is counted then. */
  const wait = (at: number) => {
    // Times ahead are those from before the clock was set back: they must not lock the door until then.
    tries = tries.filter((time) => time > at - 60_000 && time <= at);
    const [oldest] = tries;
    if (oldest !== undefined && tries.length >= TRIES_PER_MINUTE) return Math.ceil((oldest + 60_000 - at) / 1000);
    tries.push(at);
    return 0;
  };

  /** Joins and is written to the audit log, or neither. */
  const join = db.transaction((how: string, add: () => Enrolment): Enrolment => {
    const end = add();
    if (!end.ok) return end;
    const { id, counter } = end.device;
    audit({ actor: 'system', action: 'tablet.enrol', object: id, detail: { counter, how } });
    return end;
  });
  const welcome = (c: Context<AppEnv>, device: Device, token: string) => {
    log('device-enrolled', { device: device.id, counter: device.counter });
    const { day } = dayHour(now(), config.zone);
    const reply: EnrolReply = { token, ...readSettings(db, office, device, day) };
    return c.json(reply);
  };

  return new Hono<AppEnv>().post('/', async (c) => {
    const body = await readJson(c);
    if (!body.ok) return problem(c, body.code);
    if (body.value === undefined) return problem(c, 'malformed');
    const request = EnrolRequest.safeParse(body.value);
    if (!request.success) return problem(c, 'wrong-type');
    const { code, name } = request.data;
    const at = now();
    if (code === undefined) {
      if (!isLocal(c, config)) return problem(c, 'not-local');
      const counter = listCounters(db, office).find(({ retired }) => !retired);
      if (!counter) throw new Error('the office has no counter to enrol at');
      const joined = join.immediate('here', () => ({ ok: true, ...addDevice(db, office, counter.id, name, at) }));
      return joined.ok ? welcome(c, joined.device, joined.token) : problem(c, joined.code);
    }
    const seconds = wait(at);
    if (seconds > 0) return problem(c, 'too-many', { 'Retry-After': String(seconds) });
    const enrolment = join.immediate('code', () => redeemCode(db, code, name, at));
    if (!enrolment.ok) {
      log('enrolment-refused', { code: enrolment.code });
      return problem(c, enrolment.code);
    }
    return welcome(c, enrolment.device, enrolment.token);
  });
}
