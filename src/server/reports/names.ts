/** The names that people read for the ids in a frozen period. An id that nothing names any more is shown as it is. */
import type { FrozenPeriod } from '../../domain/report.ts';
import { OTHER_REASON } from '../../domain/survey.ts';
import { channelName, NOT_STATED } from './words.ts';

export interface Names {
  criterion: (id: string) => string;
  reason: (criterion: string, reason: string) => string;
  group: (by: 'counters' | 'fields' | 'stages' | 'channels', id: string) => string;
}

export function namesOf({ survey, names }: FrozenPeriod): Names {
  const labelIn = (list: readonly { id: string; label: { vi: string } }[], id: string) =>
    list.find((one) => one.id === id)?.label.vi ?? id;
  const criterionOf = (id: string) => survey.criteria.find((one) => one.id === id);
  return {
    criterion: (id) => criterionOf(id)?.name.vi ?? id,
    reason: (criterion, reason) =>
      reason === OTHER_REASON ? survey.otherReason.vi : labelIn(criterionOf(criterion)?.reasons ?? [], reason),
    group(by, id) {
      if (id === '') return NOT_STATED;
      if (by === 'counters') return names.counters.find((one) => one.id === id)?.name ?? id;
      if (by === 'channels') return channelName(id);
      return labelIn(by === 'fields' ? survey.fields : survey.stages, id);
    },
  };
}
