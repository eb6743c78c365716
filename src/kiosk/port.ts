/** What the screens may ask for. Screens do no I/O themselves; `index.tsx` hands them this port. */
import type { DeviceSettings } from '../domain/place.ts';
import type { Draft } from '../domain/submission.ts';

/** A record that the server would not take: kept on the tablet for good, shown to staff with the reason. */
export interface RefusedView {
  id: string;
  /** A code of domain/problem.ts. */
  code: string;
  refusedAt: number;
}

/** Why sending rests: nothing to send, waiting for the network, or something that staff must see to. */
export type SyncState = 'idle' | 'sending' | 'waiting' | 'not-enrolled' | 'stuck';

export interface StaffState {
  device: string;
  unsent: number;
  oldestUnsentAt: number | null;
  refused: RefusedView[];
  /** When the server last answered, by the tablet's clock. */
  lastContactAt: number | null;
  sync: SyncState;
  /** The code of what went wrong last, while sending rests. */
  lastProblem: string | null;
  app: string;
  surveyVersion: number;
  storage: { persisted: boolean | null; usage: number | null; quota: number | null };
}

export type EnrolResult = { ok: true } | { ok: false; code: string };
export type PinResult = { result: 'right' } | { result: 'wrong' } | { result: 'wait'; seconds: number };

export interface KioskPort {
  /** `null` until the tablet is enrolled. */
  settings(): DeviceSettings | null;
  /** Called when the settings change; returns the way to stop. */
  onSettings(listener: () => void): () => void;
  /** With a one-time code, or without one on the machine itself. */
  enrol(code: string | undefined): Promise<EnrolResult>;
  /** Resolves once the submission is on disk, and only then; rejects when it is not. */
  save(draft: Draft): Promise<void>;
  /** Tells whether the welcome screen is shown and nothing is under way: only then may a new version take over. */
  atRest(resting: boolean): void;
  /** Slowed down after wrong tries, across restarts. */
  checkPin(pin: string): Promise<PinResult>;
  staffState(): Promise<StaffState>;
  sendNow(): Promise<void>;
  /** All unsent and refused records, byte for byte, in the format of a batch. */
  exportUnsent(): Promise<Blob>;
}
