/** How many streams of changes one session may hold open: a browser needs one for each of its pages, a script must not take all. */

/** Streams of one session, and of all programs with the read token together. */
export const MOST_STREAMS = 6;

/** @returns a function that takes a place for a session and gives the way to leave it, or `null` where all are taken. */
export function createOpenStreams(most = MOST_STREAMS): (session: string) => (() => void) | null {
  const open = new Map<string, number>();
  return (session) => {
    const count = open.get(session) ?? 0;
    if (count >= most) return null;
    open.set(session, count + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = (open.get(session) ?? 0) - 1;
      if (now > 0) open.set(session, now);
      else open.delete(session);
    };
  };
}
