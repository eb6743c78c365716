/** The words of the official documents. They are in Vietnamese only, as the decree asks. */
import type { Verdict } from '../../domain/summary.ts';
import { partlyOffered, type ScaleLevel } from '../../domain/survey-scale.ts';
import type { Method, OverallRule } from '../../domain/survey.ts';

export const METHOD: Readonly<Record<Method, string>> = {
  top2: 'Tỷ lệ hài lòng: số câu trả lời từ mức 4 trở lên chia cho số câu trả lời hợp lệ',
  norm: 'Điểm quy đổi: mức 1 tính 0, mức 5 tính 100, lấy trung bình các câu trả lời hợp lệ',
  mean5: 'Điểm trung bình: mức trung bình của các câu trả lời hợp lệ chia cho 5',
};
export const RULE: Readonly<Record<OverallRule, string>> = {
  criteriaMean: 'Trung bình cộng của các tiêu chí có dữ liệu, chưa làm tròn',
  pooled: 'Gộp mọi câu trả lời hợp lệ của các tiêu chí',
  weighted: 'Trung bình các tiêu chí theo trọng số',
  allSatisfied: 'Tỷ lệ phiếu hài lòng ở mọi tiêu chí đã trả lời',
};
export const VERDICT: Readonly<Record<Verdict, string>> = {
  met: 'ĐẠT',
  notMet: 'CHƯA ĐẠT',
  noData: 'Không có dữ liệu',
};
const CHANNELS: Readonly<Record<string, string>> = {
  kiosk: 'Máy tại quầy',
  assisted: 'Có người hỗ trợ',
  paper: 'Phiếu giấy',
  link: 'Đường dẫn',
};
export const channelName = (id: string): string => CHANNELS[id] ?? id;

export const NOT_STATED = 'Không ghi';
export const HIDDEN = 'ẩn';
export const NO_DATA = '–';
export const SMALL_NOTE = 'Dấu * là cỡ mẫu nhỏ (dưới 30 câu trả lời): một vài phiếu cũng làm con số thay đổi nhiều.';
export const HIDDEN_NOTE =
  'Ô ghi “ẩn” có dưới 5 câu trả lời, hoặc phải ẩn cùng để không ai tính ngược ra được câu trả lời của từng người.';
export const BASE_NOTE =
  'Câu trả lời “Không biết / Không sử dụng”, câu bỏ trống và phiếu bị loại không nằm trong mẫu số.';
export const VERDICT_NOTE = 'Kết luận ĐẠT hay CHƯA ĐẠT theo giá trị chưa làm tròn.';
export const CAUTION = 'Kết quả lấy phiếu tại quầy, không thay thế khảo sát SIPAS.';
export const NO_FLAGS = 'Không có cảnh báo nào về phiếu trong kỳ.';

/** By kind of signal (domain/signal.ts). */
const SIGNALS: Readonly<Record<string, string>> = {
  'too-quick': 'trả lời quá nhanh',
  burst: 'nhiều phiếu trong ít phút',
  'straight-top': 'nhiều phiếu liền nhau toàn mức 5',
  'out-of-hours': 'ngoài giờ làm việc',
  compensation: 'phiếu toàn mức 5, nhanh, ngay sau phiếu có mức 1 hoặc 2',
  'channel-misfit': 'kênh không khớp với nơi gửi',
  'far-from-peers': 'quầy cao khác thường so với các quầy khác (số tuần)',
};
export const signalName = (kind: string): string => SIGNALS[kind] ?? kind;
export const FLAGGED_NOTE =
  'Dấu hiệu cần xem chỉ là gợi ý để kiểm tra, không phải kết luận; phiếu có dấu hiệu vẫn được tính trong mọi con số, trừ dòng ghi rõ là không tính.';
export const FLAGGED_HIDDEN = 'không nêu, vì số phiếu quá ít';

/** Which levels only some versions of a period offered. */
export const partlyTexts = (scale: readonly Pick<ScaleLevel, 'level' | 'versions'>[]): string[] =>
  partlyOffered(scale).map(({ level, versions }) => `mức ${level} chỉ có ở phiên bản ${versions.join(', ')}`);
