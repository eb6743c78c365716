/** Small changes of lists, without changing what was there: an old state can always be shown again. */
export const replaced = <T>(list: readonly T[], at: number, value: T): T[] =>
  list.map((one, here) => (here === at ? value : one));

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, here) => here !== at);

/** Moves one to another place; a place outside the list changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  const rest = without(list, from);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** The id of the field at a path of the draft: `criteria.2.question.en` is `f-criteria-2-question-en`. */
export const fieldId = (path: string): string => `f-${path.replaceAll('.', '-')}`;
