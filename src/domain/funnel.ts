/**
 * A funnel plot instead of a ranking: groups differ by chance alone, the small ones most, and only what lies outside the
 * funnel deserves the question why.
 */

/** Shares in percent, 0 to 100. */
export interface Limits {
  low: number;
  high: number;
}
/** Two-sided 95 % and 99.8 % of the normal distribution. */
export const FUNNEL_Z = { warning: 1.959963984540054, alarm: 3.090232306167813 } as const;
export type FunnelLine = keyof typeof FUNNEL_Z;

/**
 * Control limits around the office's share p for a group of n: p ± z·√(p(1 − p)/n), cut at 0 and 100
 * (D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24, 2005, 1185–1202).
 * @param mean the office's share, percent. @param n valid answers or ballots, at least 1.
 */
export function controlLimits(mean: number, n: number, line: FunnelLine): Limits {
  const half = FUNNEL_Z[line] * Math.sqrt((mean * (100 - mean)) / n);
  return { low: Math.max(0, mean - half), high: Math.min(100, mean + half) };
}

/** `alarm` is outside the 99.8 % limits, `warning` outside the 95 % limits only. */
export type FunnelPlace = 'inside' | 'warningLow' | 'alarmLow' | 'warningHigh' | 'alarmHigh';

/** Where a group lies. Percent; `n` as above. */
export function funnelPlace(share: number, n: number, mean: number): FunnelPlace {
  const warning = controlLimits(mean, n, 'warning');
  const alarm = controlLimits(mean, n, 'alarm');
  if (share < alarm.low) return 'alarmLow';
  if (share < warning.low) return 'warningLow';
  if (share > alarm.high) return 'alarmHigh';
  return share > warning.high ? 'warningHigh' : 'inside';
}
