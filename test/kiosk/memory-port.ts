/** A port that keeps what the screens hand over in memory, and settings for it. */
import type { DeviceSettings } from '../../src/domain/place.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Draft } from '../../src/domain/submission.ts';
import type { EnrolResult, KioskPort, PinResult, StaffState, TrialState, Use } from '../../src/kiosk/port.ts';

export interface Changes {
  survey?: DeviceSettings['survey'];
  counter?: Partial<DeviceSettings['counter']>;
  rules?: Partial<DeviceSettings['rules']>;
}
export function kioskSettings({ survey = SIX_CRITERIA, counter = {}, rules = {} }: Changes = {}): DeviceSettings {
  return {
    device: { id: 'device-1', name: 'Máy quầy 1' },
    office: { code: '22504', name: 'UBND xã Đại Lãnh' },
    counter: {
      id: 'quay-1',
      name: 'Quầy 1',
      asksField: true,
      field: null,
      asksStage: true,
      stage: null,
      ...counter,
    },
    survey,
    rules: { idleSeconds: 30, countdownSeconds: 10, onLeft: 'keep', ...rules },
    pin: { salt: '0'.repeat(32), iterations: 1, hash: '0'.repeat(64) },
  };
}

export const PIN = '246810';
export const CODE = 'RIGHT-CODE';

export class MemoryPort implements KioskPort {
  saved: Draft[] = [];
  tries = 0;
  rest: boolean[] = [];
  sent = 0;
  /** While true no save succeeds. */
  full = false;
  /** While set, the PIN has to wait. */
  waitSeconds = 0;
  #known: DeviceSettings | null;
  #listeners = new Set<() => void>();
  constructor(known: DeviceSettings | null = kioskSettings()) {
    this.#known = known;
  }
  settings = () => this.#known;
  onSettings = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  learn(known: DeviceSettings): void {
    this.#known = known;
    for (const listener of this.#listeners) listener();
  }
  /** Who may use it; `allowed` has the reasons that staff gave. */
  who: Use = 'open';
  allowed: string[] = [];
  trial: TrialState = { persisted: true, restarted: false, trouble: null, fingerprint: '1F0A-88C2-DE31-90B7' };
  use = () => this.who;
  trialState = () => Promise.resolve(this.trial);
  async allowUse(reason: string): Promise<void> {
    this.allowed.push(reason);
    this.who = 'open';
    for (const listener of this.#listeners) listener();
  }
  async enrol(code: string | undefined): Promise<EnrolResult> {
    if (code !== CODE) return { ok: false, code: code === undefined ? 'not-local' : 'code-wrong' };
    this.learn(kioskSettings());
    return { ok: true };
  }
  /** Forms of an earlier life. */
  forms = 0;
  waiting = async () => this.forms;
  async save(draft: Draft): Promise<void> {
    this.tries++;
    if (this.full) throw new Error('the disk is full');
    this.saved.push(draft);
  }
  atRest = (resting: boolean) => void this.rest.push(resting);
  async checkPin(pin: string): Promise<PinResult> {
    if (this.waitSeconds > 0) return { result: 'wait', seconds: this.waitSeconds };
    return { result: pin === PIN ? 'right' : 'wrong' };
  }
  async staffState(): Promise<StaffState> {
    return {
      device: 'Máy quầy 1',
      unsent: 3,
      oldestUnsentAt: Date.UTC(2026, 10, 20, 1, 12),
      refused: [{ id: '0f3b2a10-0000-4000-8000-000000000000', code: 'unknown-field', refusedAt: 0 }],
      lastContactAt: null,
      sync: 'waiting',
      lastProblem: 'network',
      app: '9.8.7',
      surveyVersion: 4,
      storage: { persisted: true, usage: 3_400_000, quota: 900_000_000 },
      fingerprint: '1F0A-88C2-DE31-90B7',
      protection: 'checked',
      events: [{ id: '1', kind: 'pin-guessed', at: Date.UTC(2026, 10, 20, 1, 12) }],
    };
  }
  async sendNow(): Promise<void> {
    this.sent++;
  }
  exportUnsent = async () => new Blob(['{}\n']);
}
