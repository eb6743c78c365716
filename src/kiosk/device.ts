/**
 * Who this tablet is and what it has been told. Both are read once from the disk, so that everything works without a
 * network; settings that arrive later take effect with the next visit.
 */
import type { DeviceSettings } from '../domain/place.ts';
import { publicText, type KeyPair } from '../seal/sign.ts';
import type { Api, Credentials } from './api.ts';
import { fingerprintOfKeys, KEY_AGE_MS, makeKeys, offerKey, plainCode } from './keys.ts';
import type { Outbox } from './outbox.ts';
import type { EnrolResult } from './port.ts';
import type { CachedSettings } from './record.ts';

export type Device = ReturnType<typeof createDevice>;

export function createDevice(
  outbox: Pick<Outbox, 'recall' | 'remember' | 'enrolled'>,
  api: Pick<Api, 'enrol' | 'settings' | 'changeKey'>,
) {
  let who: Credentials | null = null;
  let cached: CachedSettings | null = null;
  // This browser keeps no key: it is not tried again before the app starts anew.
  let keyless = false;
  const listeners = new Set<() => void>();

  function take(next: CachedSettings | null): void {
    cached = next;
    for (const listener of listeners) listener();
  }

  /** From here on the tablet signs with these. */
  async function adopt(keys: KeyPair): Promise<void> {
    if (!who || !cached) return;
    await outbox.remember('before', who);
    await outbox.enrolled({ id: who.device, token: null }, cached, keys);
    who = { ...who, token: null, keys };
  }

  /** A pair that was offered and of which the server's answer never came. */
  async function pendingKeys(): Promise<KeyPair | null> {
    const next = await outbox.recall('nextKeys');
    if (!next) return null;
    const known = who?.keys;
    return known && (await publicText(known)) === (await publicText(next)) ? null : next;
  }

  async function isDue(now: number): Promise<boolean> {
    if (!who?.keys) return true;
    const since = await outbox.recall('keyedAt');
    const age = since === null ? -1 : now - since;
    // A new key, or from before the clock was set back: the time begins now.
    if (age < 0) await outbox.remember('keyedAt', now);
    return age >= KEY_AGE_MS;
  }

  return {
    credentials: (): Credentials | null => who,
    settings: (): DeviceSettings | null => cached?.settings ?? null,
    onSettings(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Of the key with which this tablet signs; `null` for one that has none. */
    fingerprint: (): Promise<string | null> => (who?.keys ? fingerprintOfKeys(who.keys) : Promise.resolve(null)),

    /** Reads what is on the disk. */
    async load(): Promise<void> {
      const [found, settings, keys] = await Promise.all([
        outbox.recall('device'),
        outbox.recall('settings'),
        outbox.recall('keys'),
      ]);
      who = found && { device: found.id, token: found.token, keys };
      take(found && settings);
    },

    /** With a one-time code, or without one on the machine itself. The tablet is enrolled once it is on the disk. */
    async enrol(code?: string): Promise<EnrolResult> {
      try {
        const keys = await makeKeys(outbox);
        const asked = await api.enrol(code, keys && (await offerKey(keys, plainCode(code ?? ''))));
        if (asked.kind !== 'reply') return { ok: false, code: asked.kind === 'too-large' ? asked.kind : asked.code };
        const { token, tag, settings } = asked.value;
        // A server that knows of no keys gives a token.
        const own = token === null ? keys : null;
        const { id } = settings.device;
        await outbox.enrolled({ id, token }, { tag, settings }, own);
        const kept = own && (await outbox.recall('keys'));
        if (token === null && !kept) throw new Error('the key was not kept');
        who = { device: id, token, keys: kept };
        take({ tag, settings });
        return { ok: true };
      } catch (error) {
        console.error(error);
        return { ok: false, code: 'tablet-storage' };
      }
    },

    /** Fetches the settings when the server's are not those on the tablet. */
    async follow(tag: string): Promise<void> {
      if (tag === cached?.tag) return;
      const asked = await api.settings();
      if (asked.kind !== 'reply') return; // The next heartbeat asks again.
      const { settings } = asked.value;
      // What was sealed once stays sealed, also should a server no longer tell its key.
      const sealing = settings.sealing ?? cached?.settings.sealing;
      const next = { tag: asked.value.tag, settings: { ...settings, ...(sealing && { sealing }) } };
      await outbox.remember('settings', next);
      take(next);
    },

    /**
     * Gives the tablet a key where it has none, and another one when the time has come. Does nothing otherwise.
     * @param now by the server's clock: a tablet's may be wrong by years.
     */
    async renewKey(now: number): Promise<void> {
      if (!who || !cached || keyless || !(await isDue(now))) return;
      const next = (await pendingKeys()) ?? (await makeKeys(outbox));
      if (!next) {
        keyless = true;
        return;
      }
      const asked = await api.changeKey(await offerKey(next, who.device));
      if (asked.kind === 'reply') await adopt(next);
      else if (asked.kind === 'stuck') keyless = true; // A server that knows nothing of keys.
    },

    /**
     * The server does not accept this tablet. It may be that it has taken the next key and its answer was lost: then that
     * key is the one to use. Or it was set back to a day on which it did not know the key: then what the tablet had before
     * vouches for it once more.
     */
    async recover(): Promise<void> {
      if (!who) return;
      const next = await pendingKeys();
      if (next && (await api.settings({ device: who.device, token: null, keys: next })).kind === 'reply')
        return adopt(next);
      const before = await outbox.recall('before');
      if (who.keys && before?.device === who.device) await api.changeKey(await offerKey(who.keys, who.device), before);
    },
  };
}
