/**
 * Left alone: after a while without a touch it is asked whether anybody is there, and after a countdown the visit ends.
 * A touch counts only until the question; then only the answer to it does, since the next touch may be another person's.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KioskRules } from '../domain/place.ts';

export type Waiting = Pick<KioskRules, 'idleSeconds' | 'countdownSeconds'>;
/** `seconds` are those left of the countdown; `next` is when to look again, in milliseconds. */
export type Idleness =
  { kind: 'present'; next: number } | { kind: 'asked'; seconds: number; next: number } | { kind: 'gone' };

/** @param quiet milliseconds since the last touch */
export function idleness(quiet: number, { idleSeconds, countdownSeconds }: Waiting): Idleness {
  const before = idleSeconds * 1000 - quiet;
  if (before > 0) return { kind: 'present', next: before };
  const left = before + countdownSeconds * 1000;
  if (left <= 0) return { kind: 'gone' };
  const seconds = Math.ceil(left / 1000);
  return { kind: 'asked', seconds, next: left - (seconds - 1) * 1000 };
}

const TOUCHES = ['pointerdown', 'keydown', 'input'] as const;

/**
 * Watches while `rules` are given (a visit is under way).
 * @returns the seconds left once it is asked, otherwise `null`, and what to call when the answer is "yes, I am here".
 */
export function useIdle(rules: Waiting | null, onGone: () => void): [seconds: number | null, stay: () => void] {
  const [seconds, setSeconds] = useState<number | null>(null);
  const gone = useRef(onGone);
  gone.current = onGone;
  const stay = useRef(() => {});

  useEffect(() => {
    if (!rules) return;
    let touched = performance.now();
    let asked = false;
    let timer = 0;
    const look = () => {
      clearTimeout(timer);
      const state = idleness(performance.now() - touched, rules);
      asked = state.kind === 'asked';
      setSeconds(state.kind === 'asked' ? state.seconds : null);
      // A timer may fire a hair early by the other clock; the 20 ms keep it from looking twice.
      if (state.kind === 'gone') gone.current();
      else timer = window.setTimeout(look, state.next + 20);
    };
    const touch = () => {
      if (!asked) touched = performance.now();
    };
    stay.current = () => {
      touched = performance.now();
      look();
    };
    // The screen was off, and the clock may have stood still meanwhile: ask at once.
    const shown = () => {
      if (document.visibilityState === 'visible') {
        touched = Math.min(touched, performance.now() - rules.idleSeconds * 1000);
        look();
      }
    };
    for (const type of TOUCHES) window.addEventListener(type, touch, { capture: true, passive: true });
    document.addEventListener('visibilitychange', shown);
    look();
    return () => {
      clearTimeout(timer);
      setSeconds(null);
      for (const type of TOUCHES) window.removeEventListener(type, touch, { capture: true });
      document.removeEventListener('visibilitychange', shown);
    };
  }, [rules]);

  return [seconds, () => stay.current()];
}
