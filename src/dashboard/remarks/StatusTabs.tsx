/** How many remarks there are in each status; each is a link that shows them. */
import { useEffect, useRef } from 'preact/hooks';
import type { RemarkCounts } from '../../domain/remark.ts';
import { REMARK_WORDS, type RemarkWords } from '../../ui/words/remarks.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import type { Tab } from './inbox-address.ts';

const TABS: readonly Tab[] = ['open', 'new', 'seen', 'in-hand', 'overdue', 'done', 'all'];

export const tabLabel = (tab: Tab, words: RemarkWords): string =>
  tab === 'open' || tab === 'overdue' || tab === 'all' ? words[tab] : words.status[tab];

export function countOf(tab: Tab, counts: RemarkCounts): number {
  const open = counts.new + counts.seen + counts['in-hand'];
  return tab === 'open' ? open : tab === 'all' ? open + counts.done : counts[tab];
}

export function StatusTabs({ tab, counts, to }: { tab: Tab; counts: RemarkCounts | null; to: (tab: Tab) => string }) {
  const { language, format } = useShell();
  const words = REMARK_WORDS[language];
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the tabs scroll: the one that is shown must be seen.
    const [bar, chosen] = [nav.current, nav.current?.querySelector<HTMLElement>('[aria-current]')];
    if (bar && chosen) bar.scrollLeft = chosen.offsetLeft + chosen.offsetWidth - bar.clientWidth;
  }, [tab, counts]);
  return (
    <nav ref={nav} class="remark-tabs" aria-label={words.statuses}>
      {TABS.map((one) => (
        <Link key={one} to={to(one)} class="remark-tab" aria-current={one === tab ? 'page' : undefined}>
          {tabLabel(one, words)} <span class="remark-count">{counts ? format.count(countOf(one, counts)) : '–'}</span>
        </Link>
      ))}
    </nav>
  );
}
