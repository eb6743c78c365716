/** A tablet's clock may be wrong: what it says at sending, against the time of receipt, tells by how much. */

/** Up to this much a clock is right, in milliseconds. */
export const CLOCK_TOLERANCE = 5 * 60_000;

/**
 * When an answer was given, as far as can be known.
 * @param answeredAt and `sentAt` by the tablet's clock, `receivedAt` by the server's; milliseconds since 1970.
 * @returns the time by the server's clock; `corrected` where the tablet's was wrong.
 */
export function answerTime(
  answeredAt: number,
  sentAt: number,
  receivedAt: number,
): { answered: number; corrected: boolean } {
  const skew = receivedAt - sentAt;
  const corrected = Math.abs(skew) > CLOCK_TOLERANCE;
  return { answered: corrected ? answeredAt + skew : answeredAt, corrected };
}
