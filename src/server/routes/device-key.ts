/**
 * `PUT /api/device-key`: another key for the tablet that asks, proved with the one it has; or the first one of a tablet that
 * had a token. Asked again because a reply was lost, it answers the same.
 */
import { Hono } from 'hono';
import { possessionText } from '../../domain/device-proof.ts';
import { type KeyReply, OfferedKey } from '../../domain/wire.ts';
import type { AppEnv, Deps } from '../deps.ts';
import type { DeviceGate } from '../device-gate.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { changeKey, currentKey, fingerprintOf, fitsKey } from '../store/device-keys.ts';

export function deviceKeyRoutes({ db, office, now, log, audit }: Deps, gate: DeviceGate): Hono<AppEnv> {
  const take = db.transaction((device: string, publicKey: string, how: string) => {
    const end = changeKey(db, office, device, publicKey, now());
    if (end === 'added') {
      const detail = { fingerprint: fingerprintOf(publicKey), how };
      audit({ actor: 'system', action: 'tablet.key', object: device, detail });
    }
    return end;
  });

  return new Hono<AppEnv>().put('/', (c) =>
    gate(
      c,
      async ({ id, by }) => {
        const offered = await parsedBody(c, OfferedKey);
        if (!offered.ok) return problem(c, offered.code);
        const { publicKey, signature } = offered.value;
        if (!fitsKey(publicKey, possessionText(id, publicKey), signature)) return problem(c, 'key-unproved');
        // A token that has ended says only once more what it said when it ended.
        if (by === 'ended-token' && currentKey(db, office, id) !== publicKey) return problem(c, 'unknown-token');
        const end = take.immediate(id, publicKey, by);
        if (end === 'old') return problem(c, 'key-old');
        if (end === 'added') log('device-key', { device: id });
        return c.json({ fingerprint: fingerprintOf(publicKey) } satisfies KeyReply);
      },
      { alsoEndedToken: true },
    ),
  );
}
