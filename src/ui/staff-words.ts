/** What staff read on the tablet: the PIN, the state of sending, and connecting a new tablet. Loaded only there. */
import { sentenceFor } from '../domain/problem.ts';
import type { Language } from './kiosk-words.ts';

const vi = {
  pinTitle: 'Dành cho cán bộ',
  pinHint: 'Nhập mã PIN 6 số',
  pinWrong: 'Mã PIN không đúng.',
  pinWait: (seconds: number) => `Thử lại sau ${seconds} giây.`,
  pinEntered: (count: number) => `Đã nhập ${count} trên 6 số`,
  erase: 'Xóa số cuối',
  close: 'Đóng',
  staffTitle: 'Tình trạng máy',
  device: 'Tên máy',
  unsent: 'Phiếu chưa gửi',
  forms: (count: number) => `${count} phiếu`,
  since: (count: number, time: string) => `${count} phiếu, lâu nhất từ ${time}`,
  pending: 'Phiếu chưa ghi được vào máy',
  pendingHint: (count: number) => `${count} phiếu. Xin đừng tắt máy; máy đang tự thử lại.`,
  refused: 'Phiếu máy chủ không nhận',
  refusedAt: (time: string) => `lúc ${time}`,
  more: (count: number) => `và ${count} phiếu nữa, có đủ trong tệp xuất ra`,
  none: 'Không có',
  lastContact: 'Liên lạc máy chủ lần cuối',
  never: 'Chưa lần nào',
  sync: 'Việc gửi',
  syncStates: {
    idle: 'Đã gửi hết',
    sending: 'Đang gửi',
    waiting: 'Đang chờ mạng; phiếu được giữ an toàn trên máy',
    'not-enrolled': 'Máy chưa kết nối với máy chủ; phiếu được giữ trên máy',
    stuck: 'Không tự gửi được; phiếu được giữ trên máy, cần báo người quản trị',
  },
  app: 'Phiên bản',
  survey: 'Bộ phiếu',
  storage: 'Bộ nhớ',
  persisted: 'Được giữ lâu dài',
  notPersisted: 'Trình duyệt có thể tự xóa; hãy cài ứng dụng vào màn hình chính',
  unknown: 'Không rõ',
  used: (used: string, quota: string) => `dùng ${used} trong ${quota} MB`,
  sendNow: 'Gửi ngay',
  exportUnsent: 'Xuất phiếu chưa gửi ra tệp',
  exported: 'Đã xuất tệp. Phiếu vẫn được giữ trên máy.',
  failed: 'Chưa làm được. Phiếu trên máy không bị ảnh hưởng. Hãy thử lại.',
  enrolTitle: 'Kết nối máy này',
  enrolHint: 'Nhập mã dùng một lần do người quản trị cấp.',
  enrolCode: 'Mã kết nối',
  enrol: 'Kết nối',
  enrolAgain: 'Kết nối lại',
  enrolHere: 'Máy này chính là máy chủ',
  enrolling: 'Đang kết nối…',
};
export type StaffWords = typeof vi;

const en: StaffWords = {
  pinTitle: 'For staff',
  pinHint: 'Enter the 6-digit PIN',
  pinWrong: 'The PIN is not right.',
  pinWait: (seconds) => `Try again in ${seconds} seconds.`,
  pinEntered: (count) => `${count} of 6 digits entered`,
  erase: 'Erase the last digit',
  close: 'Close',
  staffTitle: 'State of this tablet',
  device: 'Tablet',
  unsent: 'Not sent yet',
  forms: (count) => (count === 1 ? '1 form' : `${count} forms`),
  since: (count, time) => `${count === 1 ? '1 form' : `${count} forms`}, the oldest from ${time}`,
  pending: 'Not on the disk yet',
  pendingHint: (count) =>
    `${count === 1 ? '1 form' : `${count} forms`}. Please leave the tablet on; it is still trying.`,
  refused: 'Refused by the server',
  refusedAt: (time) => `at ${time}`,
  more: (count) => `and ${count} more, all of them in the exported file`,
  none: 'None',
  lastContact: 'Server last answered',
  never: 'Never',
  sync: 'Sending',
  syncStates: {
    idle: 'Everything is sent',
    sending: 'Sending now',
    waiting: 'Waiting for the network; forms are safe on the tablet',
    'not-enrolled': 'Not connected to a server; forms are kept on the tablet',
    stuck: 'Cannot send by itself; forms are kept on the tablet, please tell the administrator',
  },
  app: 'Version',
  survey: 'Survey',
  storage: 'Storage',
  persisted: 'Kept for good',
  notPersisted: 'The browser may clear it; please install the app on the home screen',
  unknown: 'Not known',
  used: (used, quota) => `${used} of ${quota} MB used`,
  sendNow: 'Send now',
  exportUnsent: 'Export unsent forms to a file',
  exported: 'The file is exported. The forms stay on the tablet.',
  failed: 'That did not work. The forms on the tablet are not affected. Please try again.',
  enrolTitle: 'Connect this tablet',
  enrolHint: 'Enter the one-time code from your administrator.',
  enrolCode: 'Connection code',
  enrol: 'Connect',
  enrolAgain: 'Connect again',
  enrolHere: 'This is the server itself',
  enrolling: 'Connecting…',
};

export const STAFF_WORDS: Record<Language, StaffWords> = { vi, en };

/** What can go wrong on the tablet's side of the line, where the server has no say. */
const LOCAL: Record<string, Record<Language, string>> = {
  network: {
    vi: 'Không liên lạc được với máy chủ. Hãy kiểm tra mạng rồi thử lại.',
    en: 'The server cannot be reached. Check the network and try again.',
  },
  timeout: {
    vi: 'Máy chủ trả lời quá chậm. Máy sẽ tự thử lại.',
    en: 'The server took too long to answer. The tablet will try again.',
  },
  portal: {
    vi: 'Mạng trả lời thay cho máy chủ. Có thể Wi-Fi cần đăng nhập.',
    en: 'The network answered instead of the server. The Wi-Fi may need a sign-in.',
  },
  'tablet-storage': {
    vi: 'Máy này chưa ghi được vào bộ nhớ. Hãy kiểm tra dung lượng rồi thử lại.',
    en: 'This tablet could not write to its storage. Check the free space and try again.',
  },
  fault: {
    vi: 'Ứng dụng gặp trục trặc khi gửi. Phiếu vẫn trên máy; máy sẽ tự thử lại.',
    en: 'The app had a fault while sending. The forms stay on the tablet; it will try again.',
  },
};

/** One sentence for a code, from the server or from the tablet itself. */
export function staffSentence(code: string, language: Language): string {
  return (LOCAL[code] ?? sentenceFor(code))[language];
}
