/** What staff read on the tablet: the PIN, the state of sending, and connecting a new tablet. Loaded only there. */
import type { TOLD_EVENTS } from '../domain/device-event.ts';
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
  formsWait: (forms: number) => `Còn ${forms} phiếu chưa gửi trên máy này. Kết nối xong, máy sẽ tự gửi.`,
  enrolCode: 'Mã kết nối',
  enrol: 'Kết nối',
  enrolAgain: 'Kết nối lại',
  enrolHere: 'Máy này chính là máy chủ',
  enrolling: 'Đang kết nối…',
  key: 'Khóa của máy',
  keyCompare: 'Phải giống dòng chữ trên trang Máy tính bảng.',
  keyNone: 'Trình duyệt này không giữ được khóa. Máy dùng mã thay thế, kém an toàn hơn.',
  protection: 'Kiểm tra trước khi dùng',
  protections: {
    checked: 'Đã qua',
    allowed: 'Cán bộ cho dùng dù chưa đủ điều kiện',
    unchecked: 'Chưa kiểm tra (máy dùng thử, hoặc đã dùng từ trước)',
    waiting: 'Chưa xong',
  },
  events: 'Việc cần người phụ trách biết',
  eventKinds: {
    'database-reset': 'Kho thứ nhất bị xóa trắng và đã được dựng lại',
    'journal-reset': 'Kho thứ hai bị mất và đã được viết lại',
    'mark-lost': 'Dấu ghi bên ngoài hai kho bị mất',
    'record-damaged': 'Có phiếu không đọc lại được',
    'record-mended': 'Một bản của phiếu bị hỏng và đã được sửa',
    'disk-fault': 'Ổ nhớ bị lỗi. Hãy đóng hẳn trình duyệt rồi mở lại',
    'disk-full': 'Bộ nhớ đã đầy. Hãy xóa bớt thứ khác trên máy',
    unprotected: 'Máy được cho dùng khi chưa đủ điều kiện',
    'pin-guessed': 'Có người nhập sai mã PIN nhiều lần',
  } satisfies Record<(typeof TOLD_EVENTS)[number], string>,
  homeScreenTitle: 'Cần mở từ màn hình chính',
  homeScreenWhy: 'Trên iPad, Safari tự xóa dữ liệu của một trang không dùng trong bảy ngày. Phiếu chưa gửi có thể mất.',
  homeScreenHow: 'Bấm nút Chia sẻ, chọn “Thêm vào MH chính”, rồi mở ứng dụng từ biểu tượng mới.',
  trialTitle: 'Kiểm tra máy trước khi dùng',
  trialWhy: 'Người dân dùng được máy khi ba dòng dưới đây đều đạt. Làm một lần cho mỗi máy.',
  trialConnected: 'Đã kết nối với máy chủ',
  trialFingerprint: (fingerprint: string) =>
    `Khóa của máy: ${fingerprint}. So với dòng chữ trên trang Máy tính bảng; nếu khác, hãy báo người quản trị.`,
  trialPersisted: 'Trình duyệt giữ dữ liệu lâu dài',
  trialPersistedYes: 'Trình duyệt sẽ không tự xóa dữ liệu của ứng dụng.',
  trialPersistedNo:
    'Mở trình đơn ⋮ của trình duyệt, chọn “Thêm vào Màn hình chính” hoặc “Cài đặt”, rồi mở ứng dụng từ biểu tượng.',
  trialRestart: 'Dữ liệu còn nguyên sau khi mở lại',
  trialRestartYes: 'Đã mở lại, dữ liệu còn nguyên.',
  trialRestartNo:
    'Đóng hẳn trình duyệt (vuốt khỏi danh sách ứng dụng gần đây, đóng mọi cửa sổ) rồi mở lại trang này. Tải lại trang chưa đủ.',
  trialTrouble: {
    'mark-lost':
      'Một phần dữ liệu đã mất khi mở lại. Kiểm tra xem trình duyệt có xóa dữ liệu khi thoát không, rồi đóng hẳn và mở lại.',
    'no-session':
      'Trình duyệt không cho biết khi nào nó được mở lại, có thể vì cookie bị chặn. Hãy cho phép cookie, hoặc cho dùng kèm lý do.',
  },
  trialAllow: 'Cho dùng dù chưa đạt',
  trialReason: 'Lý do (sẽ gửi về máy chủ)',
  trialGoOn: 'Tiếp tục, nhập mã PIN',
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
  formsWait: (forms: number) =>
    forms === 1
      ? 'One form on this tablet was not sent yet. It is sent by itself once the tablet is connected.'
      : `${forms} forms on this tablet were not sent yet. They are sent by themselves once the tablet is connected.`,
  enrolCode: 'Connection code',
  enrol: 'Connect',
  enrolAgain: 'Connect again',
  enrolHere: 'This is the server itself',
  enrolling: 'Connecting…',
  key: 'Key of this tablet',
  keyCompare: 'Must be the same as on the Tablets page.',
  keyNone: 'This browser cannot keep a key. The tablet uses a token instead, which is weaker.',
  protection: 'Check before use',
  protections: {
    checked: 'Passed',
    allowed: 'Taken into use by staff although not all was sure',
    unchecked: 'Not checked (a try-out, or in use since before)',
    waiting: 'Not finished',
  },
  events: 'What the people in charge should know',
  eventKinds: {
    'database-reset': 'The first store came back empty and was filled again',
    'journal-reset': 'The second store was lost and was written anew',
    'mark-lost': 'The mark outside both stores was lost',
    'record-damaged': 'A form could not be read again',
    'record-mended': 'One copy of a form was damaged and was put right',
    'disk-fault': 'The disk failed. Please close the browser completely and open it again',
    'disk-full': 'The storage is full. Please remove something else from the tablet',
    unprotected: 'Taken into use although not all was sure',
    'pin-guessed': 'Somebody entered wrong PINs several times',
  },
  homeScreenTitle: 'Please open it from the home screen',
  homeScreenWhy:
    'On an iPad, Safari clears what a page has stored when it is not used for seven days. Unsent forms could be lost.',
  homeScreenHow: 'Tap Share, choose “Add to Home Screen”, and open the app from its new icon.',
  trialTitle: 'A check before the tablet is used',
  trialWhy: 'Citizens can use the tablet when all three lines are fulfilled. Once for each tablet.',
  trialConnected: 'Connected to the server',
  trialFingerprint: (fingerprint) =>
    `Key of this tablet: ${fingerprint}. Compare it with the Tablets page; if it differs, tell the administrator.`,
  trialPersisted: 'The browser keeps the data for good',
  trialPersistedYes: 'The browser will not clear the app’s data by itself.',
  trialPersistedNo:
    'Open the browser’s menu ⋮, choose “Add to Home screen” or “Install”, and open the app from its icon.',
  trialRestart: 'The data is still there after a restart',
  trialRestartYes: 'Opened again, and the data is complete.',
  trialRestartNo:
    'Close the browser completely (swipe it out of the recent apps, close all windows) and open this page again. Reloading is not enough.',
  trialTrouble: {
    'mark-lost':
      'Part of the data was lost on the restart. See whether the browser clears data when it closes, then close it completely and open it again.',
    'no-session':
      'The browser does not tell when it was started anew, perhaps because cookies are blocked. Allow cookies, or take it into use with a reason.',
  },
  trialAllow: 'Use it all the same',
  trialReason: 'Reason (is sent to the server)',
  trialGoOn: 'Continue to the PIN',
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
  http: {
    vi: 'Máy chủ hoặc mạng ở giữa báo lỗi. Phiếu vẫn trên máy; nếu kéo dài, hãy báo quản trị viên.',
    en: 'The server, or the network in between, reports an error. The forms stay on the tablet; if it lasts, tell the administrator.',
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

/** One sentence for a code, from the server or from the tablet itself. A status without a code is `http-502` and the like. */
export function staffSentence(code: string, language: Language): string {
  return (LOCAL[code.replace(/^http-.*/, 'http')] ?? sentenceFor(code))[language];
}
