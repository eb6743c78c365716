/**
 * What the citizen reads besides the survey's own wording, Vietnamese first. Calm and short, no exclamation marks; a
 * citizen never reads an error.
 */
import type { Words } from '../domain/survey.ts';

export type Language = keyof Words;

const vi = {
  otherLanguage: 'English',
  larger: 'Chữ to',
  contrast: 'Tương phản',
  tools: 'Cách hiển thị',
  start: 'Bắt đầu đánh giá',
  stage: 'Ông/Bà đến quầy để làm gì?',
  field: 'Việc của Ông/Bà thuộc lĩnh vực nào?',
  back: 'Quay lại',
  next: 'Tiếp tục',
  skip: 'Bỏ qua',
  progress: (index: number, count: number) => `Câu ${index} trên ${count}`,
  reasons: 'Ông/Bà chưa hài lòng ở điểm nào?',
  reasonsHint: 'Chọn một hay nhiều ý, hoặc bấm Tiếp tục.',
  remark: 'Ông/Bà có muốn góp ý thêm không?',
  remarkHint: 'Không bắt buộc. Xin không ghi tên, số CCCD, số điện thoại.',
  remarkLeft: (count: number) => `Còn ${count} ký tự`,
  send: 'Gửi đánh giá',
  skipAndSend: 'Bỏ qua và gửi',
  saving: 'Đang ghi phiếu…',
  thanks: 'Cảm ơn Ông/Bà',
  recorded: 'Phiếu đánh giá đã được ghi lại.',
  done: 'Xong',
  tellStaff: 'Nhờ Ông/Bà báo cho cán bộ tại quầy',
  stillTrying: 'Máy chưa ghi xong phiếu và đang tự thử lại.',
  stillThere: 'Ông/Bà còn đang đánh giá không?',
  closesIn: (seconds: number) => `Phiếu sẽ tự đóng sau ${seconds} giây.`,
  iAmHere: 'Tôi vẫn đang đánh giá',
  closed: 'Quầy đang nghỉ',
  reopens: (weekday: string, time: string) => `Mở cửa lại: ${weekday}, ${time}`,
  weekdays: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
  rateAnyway: 'Vẫn đánh giá',
};
export type KioskWords = typeof vi;

const en: KioskWords = {
  otherLanguage: 'Tiếng Việt',
  larger: 'Larger text',
  contrast: 'Contrast',
  tools: 'Display',
  start: 'Start',
  stage: 'What brings you to the counter?',
  field: 'Which service is it about?',
  back: 'Back',
  next: 'Continue',
  skip: 'Skip',
  progress: (index, count) => `Question ${index} of ${count}`,
  reasons: 'What was not good enough?',
  reasonsHint: 'Choose one or more, or just continue.',
  remark: 'Would you like to add anything?',
  remarkHint: 'Optional. Please leave out names, ID numbers and phone numbers.',
  remarkLeft: (count) => `${count} characters left`,
  send: 'Send',
  skipAndSend: 'Skip and send',
  saving: 'Recording…',
  thanks: 'Thank you',
  recorded: 'Your rating has been recorded.',
  done: 'Done',
  tellStaff: 'Please tell the staff at the counter',
  stillTrying: 'The tablet has not finished recording and is still trying.',
  stillThere: 'Are you still rating?',
  closesIn: (seconds) => `This form closes in ${seconds} seconds.`,
  iAmHere: 'I am still rating',
  closed: 'The counter is closed',
  reopens: (weekday, time) => `Open again: ${weekday}, ${time}`,
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  rateAnyway: 'Rate anyway',
};

export const KIOSK_WORDS: Record<Language, KioskWords> = { vi, en };
