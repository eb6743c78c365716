/**
 * `POST /api/enrolment`: a tablet joins with a one-time code, or without one on the machine itself, and brings the key that
 * it signs with from then on; one that could keep none gets a token. Tries are counted for the whole server: behind one
 * address there are many, and a guesser has more than one address.
 */
import { type Context, Hono } from 'hono';
import { NONCE_HEADER, possessionText } from '../../domain/device-proof.ts';
import { dayHour } from '../../domain/period.ts';
import { EnrolRequest, type EnrolReply, type OfferedKey } from '../../domain/wire.ts';
import { isLocal } from '../access.ts';
import { readJson } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import type { Nonces } from '../nonces.ts';
import { fingerprintOf, fitsKey } from '../store/device-keys.ts';
import { addDevice, addSigningDevice, type Device, type Enrolment, normalCode, redeemCode } from '../store/devices.ts';
import { listCounters, readSettings } from '../store/office.ts';

const TRIES_PER_MINUTE = 20;

/** Without a key there is nothing to hold. @param code as it was typed; on the machine itself there is none. */
const holdsKey = (key: OfferedKey | undefined, code = '') =>
  !key || fitsKey(key.publicKey, possessionText(normalCode(code), key.publicKey), key.signature);

export function enrolmentRoutes({ db, office, config, now, log, audit }: Deps, nonces: Nonces): Hono<AppEnv> {
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
  const join = db.transaction((how: string, publicKey: string | null, add: () => Enrolment): Enrolment => {
    const end = add();
    if (!end.ok) return end;
    const { id, counter } = end.device;
    const fingerprint = publicKey && fingerprintOf(publicKey);
    const detail = { counter, how, ...(fingerprint === null ? {} : { fingerprint }) };
    audit({ actor: 'system', action: 'tablet.enrol', object: id, detail });
    return end;
  });
  const welcome = (c: Context<AppEnv>, device: Device, token: string | null) => {
    log('device-enrolled', { device: device.id, counter: device.counter });
    const { day } = dayHour(now(), config.zone);
    const reply: EnrolReply = { token, ...readSettings(db, office, device, day, config.zone) };
    return c.json(reply);
  };

  return new Hono<AppEnv>().post('/', async (c) => {
    c.header(NONCE_HEADER, nonces.fresh());
    const body = await readJson(c);
    if (!body.ok) return problem(c, body.code);
    if (body.value === undefined) return problem(c, 'malformed');
    const request = EnrolRequest.safeParse(body.value);
    if (!request.success) return problem(c, 'wrong-type');
    const { code, name, key } = request.data;
    const publicKey = key?.publicKey ?? null;
    const at = now();
    if (code === undefined) {
      if (!isLocal(c, config)) return problem(c, 'not-local');
      const counter = listCounters(db, office).find(({ retired }) => !retired);
      if (!counter) throw new Error('the office has no counter to enrol at');
      if (!holdsKey(key)) return problem(c, 'key-unproved');
      const joined = join.immediate('here', publicKey, () =>
        publicKey === null
          ? { ok: true, ...addDevice(db, office, counter.id, name, at) }
          : { ok: true, device: addSigningDevice(db, office, counter.id, name, publicKey, at), token: null },
      );
      return joined.ok ? welcome(c, joined.device, joined.token) : problem(c, joined.code);
    }
    const seconds = wait(at);
    if (seconds > 0) return problem(c, 'too-many', { 'Retry-After': String(seconds) });
    // Before the code is looked at: it is not used up by a tablet that could not use it.
    if (!holdsKey(key, code)) return problem(c, 'key-unproved');
    const enrolment = join.immediate('code', publicKey, () => redeemCode(db, office, code, name, publicKey, at));
    if (!enrolment.ok) {
      log('enrolment-refused', { code: enrolment.code });
      return problem(c, enrolment.code);
    }
    return welcome(c, enrolment.device, enrolment.token);
  });
}
