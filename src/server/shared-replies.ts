/**
 * One reply for all open dashboards that ask the same after the same announcement: fifty of them cost what one does. Nobody
 * is left with an older figure, since whatever is stored later is announced later, and then everyone asks again. While
 * nobody listens for changes nothing is shared.
 */
import type { ChangeFeed } from './changes.ts';

/** Also what is not announced (a heartbeat, a setting) is soon seen: milliseconds. */
const LONGEST = 1000;
/** More than the views of one office; beyond it everything is worked out anew. */
const MOST = 200;

/** @returns a function that gives the reply kept under this key, or makes it. */
export function createSharedReplies<Reply>({ announced }: Pick<ChangeFeed, 'announced'>, now: () => number) {
  const kept = new Map<string, Reply>();
  let since: number | null = null;
  let from = 0;
  return (key: string, make: () => Reply): Reply => {
    const announcement = announced();
    if (announcement === null) return make();
    if (announcement !== since || kept.size >= MOST || Math.abs(now() - from) > LONGEST) {
      kept.clear();
      since = announcement;
      from = now();
    }
    const found = kept.get(key);
    if (found !== undefined) return found;
    const reply = make();
    kept.set(key, reply);
    return reply;
  };
}
