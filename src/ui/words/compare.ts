/** Words of the section "comparison". */
import type { Language } from '../dashboard-words.ts';

const vi = {
  title: 'So sánh',
  intro: 'Quầy, lĩnh vực và tháng đặt cạnh nhau, có tính đến ngẫu nhiên.',
  measure: 'So sánh theo',
  allSatisfied: 'Phiếu hài lòng ở mọi câu',
  allSatisfiedLong: 'tỷ lệ phiếu mà mọi câu trả lời đều từ mức 4 trở lên',
  criterionLong: (criterion: string) => `tỷ lệ câu trả lời từ mức 4 trở lên về “${criterion}”`,

  funnelTitle: { counters: 'Giữa các quầy', fields: 'Giữa các lĩnh vực' },
  funnelAxes: (measure: string) =>
    `Trục đứng: ${measure}. Trục ngang: số lượng n. Số trong mỗi điểm là số dòng ở bảng.`,
  funnelNote:
    'Nhóm ít phiếu dao động nhiều chỉ vì ngẫu nhiên, nên không xếp hạng: chỉ nhóm nằm ngoài phễu mới thật sự khác mức chung.',
  funnelLines: 'Vạch giữa là mức chung; phễu trong là giới hạn 95 %, phễu ngoài là 99,8 %.',
  funnelAxis: (from: string) => `Trục đứng bắt đầu từ ${from}.`,
  funnelHidden: (names: string) => `Bị ẩn vì quá ít phiếu: ${names}.`,
  funnelFew: 'Cần ít nhất hai nhóm đủ phiếu để so sánh.',
  mean: (value: string) => `Mức chung ${value}`,
  n: 'n',
  places: {
    inside: 'trong phễu: như mức chung',
    warningLow: 'thấp hơn, ngoài 95 %',
    alarmLow: 'thấp hơn hẳn, ngoài 99,8 %',
    warningHigh: 'cao hơn, ngoài 95 %',
    alarmHigh: 'cao hơn hẳn, ngoài 99,8 %',
  },
  group: 'Nhóm',
  share: 'Tỷ lệ',
  limits: 'Giới hạn 95 %',
  place: 'So với mức chung',
  hidden: 'ẩn',
  satisfied: 'Hài lòng',
  valid: 'Hợp lệ',
  quotient: 'Phép chia',
  excluded: 'Để ngoài',
  excludedBallots: (count: string) => `${count} phiếu không có câu trả lời hợp lệ`,

  monthsTitle: 'Từng tháng',
  monthsNote:
    'Chỉ số của mỗi tháng với khoảng tin cậy 95 %. Đường nối bị cắt ở chỗ bộ phiếu, cách tính hoặc đơn vị thay đổi: hai bên không so sánh trực tiếp.',
  monthsFew: 'Cần ít nhất hai tháng có phiếu để so sánh.',
  monthsNarrow: 'Từng tháng chỉ hiện khi lọc không quá hai mục.',
  month: 'Tháng',
  shortMonth: (month: string, year: string) => `${month}/${year}`,
  index: 'Chỉ số',
  interval: 'Khoảng 95 %',
  ballots: 'Phiếu',
  versions: 'Bộ phiếu',
  marks: {
    office: 'Đơn vị mới từ 01/07/2025',
    version: 'Đổi bộ phiếu',
    method: 'Đổi cách tính',
  },
  markColumn: 'Đổi phiếu, cách tính, đơn vị',
  version: (versions: string) => `phiên bản ${versions}`,
};
export type CompareWords = typeof vi;

const en: CompareWords = {
  title: 'Comparison',
  intro: 'Counters, fields and months side by side, with chance taken into account.',
  measure: 'Compare by',
  allSatisfied: 'Ballots satisfied throughout',
  allSatisfiedLong: 'share of ballots whose every answer is of level 4 or above',
  criterionLong: (criterion) => `share of answers of level 4 or above on “${criterion}”`,

  funnelTitle: { counters: 'Between counters', fields: 'Between fields' },
  funnelAxes: (measure) =>
    `Vertical axis: ${measure}. Horizontal axis: the number n. The number in a point is its line in the table.`,
  funnelNote:
    'Groups with few ballots vary a lot by chance alone, so nothing is ranked: only a group outside the funnel really differs from the office.',
  funnelLines:
    'The middle line is the office as a whole; the inner funnel is the 95% limit, the outer the 99.8% limit.',
  funnelAxis: (from) => `The vertical axis starts at ${from}.`,
  funnelHidden: (names) => `Hidden because of too few ballots: ${names}.`,
  funnelFew: 'At least two groups with enough ballots are needed for a comparison.',
  mean: (value) => `Office ${value}`,
  n: 'n',
  places: {
    inside: 'inside: like the office',
    warningLow: 'lower, outside 95%',
    alarmLow: 'clearly lower, outside 99.8%',
    warningHigh: 'higher, outside 95%',
    alarmHigh: 'clearly higher, outside 99.8%',
  },
  group: 'Group',
  share: 'Share',
  limits: '95% limits',
  place: 'Against the office',
  hidden: 'hidden',
  satisfied: 'Satisfied',
  valid: 'Valid',
  quotient: 'Division',
  excluded: 'Left out',
  excludedBallots: (count) => `${count} ballots without a valid answer`,

  monthsTitle: 'Month by month',
  monthsNote:
    'The index of each month with its 95% interval. The line is cut where the survey, the method or the office changed: the two sides are not directly comparable.',
  monthsFew: 'At least two months with ballots are needed for a comparison.',
  monthsNarrow: 'Months are shown for at most two filters.',
  month: 'Month',
  shortMonth: (month, year) => `${month}/${year}`,
  index: 'Index',
  interval: '95% interval',
  ballots: 'Ballots',
  versions: 'Survey',
  marks: {
    office: 'New office from 1 July 2025',
    version: 'Another survey version',
    method: 'Another method',
  },
  markColumn: 'Survey, method or office changed',
  version: (versions) => `version ${versions}`,
};

export const COMPARE_WORDS: Readonly<Record<Language, CompareWords>> = { vi, en };
