/**
 * Who this tablet is and what it has been told. Both are read once from the disk, so that everything works without a
 * network; settings that arrive later take effect with the next visit.
 */
import type { DeviceSettings } from '../domain/place.ts';
import type { Api } from './api.ts';
import type { Outbox } from './outbox.ts';
import type { EnrolResult } from './port.ts';
import type { CachedSettings, Identified } from './record.ts';

export type Device = ReturnType<typeof createDevice>;

export function createDevice(
  outbox: Pick<Outbox, 'recall' | 'remember' | 'enrolled'>,
  api: Pick<Api, 'enrol' | 'settings'>,
) {
  let who: Identified | null = null;
  let cached: CachedSettings | null = null;
  const listeners = new Set<() => void>();

  function take(next: CachedSettings | null): void {
    cached = next;
    for (const listener of listeners) listener();
  }

  return {
    token: (): string | null => who?.token ?? null,
    settings: (): DeviceSettings | null => cached?.settings ?? null,
    onSettings(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** Reads what is on the disk. */
    async load(): Promise<void> {
      const [found, settings] = await Promise.all([outbox.recall('device'), outbox.recall('settings')]);
      who = found;
      take(found && settings);
    },

    /** With a one-time code, or without one on the machine itself. The tablet is enrolled once it is on the disk. */
    async enrol(code?: string): Promise<EnrolResult> {
      const asked = await api.enrol(code);
      if (asked.kind !== 'reply') return { ok: false, code: asked.kind === 'too-large' ? asked.kind : asked.code };
      const { token, tag, settings } = asked.value;
      const next = { id: settings.device.id, token };
      try {
        await outbox.enrolled(next, { tag, settings });
      } catch (error) {
        console.error(error);
        return { ok: false, code: 'tablet-storage' };
      }
      who = next;
      take({ tag, settings });
      return { ok: true };
    },

    /** Fetches the settings when the server's are not those on the tablet. */
    async follow(tag: string): Promise<void> {
      if (tag === cached?.tag) return;
      const asked = await api.settings();
      if (asked.kind !== 'reply') return; // The next heartbeat asks again.
      const next = { tag: asked.value.tag, settings: asked.value.settings };
      await outbox.remember('settings', next);
      take(next);
    },
  };
}
