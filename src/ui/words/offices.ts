/** Words of the section "offices". */
import type { Language } from '../dashboard-words.ts';

const vi = {
  title: 'Các đơn vị',
  intro:
    'Số liệu của các đơn vị trực thuộc, gộp lại và đặt cạnh nhau. Ý kiến của người dân và từng phiếu chỉ đơn vị đó xem được.',
  path: 'Đang xem',
  none: 'Đơn vị này không có đơn vị trực thuộc nào.',
  funnelTitle: 'Giữa các đơn vị',
  funnelAxes: (measure: string) =>
    `Trục đứng: ${measure}. Trục ngang: số lượng n. Số của đơn vị nằm ngoài phễu là số ở cột đầu của bảng.`,
  funnelNote:
    'Đơn vị ít phiếu dao động nhiều chỉ vì ngẫu nhiên, nên không xếp hạng: chỉ đơn vị nằm ngoài phễu mới thật sự khác mức chung.',
  funnelFew: 'Cần ít nhất hai đơn vị đủ phiếu để so sánh.',
  tableTitle: 'Từng đơn vị',
  mean: (value: string) => `Mức chung ${value}`,
  lines: 'Vạch giữa là mức chung; phễu trong là giới hạn 95 %, phễu ngoài là 99,8 %.',
  places: {
    inside: 'trong phễu: như mức chung',
    warningLow: 'thấp hơn, ngoài 95 %',
    alarmLow: 'thấp hơn hẳn, ngoài 99,8 %',
    warningHigh: 'cao hơn, ngoài 95 %',
    alarmHigh: 'cao hơn hẳn, ngoài 99,8 %',
  },
  code: 'Mã đơn vị',
  unit: 'Đơn vị',
  index: 'Chỉ số',
  interval: 'Khoảng 95 %',
  n: 'Phiếu hợp lệ',
  against: (goal: string) => `So với ${goal}`,
  place: 'So với mức chung',
  missing: 'Phiếu chưa đến',
  lastDay: 'Phiếu gần nhất',
  never: 'chưa có',
  ownBallots: 'phiếu của chính đơn vị này',
  beneath: (count: string) => `gộp ${count} đơn vị trực thuộc`,
  hidden: 'ẩn',
  hiddenNote: (least: string) =>
    `Đơn vị có dưới ${least} phiếu hợp lệ bị ẩn, và thêm một đơn vị nữa để không tính ngược ra được.`,
  notComparable: 'Không so sánh trực tiếp',
  marks: {
    validity: 'đơn vị không tồn tại suốt kỳ này',
    merged: 'sắp xếp lại đơn vị trong kỳ này',
    survey: 'bộ phiếu khác',
  },
  notComparableNote:
    'Đơn vị có ghi “Không so sánh trực tiếp” vẫn được tính vào số chung: trong kỳ này đơn vị đã đổi, hoặc đã hỏi người dân các câu khác.',
  validFrom: (day: string) => `từ ${day}`,
  validTo: (day: string) => `đến ${day}`,
  madeFrom: (names: string) => `Hình thành từ: ${names}`,
  open: 'Xem đơn vị này',
  csv: 'Tải bảng này (CSV)',
};
export type OfficesWords = typeof vi;

const en: OfficesWords = {
  title: 'Offices',
  intro:
    'Figures of the offices beneath this one, together and side by side. What citizens wrote and single ballots are seen by their own office alone.',
  path: 'Looking at',
  none: 'There is no office beneath this one.',
  funnelTitle: 'Between offices',
  funnelAxes: (measure) =>
    `Vertical axis: ${measure}. Horizontal axis: the number n. The number of an office outside the funnel is that of the first column of the table.`,
  funnelNote:
    'Offices with few ballots vary a lot by chance alone, so nothing is ranked: only an office outside the funnel really differs from the whole.',
  funnelFew: 'At least two offices with enough ballots are needed for a comparison.',
  tableTitle: 'Office by office',
  mean: (value) => `Whole ${value}`,
  lines: 'The middle line is the whole; the inner funnel is the 95% limit, the outer the 99.8% limit.',
  places: {
    inside: 'inside: like the whole',
    warningLow: 'lower, outside 95%',
    alarmLow: 'clearly lower, outside 99.8%',
    warningHigh: 'higher, outside 95%',
    alarmHigh: 'clearly higher, outside 99.8%',
  },
  code: 'Code',
  unit: 'Office',
  index: 'Index',
  interval: '95% interval',
  n: 'Valid ballots',
  against: (goal) => `Against ${goal}`,
  place: 'Against the whole',
  missing: 'Not arrived',
  lastDay: 'Last ballot',
  never: 'none yet',
  ownBallots: 'ballots of this office itself',
  beneath: (count) => `${count} offices together`,
  hidden: 'hidden',
  hiddenNote: (least) =>
    `An office with fewer than ${least} valid ballots is hidden, and one more with it, so that it cannot be worked out from the rest.`,
  notComparable: 'Not directly comparable',
  marks: {
    validity: 'not there during the whole period',
    merged: 'offices were rearranged in the period',
    survey: 'another survey',
  },
  notComparableNote:
    'An office marked “Not directly comparable” is counted in the whole all the same: it changed in this period, or asked its citizens something else.',
  validFrom: (day) => `from ${day}`,
  validTo: (day) => `until ${day}`,
  madeFrom: (names) => `Made from: ${names}`,
  open: 'Look at this office',
  csv: 'This table as a file (CSV)',
};

export const OFFICES_WORDS: Readonly<Record<Language, OfficesWords>> = { vi, en };
