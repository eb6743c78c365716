/**
 * The indicators of NĐ 61/2018 that are judged for each dossier: 1, 2, 3, 4, 6 and 7, worth 2, 1 or 0 points. On the
 * levels 5, 3 and 1 the method `norm` gives 100, 50 and 0 %, which is the points over the most that there are. Whether
 * NĐ 118/2025 keeps them is not settled; who is offered this preset is told so.
 */
import { SIX_CRITERIA } from './presets.ts';
import type { Criterion, Reason, Survey, Words } from './survey.ts';

const words = (vi: string, en: string): Words => ({ vi, en });
const reason = (id: string, vi: string, en: string): Reason => ({ id, label: words(vi, en) });
const one = { weight: 1, stages: [] };
/** Can be judged only by who holds the result. */
const atTheEnd = { weight: 1, stages: ['collecting'] };

const criteria: Criterion[] = [
  {
    ...atTheEnd,
    id: 'time-limit',
    name: words('Thời gian giải quyết so với quy định', 'Time taken against the time allowed'),
    question: words(
      'Hồ sơ của Ông/Bà có được giải quyết trong thời hạn pháp luật quy định không?',
      'Was your dossier settled within the time that the law allows?',
    ),
    reasons: [
      reason('late', 'Trả kết quả trễ', 'Result given late'),
      reason('not-told', 'Trễ mà không báo trước', 'Late without notice'),
    ],
  },
  {
    ...atTheEnd,
    id: 'step-time',
    name: words('Thời gian từng bước so với quy định', 'Time of each step against the rules'),
    question: words(
      'Từng bước tiếp nhận, giải quyết, trả kết quả có đúng thời gian quy định không?',
      'Was each step, from filing to the result, done in the time set for it?',
    ),
    reasons: [
      reason('filing-slow', 'Tiếp nhận chậm', 'Slow to take the dossier'),
      reason('settling-slow', 'Giải quyết chậm', 'Slow to settle it'),
      reason('giving-slow', 'Trả kết quả chậm', 'Slow to give the result'),
    ],
  },
  {
    ...one,
    id: 'contacts',
    name: words('Số lần liên hệ để hoàn thiện hồ sơ', 'Times the office had to be contacted'),
    question: words(
      'Ông/Bà có hoàn thiện được hồ sơ mà không phải liên hệ lại nhiều lần với nơi tiếp nhận không?',
      'Could you complete the dossier without contacting this office again and again?',
    ),
    reasons: [
      reason('unclear', 'Hướng dẫn không rõ', 'Unclear guidance'),
      reason('more-papers', 'Đòi bổ sung nhiều lần', 'Asked for more papers again'),
    ],
  },
  {
    ...one,
    id: 'offices',
    name: words('Số cơ quan phải liên hệ', 'Offices that had to be contacted'),
    question: words(
      'Ông/Bà có làm xong hồ sơ mà không phải tự liên hệ cơ quan, đơn vị khác không?',
      'Was it done without your having to contact other offices yourself?',
    ),
    reasons: [
      reason('sent-elsewhere', 'Phải đi nơi khác', 'Sent to another office'),
      reason('known-papers', 'Đòi giấy cơ quan đã có', 'Papers that offices have already'),
    ],
  },
  {
    ...one,
    id: 'publicity',
    name: words('Công khai thủ tục hành chính', 'Procedures made public'),
    question: words(
      'Thủ tục, giấy tờ, phí và thời hạn có được công khai đầy đủ, dễ tìm không?',
      'Were the procedure, papers, fees and time limit public, complete and easy to find?',
    ),
    reasons: [
      reason('not-posted', 'Không niêm yết', 'Not posted'),
      reason('out-of-date', 'Niêm yết cũ, thiếu', 'Posted out of date or in part'),
    ],
  },
  {
    ...one,
    id: 'conduct',
    name: words('Thái độ của cán bộ, công chức', 'Conduct of the officials'),
    question: words(
      'Công chức có lịch sự, tận tình khi hướng dẫn, tiếp nhận và giải quyết hồ sơ không?',
      'Were the officials polite and helpful throughout?',
    ),
    reasons: [
      reason('rude', 'Thái độ chưa tốt', 'Unfriendly'),
      reason('no-guidance', 'Không hướng dẫn', 'No guidance'),
      reason('extra-costs', 'Gợi ý thêm chi phí', 'Hints at extra payments'),
    ],
  },
];

export const DOSSIER_INDICATORS: Survey = {
  ...SIX_CRITERIA,
  title: words('Phiếu đánh giá việc giải quyết thủ tục hành chính', 'How your dossier was handled'),
  method: 'norm',
  levels: { 5: words('Có', 'Yes'), 3: words('Một phần', 'Partly'), 1: words('Không', 'No') },
  criteria,
};
