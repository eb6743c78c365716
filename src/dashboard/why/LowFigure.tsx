/** A share of answers of level 1 and 2 with its n; pressed, it tells where it comes from. */
import { shareOf } from '../../domain/summary-parts.ts';
import { Explain } from '../charts/Explain.tsx';
import type { Fact } from '../charts/ExplainPanel.tsx';
import { usePage } from '../overview/page.ts';
import type { Low } from './low.ts';
import { lowFacts, useWhyWords } from './useWhy.ts';

export interface LowFigureProps {
  label: string;
  /** `null` is hidden. */
  of: Low | null;
  more?: () => readonly Fact[];
}

export function LowFigure({ label, of, more }: LowFigureProps) {
  const page = usePage();
  const words = useWhyWords();
  if (of === null) return <span class="cell-hidden">{words.hidden}</span>;
  const share = shareOf(of.low, of.valid);
  if (!share) return <span class="cell-hidden">–</span>;
  return (
    <>
      <Explain label={label} facts={() => [...lowFacts(of, page, words), ...(more?.() ?? [])]}>
        {page.format.percent(page.format.share(share.index))}
      </Explain>
      <span class="td-note">n {page.format.count(of.valid)}</span>
    </>
  );
}
