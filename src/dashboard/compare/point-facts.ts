import type { Group } from '../../domain/suppression.ts';
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import type { Fact } from '../charts/ExplainPanel.tsx';
import type { Page } from '../overview/page.ts';
import type { FunnelPoint } from './groups.ts';

/** What stands behind one point. */
export function pointFacts(
  { format, language, view }: Page,
  group: Pick<Group, 'ballots'> | undefined,
  point: FunnelPoint,
): Fact[] {
  const words = COMPARE_WORDS[language];
  const [above, below] = [format.count(point.satisfied), format.count(point.valid)];
  return [
    { name: words.satisfied, value: above },
    { name: words.valid, value: below },
    { name: words.quotient, value: `${above} ÷ ${below} = ${format.percent(format.share(point.index, 2))}` },
    ...(view.criterion === null && group
      ? [{ name: words.excluded, value: words.excludedBallots(format.count(group.ballots - point.valid)) }]
      : []),
  ];
}
