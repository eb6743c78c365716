/** What was just done, for screen readers, and where it is to be seen for eyes as well: at the foot of the page for a while. */
import { useCallback, useEffect, useState } from 'preact/hooks';

const SEEN_MS = 6000;

interface What {
  text: string;
  seen: boolean;
}

export function useSaid() {
  const [said, setSaid] = useState<What>({ text: '', seen: false });
  const announce = useCallback((text: string, seen?: 'seen') => setSaid({ text, seen: seen === 'seen' }), []);
  useEffect(() => {
    if (!said.seen) return undefined;
    const timer = setTimeout(() => setSaid({ ...said, seen: false }), SEEN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return { said, announce };
}

export const Said = ({ said: { text, seen } }: { said: What }) => (
  <output class={seen ? 'said screen-only' : 'visually-hidden'}>{text}</output>
);
