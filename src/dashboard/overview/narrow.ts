/** The links that narrow the page, and the chips that undo it. */
import { DIMENSIONS, type Dimension } from '../../domain/results-narrowing.ts';
import type { Breakdown } from './labels.ts';
import { type View, viewSearch } from './view.ts';

export const DIMENSION_OF = {
  counters: 'counter',
  fields: 'field',
  stages: 'stage',
  channels: 'channel',
} as const satisfies Record<Breakdown, Dimension>;
export const BREAKDOWN_OF = {
  counter: 'counters',
  field: 'fields',
  stage: 'stages',
  channel: 'channels',
} as const satisfies Record<Dimension, Breakdown>;

/** The address of the same page, narrowed further. */
export const narrowTo = (view: View, dimension: Dimension, id: string): string =>
  viewSearch({ ...view, narrowing: { ...view.narrowing, [dimension]: id } });
export const withCriterion = (view: View, criterion: string | null, reason: string | null = null): string =>
  viewSearch({ ...view, criterion, reason });

/** The address without one of what narrows it. */
export function without(view: View, name: Dimension | 'criterion' | 'reason' | 'when'): string {
  if (name === 'when') return viewSearch({ ...view, when: null });
  if (name === 'criterion') return viewSearch({ ...view, criterion: null, reason: null });
  if (name === 'reason') return viewSearch({ ...view, reason: null });
  const { [name]: _, ...narrowing } = view.narrowing;
  return viewSearch({ ...view, narrowing });
}
export const withoutAll = (view: View): string =>
  viewSearch({ ...view, narrowing: {}, criterion: null, reason: null, when: null });

/** What narrows the page, in a fixed order. */
export const narrowingsOf = ({ narrowing, criterion, reason, when }: View) => [
  ...DIMENSIONS.flatMap((name) => {
    const id = narrowing[name];
    return id === undefined ? [] : [{ name, id }];
  }),
  ...(criterion === null ? [] : [{ name: 'criterion' as const, id: criterion }]),
  ...(criterion === null || reason === null ? [] : [{ name: 'reason' as const, id: reason }]),
  ...(when === null ? [] : [{ name: 'when' as const, id: '' }]),
];
