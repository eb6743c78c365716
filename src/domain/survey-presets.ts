/** Surveys to begin a draft from. */
import { DOSSIER_INDICATORS } from './preset-dossier.ts';
import { SIX_CRITERIA } from './presets.ts';
import type { Criterion, Survey } from './survey.ts';

export type PresetId = 'six' | 'six-by-stage' | 'sipas-5' | 'three-levels' | 'nd-61';

/** Can be judged only by who holds a result. */
const AT_THE_END = ['result', 'feedback'];

const byStage = (criterion: Criterion): Criterion =>
  AT_THE_END.includes(criterion.id) ? { ...criterion, stages: ['collecting'] } : criterion;

/** Access and conditions in one, as SIPAS has them. Another thing than either: it has its own id. */
const accessAndConditions: Criterion = {
  id: 'access-conditions',
  name: { vi: 'Tiếp cận dịch vụ', en: 'Access to the service' },
  question: {
    vi: 'Ông/Bà hài lòng thế nào về nơi ngồi chờ, trang thiết bị và việc tìm thông tin, kênh nộp hồ sơ?',
    en: 'How satisfied are you with the reception area, and with finding information and a way to file?',
  },
  weight: 1,
  stages: [],
  reasons: [
    { id: 'information', label: { vi: 'Khó tìm thông tin', en: 'Information hard to find' } },
    { id: 'online', label: { vi: 'Nộp trực tuyến khó', en: 'Online filing is difficult' } },
    { id: 'hours', label: { vi: 'Giờ làm việc bất tiện', en: 'Inconvenient hours' } },
    { id: 'seats', label: { vi: 'Thiếu chỗ ngồi', en: 'Too few seats' } },
    { id: 'heat', label: { vi: 'Nóng, chật, ồn', en: 'Hot, crowded or noisy' } },
    { id: 'equipment', label: { vi: 'Thiết bị cũ, hỏng', en: 'Old or broken equipment' } },
    {
      id: 'disabled-access',
      label: { vi: 'Khó cho người già, khuyết tật', en: 'Hard for elderly or disabled people' },
    },
  ],
};

/** The faces of many counters: the same questions, with a good, a middling and a bad answer. */
const THREE_LEVELS: Survey['levels'] = {
  5: { vi: 'Hài lòng', en: 'Satisfied' },
  3: { vi: 'Bình thường', en: 'Neutral' },
  1: { vi: 'Không hài lòng', en: 'Dissatisfied' },
};

/** In the order in which they are offered. Their wording is a default, to be confirmed from the commune's ballot. */
export const PRESETS: Readonly<Record<PresetId, Survey>> = {
  six: SIX_CRITERIA,
  'six-by-stage': { ...SIX_CRITERIA, criteria: SIX_CRITERIA.criteria.map(byStage) },
  'sipas-5': {
    ...SIX_CRITERIA,
    criteria: [accessAndConditions, ...SIX_CRITERIA.criteria.filter(({ id }) => id !== 'access' && id !== 'reception')],
  },
  'three-levels': { ...SIX_CRITERIA, levels: THREE_LEVELS },
  'nd-61': DOSSIER_INDICATORS,
};
