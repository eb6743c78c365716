/** What of a browser outlives which end: a tab, the browser's run, or the profile. */
import { createTrial } from '../../src/kiosk/trial.ts';
import type { Tablet } from './support.ts';

export interface Profile {
  local: Map<string, string>;
  /** Gone with a restart. */
  run: { mark: string | null };
  persisted: boolean | null;
  /** Whether the browser lets a page note something for as long as it runs. */
  cookies: boolean;
}
export const newProfile = (): Profile => ({ local: new Map(), run: { mark: null }, persisted: true, cookies: true });

/** A trial in this profile; another one in the same profile is a reload, or another tab. */
export function browser({ outbox }: Pick<Tablet, 'outbox'>, profile = newProfile()) {
  const trial = createTrial({
    outbox,
    local: {
      getItem: (key) => profile.local.get(key) ?? null,
      setItem: (key, value) => void profile.local.set(key, value),
    },
    session: {
      read: () => profile.run.mark,
      write(mark) {
        if (profile.cookies) profile.run.mark = mark;
        return profile.cookies;
      },
      clear: () => void (profile.run.mark = null),
    },
    persisted: () => Promise.resolve(profile.persisted),
  });
  return { trial, profile };
}
