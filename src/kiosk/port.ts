/** What the screens may ask for. Screens do no I/O themselves; `index.tsx` hands them this port. */
import type { DeviceEvent } from '../domain/device-event.ts';
import type { DeviceSettings } from '../domain/place.ts';
import type { Draft } from '../domain/submission.ts';
import type { Protection, TrialView } from './trial.ts';

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
  /** Of the device's key; `null` for a tablet that shows a token instead. */
  fingerprint: string | null;
  protection: Protection;
  /** What happened and the server has not written down yet, the newest last. */
  events: readonly Pick<DeviceEvent, 'id' | 'kind' | 'at'>[];
}
export interface TrialState extends TrialView {
  fingerprint: string | null;
}
/** Who may use it: nobody in a tab on an iPad, staff while its storage is on trial, citizens then. */
export type Use = 'home-screen' | 'trial' | 'open';

export type EnrolResult = { ok: true } | { ok: false; code: string };
export type PinResult = { result: 'right' } | { result: 'wrong' } | { result: 'wait'; seconds: number };

export interface KioskPort {
  /** `null` until the tablet is enrolled. */
  settings(): DeviceSettings | null;
  use(): Use;
  trialState(): Promise<TrialState>;
  /** Staff take the tablet into use although not all is sure. */
  allowUse(reason: string): Promise<void>;
  /** Called when the settings or the use change; returns the way to stop. */
  onSettings(listener: () => void): () => void;
  /** With a one-time code, or without one on the machine itself. */
  enrol(code: string | undefined): Promise<EnrolResult>;
  /** How many forms of an earlier life wait on this tablet for it to be connected again; after the stores were compared. */
  waiting(): Promise<number>;
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
