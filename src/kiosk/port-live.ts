/** What the screens may ask for, put together from the parts that do it. The PIN check and the export are loaded when staff ask. */
import type { Device } from './device.ts';
import type { Outbox } from './outbox.ts';
import type { KioskPort } from './port.ts';
import type { Schedule } from './schedule.ts';
import type { StorageState } from './storage.ts';
import type { TrialRun } from './trial.ts';
import type { Updates } from './updates.ts';

export interface PortParts {
  outbox: Outbox;
  device: Device;
  schedule: Schedule;
  updates: Pick<Updates, 'atRest'>;
  storage: () => Promise<StorageState>;
  trial: TrialRun;
  /** On an iPad the app must be on the home screen. */
  refused: boolean;
  app: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

export function createPort(parts: PortParts): KioskPort {
  const { outbox, device, schedule, updates, storage, trial, refused, app, now } = parts;
  return {
    settings: () => device.settings(),
    onSettings(listener) {
      const stop = [device.onSettings(listener), trial.onChange(listener)];
      return () => stop.forEach((one) => one());
    },
    use: () => (refused ? 'home-screen' : trial.passed() ? 'open' : 'trial'),
    async trialState() {
      const [view, fingerprint] = await Promise.all([trial.look(), device.fingerprint()]);
      return { ...view, fingerprint };
    },
    allowUse: (reason) => trial.allow(reason),
    async enrol(code) {
      const known = device.credentials() !== null;
      try {
        // Before the settings arrive, so that not even one citizen comes in between.
        if (!known && code !== undefined) await trial.begin();
        const result = await device.enrol(code);
        if (result.ok && !known && code === undefined) await trial.exempt();
        if (result.ok) schedule.returned();
        return result;
      } catch (error) {
        console.error(error);
        return { ok: false, code: 'tablet-storage' };
      }
    },
    async waiting() {
      await outbox.attach();
      return (await outbox.state()).unsent;
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
      const [state, refusedRecords, lastContactAt, space, events, fingerprint] = await Promise.all([
        outbox.state(),
        outbox.refused(),
        outbox.recall('contact'),
        storage(),
        outbox.recall('events'),
        device.fingerprint(),
      ]);
      const settings = device.settings();
      return {
        device: settings?.device.name ?? '',
        unsent: state.unsent,
        oldestUnsentAt: state.oldestUnsentAt,
        refused: refusedRecords.map(({ id, code, refusedAt }) => ({ id, code, refusedAt })),
        lastContactAt,
        ...schedule.state(),
        app,
        surveyVersion: settings?.survey.version ?? 0,
        storage: space,
        fingerprint,
        protection: trial.protection(),
        events: (events ?? []).map(({ id, kind, at }) => ({ id, kind, at })),
      };
    },
    async sendNow() {
      await outbox.retryRefused();
      await schedule.sendNow();
    },
    exportUnsent: async () => (await import('./export.ts')).exportUnsent(outbox, now),
  };
}
