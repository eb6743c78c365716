/** Words of the section "why not satisfied". */
import type { Language } from '../dashboard-words.ts';

const vi = {
  title: 'Vì sao chưa hài lòng',
  intro: 'Tiêu chí nào, ở quầy nào, lúc nào và vì lý do gì.',
  all: 'Tất cả tiêu chí',
  remarks: 'Đọc ý kiến của phần này',

  criteriaTitle: 'Người dân chưa hài lòng về điều gì',
  criteriaNote:
    'Tỷ lệ câu trả lời mức 1 và 2 trong các câu trả lời hợp lệ. Bấm vào một tiêu chí để xem lý do, nơi và giờ của riêng tiêu chí đó.',
  criterion: 'Tiêu chí',
  low: 'Mức\u00a01\u2060–\u20602',
  valid: 'n',
  validLong: 'Số câu trả lời hợp lệ',
  before: 'Kỳ trước',
  change: 'Thay đổi',
  points: (text: string) => `${text} điểm`,
  more: 'tăng, nhiều hơn ngẫu nhiên',
  less: 'giảm, nhiều hơn ngẫu nhiên',
  chance: 'có thể do ngẫu nhiên',
  notCompared: 'không so sánh',

  heatTitle: 'Khi nào người dân chưa hài lòng',
  heatNote:
    'Mỗi ô là một giờ trong tuần: số lớn là phần trăm câu trả lời mức 1 và 2, số nhỏ là số câu trả lời. Ô càng đậm tỷ lệ càng cao. Bấm vào ô để xem lý do.',
  heatOf: (criterion: string) => `Tiêu chí: ${criterion}.`,
  heatPaper: 'Phiếu giấy không ghi giờ nên không có ở đây.',
  heatHidden: (limit: string) => `Dấu • là ô bị ẩn vì có dưới ${limit} câu trả lời, hoặc phải ẩn cùng.`,
  heatUnknown: 'Giờ chỉ được đếm theo quầy. Bỏ lọc theo lĩnh vực, bước và kênh để xem bảng giờ.',
  heatEmpty: 'Chưa có câu trả lời nào có giờ trong thời gian này.',
  heatScale: (from: string, to: string) => `từ ${from} đến dưới ${to}`,
  heatScaleTop: (from: string) => `từ ${from} trở lên`,
  allHours: (name: string) => `Mọi bảng dưới đây tính cả kỳ, không riêng ${name}: giờ đó là khung đậm trong bảng giờ.`,
  halfDay: (name: string) => `Khung đậm là ${name}, mức 1–2:`,
  halfDayHidden: (count: string) => `${count} ô bị ẩn không tính vào đây.`,
  hour: 'Giờ',
  hours: (from: string, to: string) => `${from}–${to} giờ`,
  hidden: 'ẩn',
  none: 'không có câu trả lời',
  shortDays: ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'],
  lowAnswers: 'Câu trả lời mức 1 và 2',
  validAnswers: 'Câu trả lời hợp lệ',
  share: 'Tỷ lệ',
  reasonsHere: 'Lý do được chọn',
  noReasonHere: 'không ai chọn lý do',

  reasonsTitle: 'Lý do, kỳ này và kỳ trước',
  reasonsNote:
    'Số lượt chọn sau câu trả lời mức 1 hoặc 2, và tính trên 100 câu trả lời hợp lệ để so được hai kỳ có số phiếu khác nhau.',
  reason: 'Lý do',
  count: 'Lượt chọn',
  per100: 'Trên 100 câu trả lời',
  noReasons: 'Chưa có lý do nào được chọn.',

  placesTitle: 'Ở đâu người dân chưa hài lòng',
  placesNote: 'Tỷ lệ câu trả lời mức 1 và 2, và những lý do được chọn nhiều nhất. Bấm vào một tên để xem riêng.',
  placesReason: (reason: string) => `Lượt chọn lý do “${reason}”`,
  topReasons: 'Lý do nhiều nhất',
  group: 'Nhóm',
};
export type WhyWords = typeof vi;

const en: WhyWords = {
  title: 'Why not satisfied',
  intro: 'With which criterion, at which counter, when, and for which reason.',
  all: 'All criteria',
  remarks: 'Read the remarks of this part',

  criteriaTitle: 'What people are not satisfied with',
  criteriaNote:
    'The share of answers of level 1 and 2 among the valid answers. Press a criterion to see its own reasons, places and hours.',
  criterion: 'Criterion',
  low: 'Level\u00a01\u2060–\u20602',
  valid: 'n',
  validLong: 'Valid answers',
  before: 'Period before',
  change: 'Change',
  points: (text) => `${text} points`,
  more: 'up, more than chance',
  less: 'down, more than chance',
  chance: 'may be chance',
  notCompared: 'not compared',

  heatTitle: 'When people are not satisfied',
  heatNote:
    'Each cell is an hour of the week: the large number is the percentage of answers of level 1 and 2, the small one the number of answers. The darker, the higher. Press a cell to see the reasons.',
  heatOf: (criterion) => `Criterion: ${criterion}.`,
  heatPaper: 'Paper ballots know no hour and are not in here.',
  heatHidden: (limit) =>
    `The mark • is a cell that is hidden: it has fewer than ${limit} answers, or must be hidden too.`,
  heatUnknown: 'Hours are counted by counter only. Take off the filters by field, stage and channel to see them.',
  heatEmpty: 'No answer of this period has an hour yet.',
  heatScale: (from, to) => `from ${from} to under ${to}`,
  heatScaleTop: (from) => `${from} and more`,
  allHours: (name) =>
    `All tables below count the whole period, not ${name} alone: that is the heavy frame in the map of hours.`,
  halfDay: (name) => `The heavy frame is ${name}, level 1–2:`,
  halfDayHidden: (count) => `${count} hidden cells are not counted here.`,
  hour: 'Hour',
  hours: (from, to) => `${from}–${to} h`,
  hidden: 'hidden',
  none: 'no answers',
  shortDays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  lowAnswers: 'Answers of level 1 and 2',
  validAnswers: 'Valid answers',
  share: 'Share',
  reasonsHere: 'Reasons chosen',
  noReasonHere: 'no reason was chosen',

  reasonsTitle: 'Reasons, now and in the period before',
  reasonsNote:
    'How often each was chosen after an answer of level 1 or 2, and per 100 valid answers, so that two periods of different size can be held against each other.',
  reason: 'Reason',
  count: 'Times chosen',
  per100: 'Per 100 answers',
  noReasons: 'No reason was chosen.',

  placesTitle: 'Where people are not satisfied',
  placesNote: 'The share of answers of level 1 and 2, and the reasons chosen most. Press a name to see it alone.',
  placesReason: (reason) => `Times “${reason}” was chosen`,
  topReasons: 'Most frequent reasons',
  group: 'Group',
};

export const WHY_WORDS: Readonly<Record<Language, WhyWords>> = { vi, en };
