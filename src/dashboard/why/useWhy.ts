/** The words of this section, and the printed share of low answers. */
import { shareOf } from '../../domain/summary-parts.ts';
import { WHY_WORDS, type WhyWords } from '../../ui/words/why.ts';
import type { Fact } from '../charts/ExplainPanel.tsx';
import { type Page, usePage } from '../overview/page.ts';
import type { Low } from './low.ts';

export const useWhyWords = (): WhyWords => WHY_WORDS[usePage().language];

/** What stands behind a share of low answers. */
export function lowFacts({ low, valid }: Low, { format }: Page, words: WhyWords): Fact[] {
  const share = shareOf(low, valid);
  const quotient = share
    ? `${format.count(low)} ÷ ${format.count(valid)} = ${format.percent(format.share(share.index))}`
    : words.none;
  return [
    { name: words.lowAnswers, value: format.count(low) },
    { name: words.validAnswers, value: format.count(valid) },
    { name: words.share, value: quotient },
  ];
}
