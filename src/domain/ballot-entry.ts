/** When two people who typed the same sheet have typed the same. Pure; the server decides by it. */
import type { BallotContent } from './paper.ts';
import { type Answer, cleanRemark } from './submission.ts';

/** Answers in one order, and without empty lists: what is equal is written alike. */
export const plainAnswers = (answers: readonly Answer[]): Answer[] =>
  answers
    .map(({ criterion, level, reasons = [] }): Answer =>
      reasons.length === 0 ? { criterion, level } : { criterion, level, reasons: [...reasons].sort() },
    )
    .sort((a, b) => (a.criterion < b.criterion ? -1 : a.criterion > b.criterion ? 1 : 0));

/** A remark is the same where only case, spacing or the stop at the end differ: nobody is asked to decide about those. */
const plainRemark = (remark: string | null): string =>
  (cleanRemark(remark ?? '') ?? '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s.…]+$/, '');

/** Levels and reasons to the letter, remarks as read. */
export const isSameBallot = (a: BallotContent, b: BallotContent): boolean =>
  JSON.stringify(plainAnswers(a.answers)) === JSON.stringify(plainAnswers(b.answers)) &&
  plainRemark(a.remark) === plainRemark(b.remark);
