/**
 * What the criteria and reasons of a period are called, also those that only an older survey version has. An id that no
 * version of the period knows has no words.
 */
import * as z from 'zod/mini';
import { OTHER_REASON, Reason, type Survey, Words } from './survey.ts';

/** A criterion of an older version: all of it, or the reasons that the newest version no longer offers. */
export const OlderCriterion = z.object({ id: z.string(), name: Words, reasons: z.array(Reason) });
export type OlderCriterion = z.infer<typeof OlderCriterion>;

/** The newest survey version of a period, and what only the others have. */
interface Asked {
  survey: Pick<Survey, 'criteria' | 'otherReason'>;
  older?: readonly OlderCriterion[] | undefined;
}

/** What the older versions have and the newest has not. @param older newest first: the newest words are taken. */
export function olderCriteria(newest: Survey, older: readonly Survey[]): OlderCriterion[] {
  const found = new Map<string, OlderCriterion>();
  for (const { id, name, reasons } of older.flatMap(({ criteria }) => criteria)) {
    const now = newest.criteria.find((one) => one.id === id);
    const before = found.get(id) ?? { id, name, reasons: [] };
    const known = new Set([...(now?.reasons ?? []), ...before.reasons].map((reason) => reason.id));
    const missing = reasons.filter((reason) => !known.has(reason.id));
    if (!now || missing.length > 0) found.set(id, { ...before, reasons: [...before.reasons, ...missing] });
  }
  return [...found.values()];
}

const namedIn = ({ survey, older = [] }: Asked, criterion: string): OlderCriterion[] =>
  [...survey.criteria, ...older].filter(({ id }) => id === criterion);

export const criterionWords = (asked: Asked, id: string): Words | null => namedIn(asked, id)[0]?.name ?? null;

export const reasonWords = (asked: Asked, criterion: string, id: string): Words | null => {
  if (id === OTHER_REASON) return asked.survey.otherReason;
  const reasons = namedIn(asked, criterion).flatMap((one) => one.reasons);
  return reasons.find((reason) => reason.id === id)?.label ?? null;
};
