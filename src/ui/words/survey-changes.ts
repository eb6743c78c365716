/** What is different between two surveys, as sentences. */
import type { Setting, Thing } from '../../domain/survey-diff.ts';
import type { Language } from '../dashboard-words.ts';

const vi = {
  things: {
    criterion: 'Tên tiêu chí',
    question: 'Câu hỏi của tiêu chí',
    reason: 'Lý do',
    stage: 'Bước',
    field: 'Lĩnh vực',
    level: 'Mức',
    title: 'Tên phiếu',
    invitation: 'Lời mời',
    unknown: 'Nút không trả lời được',
    otherReason: 'Lý do khác',
  } satisfies Record<Thing, string>,
  added: {
    criterion: 'Thêm tiêu chí',
    reason: 'Thêm lý do',
    stage: 'Thêm bước',
    field: 'Thêm lĩnh vực',
    level: 'Thêm mức',
  },
  removed: {
    criterion: 'Bỏ tiêu chí',
    reason: 'Bỏ lý do',
    stage: 'Bỏ bước',
    field: 'Bỏ lĩnh vực',
    level: 'Bỏ mức',
  },
  reordered: {
    criterion: 'Đổi thứ tự các tiêu chí',
    reason: 'Đổi thứ tự các lý do',
    stage: 'Đổi thứ tự các bước',
    field: 'Đổi thứ tự các lĩnh vực',
  },
  of: (name: string) => ` (tiêu chí “${name}”)`,
  languages: { vi: 'tiếng Việt', en: 'tiếng Anh' },
  settings: {
    goal: 'Mục tiêu',
    method: 'Cách tính mỗi tiêu chí',
    overall: 'Cách tính chỉ số chung',
    order: 'Thứ tự các mặt',
    wordingToConfirm: 'Nội dung đã đối chiếu với phiếu chính thức',
  } satisfies Record<Setting, string>,
  weight: 'Trọng số của',
  stages: 'Bước hỏi của',
  everyStage: 'mọi bước',
  yes: 'rồi',
  no: 'chưa',
  empty: 'để trống',
};

const en: typeof vi = {
  things: {
    criterion: 'Name of criterion',
    question: 'Question of',
    reason: 'Reason',
    stage: 'Stage',
    field: 'Field',
    level: 'Level',
    title: 'Name of the survey',
    invitation: 'Invitation',
    unknown: 'Button for no answer',
    otherReason: 'Another reason',
  },
  added: {
    criterion: 'Added criterion',
    reason: 'Added reason',
    stage: 'Added stage',
    field: 'Added field',
    level: 'Added level',
  },
  removed: {
    criterion: 'Removed criterion',
    reason: 'Removed reason',
    stage: 'Removed stage',
    field: 'Removed field',
    level: 'Removed level',
  },
  reordered: {
    criterion: 'Criteria in another order',
    reason: 'Reasons in another order',
    stage: 'Stages in another order',
    field: 'Fields in another order',
  },
  of: (name) => ` (criterion “${name}”)`,
  languages: { vi: 'Vietnamese', en: 'English' },
  settings: {
    goal: 'Goal',
    method: 'How each criterion is calculated',
    overall: 'How the overall index is calculated',
    order: 'Order of the faces',
    wordingToConfirm: 'Wording checked against the official ballot',
  },
  weight: 'Weight of',
  stages: 'Stages of',
  everyStage: 'every stage',
  yes: 'yes',
  no: 'not yet',
  empty: 'empty',
};

export const CHANGE_WORDS: Readonly<Record<Language, typeof vi>> = { vi, en };
export type ChangeWords = typeof vi;
