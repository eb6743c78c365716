/**
 * A counter whose citizens are content far more often than those of the other counters in the same week: a flag on the
 * counter and the week. Good service looks the same, so no ballot is marked for it and none is left out of a figure.
 */
import { funnelPlace } from './funnel.ts';
import type { SignalThresholds } from './signal-thresholds.ts';

/** Ballots of a counter in a week: those with a valid answer, and those whose every valid answer is 4 or 5. */
export interface PeerCounts {
  counter: string;
  valid: number;
  satisfied: number;
}
export interface PeerFlag extends PeerCounts {
  /** The other counters together. */
  peersValid: number;
  peersSatisfied: number;
}

/**
 * Counters above the 99.8 % limits of the funnel around the share of all others. The share of the others is uncertain as
 * well: with n and m ballots the difference varies as one of 1/(1/n + 1/m), and the funnel is drawn for that many.
 */
export function farFromPeers(counts: readonly PeerCounts[], limit: SignalThresholds['farFromPeers']): PeerFlag[] {
  if (!limit.on) return [];
  const sum = (key: 'valid' | 'satisfied') => counts.reduce((total, one) => total + one[key], 0);
  const [allValid, allSatisfied] = [sum('valid'), sum('satisfied')];
  return counts.flatMap((one): PeerFlag[] => {
    const peersValid = allValid - one.valid;
    const peersSatisfied = allSatisfied - one.satisfied;
    if (one.valid < limit.ballots || peersValid < limit.ballots) return [];
    const n = 1 / (1 / one.valid + 1 / peersValid);
    const place = funnelPlace((100 * one.satisfied) / one.valid, n, (100 * peersSatisfied) / peersValid);
    return place === 'alarmHigh' ? [{ ...one, peersValid, peersSatisfied }] : [];
  });
}
