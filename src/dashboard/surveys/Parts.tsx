/** The parts of a survey as tabs, with the tablet beside them: for writing a draft, and for reading a version. */
import type { JSX } from 'preact';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { CriteriaTab } from './CriteriaTab.tsx';
import { useEditing, useSurveyWords } from './editing.ts';
import { CountTab, GeneralTab, ListsTab } from './OtherTabs.tsx';
import { Preview } from './Preview.tsx';
import { ScaleTab } from './ScaleTab.tsx';

const TABS = ['criteria', 'scale', 'lists', 'count', 'general'] as const;
export type TabName = (typeof TABS)[number];

/** The tab in which a place of the draft is written. */
export function tabOf(path: string): TabName {
  const [first = ''] = path.split('.');
  if (first === 'criteria') return 'criteria';
  if (first === 'levels' || first === 'unknown' || first === 'otherReason') return 'scale';
  if (first === 'stages' || first === 'fields') return 'lists';
  return first === 'goal' ? 'count' : 'general';
}

const OTHERS: Readonly<Record<Exclude<TabName, 'criteria'>, () => JSX.Element>> = {
  scale: ScaleTab,
  lists: ListsTab,
  count: CountTab,
  general: GeneralTab,
};

export const tabAddress = (tab: TabName, open: string | null): string =>
  `?${new URLSearchParams({ ...(tab === 'criteria' ? {} : { tab }), ...(open === null ? {} : { open }) }).toString()}`;

export function Parts() {
  const { address, go } = useShell();
  const { problems } = useEditing();
  const { words } = useSurveyWords();
  const tab = TABS.find((one) => one === address.query.get('tab')) ?? 'criteria';
  const open = address.query.get('open');
  const Other = tab === 'criteria' ? null : OTHERS[tab];
  return (
    <div class="survey-parts">
      <div class="survey-form">
        <nav class="survey-tabs" aria-label={words.tabsLabel}>
          {TABS.map((one) => {
            const wrong = problems.filter(({ path }) => tabOf(path) === one).length;
            return (
              <Link key={one} to={tabAddress(one, open)} aria-current={one === tab ? 'page' : undefined}>
                {words.tabs[one]}
                {wrong > 0 && (
                  <span class="survey-count" aria-label={words.problemShort(String(wrong))}>
                    {wrong}
                  </span>
                )}
              </Link>
            );
          })}
        </nav>
        {Other ? (
          <Other />
        ) : (
          <CriteriaTab open={open} onOpen={(id) => go(tabAddress('criteria', id), { replace: true })} />
        )}
      </div>
      <Preview open={open} />
    </div>
  );
}
