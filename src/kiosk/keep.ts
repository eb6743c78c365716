/**
 * Puts a draft on disk and does not give up: a visit that ended is in nobody's hands any more. The draft is made once, so
 * every try saves the same answers.
 */
export interface Patience {
  /** Milliseconds until the next try, after each failed one; the last goes on for ever. */
  pauses: readonly number[];
  /** Milliseconds after which a person should hear of it, whether a try failed or hangs. */
  lateAfter: number;
}
export const PATIENCE: Patience = { pauses: [300, 700, 1500, 5000], lateAfter: 2000 };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Resolves once saved. `onLate` is called at most once, while it still is not. */
export async function keepTrying(save: () => Promise<void>, onLate: () => void, patience = PATIENCE): Promise<void> {
  const late = setTimeout(onLate, patience.lateAfter);
  for (let tries = 0; ; tries++) {
    try {
      await save();
      clearTimeout(late);
      return;
    } catch (error) {
      // Staff see the count of what is not on disk; the citizen sees a calm screen, never this.
      console.warn('not saved yet', error);
    }
    await pause(patience.pauses[Math.min(tries, patience.pauses.length - 1)] ?? 0);
  }
}
