/** The names that people read for the ids in a frozen period. An id that nothing names any more is shown as it is. */
import type { FrozenPeriod } from '../../domain/report.ts';
import { criterionWords, reasonWords } from '../../domain/survey-names.ts';
import { channelName, NOT_STATED } from './words.ts';

export interface Names {
  criterion: (id: string) => string;
  reason: (criterion: string, reason: string) => string;
  group: (by: 'counters' | 'fields' | 'stages' | 'channels', id: string) => string;
}

export function namesOf(frozen: FrozenPeriod): Names {
  const { survey, names } = frozen;
  const labelIn = (list: readonly { id: string; label: { vi: string } }[], id: string) =>
    list.find((one) => one.id === id)?.label.vi ?? id;
  return {
    criterion: (id) => criterionWords(frozen, id)?.vi ?? id,
    reason: (criterion, reason) => reasonWords(frozen, criterion, reason)?.vi ?? reason,
    group(by, id) {
      if (id === '') return NOT_STATED;
      if (by === 'counters') return names.counters.find((one) => one.id === id)?.name ?? id;
      if (by === 'channels') return channelName(id);
      return labelIn(by === 'fields' ? survey.fields : survey.stages, id);
    },
  };
}
