/** What the screens may ask for, put together from the parts that do it. The PIN check and the export are loaded when staff ask. */
import type { Device } from './device.ts';
import type { Outbox } from './outbox.ts';
import type { KioskPort } from './port.ts';
import type { Schedule } from './schedule.ts';
import type { StorageState } from './storage.ts';
import type { Updates } from './updates.ts';

export interface PortParts {
  outbox: Outbox;
  device: Device;
  schedule: Schedule;
  updates: Pick<Updates, 'atRest'>;
  storage: () => Promise<StorageState>;
  app: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

export function createPort({ outbox, device, schedule, updates, storage, app, now }: PortParts): KioskPort {
  return {
    settings: () => device.settings(),
    onSettings: (listener) => device.onSettings(listener),
    async enrol(code) {
      const result = await device.enrol(code);
      if (result.ok) schedule.returned();
      return result;
    },
    async save(draft) {
      await outbox.add(draft);
      try {
        schedule.saved();
      } catch (error) {
        // It is on disk: whatever else fails must not look like a failed save, which would be tried again.
        console.error(error);
      }
    },
    atRest: (resting) => updates.atRest(resting),
    async checkPin(pin) {
      const settings = device.settings();
      if (!settings) return { result: 'wrong' };
      const { checkPin } = await import('./pin.ts');
      return checkPin(outbox, settings.pin, pin, now);
    },
    async staffState() {
      const [state, refused, lastContactAt, space] = await Promise.all([
        outbox.state(),
        outbox.refused(),
        outbox.recall('contact'),
        storage(),
      ]);
      const settings = device.settings();
      return {
        device: settings?.device.name ?? '',
        unsent: state.unsent,
        oldestUnsentAt: state.oldestUnsentAt,
        refused: refused.map(({ id, code, refusedAt }) => ({ id, code, refusedAt })),
        lastContactAt,
        ...schedule.state(),
        app,
        surveyVersion: settings?.survey.version ?? 0,
        storage: space,
      };
    },
    async sendNow() {
      await outbox.retryRefused();
      await schedule.sendNow();
    },
    exportUnsent: async () => (await import('./export.ts')).exportUnsent(outbox, now),
  };
}
