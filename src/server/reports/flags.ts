/** What a report says about ballots that look as if staff had entered them: how many by kind, and the index without them. */
import type { Fraction } from '../../domain/fraction.ts';
import type { FrozenPeriod } from '../../domain/report.ts';
import { summarise } from '../../domain/summary.ts';
import { countText, indexText, percentText } from './print.ts';
import { FLAGGED_HIDDEN, FLAGGED_NOTE, NO_FLAGS, signalName } from './words.ts';

/** @returns `null` where nothing is flagged, or where the difference would tell what single people answered. */
export const withoutFlagged = ({ flagged, survey }: FrozenPeriod): Fraction | null =>
  flagged?.without ? summarise(flagged.without, survey).overall.index : null;

/** By kind, and what that means. A report from before there were flags says that there are none, as it did then. */
export function flagsText({ flags }: Pick<FrozenPeriod, 'flags'>): string {
  if (flags.length === 0) return NO_FLAGS;
  return `${flags.map(({ code, count }) => `${signalName(code)}: ${countText(count)}`).join('; ')}. ${FLAGGED_NOTE}`;
}

/** Both figures in one sentence; none where nothing is flagged. */
export function bothFigures(frozen: FrozenPeriod): string[] {
  const { flagged, total, survey } = frozen;
  if (!flagged || flagged.ballots === 0) return [];
  const printed = (index: Fraction | null) => (index ? percentText(indexText(index, survey.goal)) : FLAGGED_HIDDEN);
  const all = printed(summarise(total, survey).overall.index);
  return [
    `Chỉ số hài lòng chung ${all}; không tính ${countText(flagged.ballots)} phiếu có dấu hiệu cần xem: ${printed(withoutFlagged(frozen))}.`,
  ];
}
