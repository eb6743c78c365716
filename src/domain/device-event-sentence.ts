/** What happened to a tablet in a few words, the same on its page, in an alert and in an e-mail. */
import type { DeviceEventKind } from './device-event.ts';
import type { Words } from './survey.ts';

export const EVENT_SENTENCES: Readonly<Record<DeviceEventKind, Words>> = {
  'database-reset': {
    vi: 'kho phiếu trên máy bị trống, đã khôi phục từ bản ghi thứ hai',
    en: 'its database came back empty and was filled again from the second copy',
  },
  'journal-reset': {
    vi: 'bản ghi thứ hai trên máy bị hỏng, đã ghi lại từ kho phiếu',
    en: 'its second copy was lost and was written anew from the database',
  },
  'mark-lost': {
    vi: 'dấu kiểm tra của máy bị mất, có thể dữ liệu trình duyệt đã bị xóa',
    en: 'its mark was gone: the browser data may have been cleared',
  },
  'record-damaged': {
    vi: 'có phiếu không đọc được ở cả hai bản ghi',
    en: 'a submission could be read in neither copy',
  },
  'record-mended': {
    vi: 'một bản ghi của phiếu bị hỏng, đã sửa từ bản còn lại',
    en: 'one copy of a submission was damaged and was put right from the other',
  },
  'disk-fault': {
    vi: 'ổ đĩa báo lỗi, cần khởi động lại trình duyệt trên máy',
    en: 'its disk failed; the browser has to be started again',
  },
  'disk-full': { vi: 'bộ nhớ đã đầy, đang dùng phần dự trữ', en: 'its storage is full; the reserve is in use' },
  unprotected: {
    vi: 'được đưa vào dùng dù trình duyệt có thể tự xóa dữ liệu',
    en: 'taken into use although the browser may clear its data',
  },
  'pin-guessed': { vi: 'nhập sai mã PIN nhiều lần liền', en: 'several wrong PINs in a row' },
  fork: {
    vi: 'hai phiếu khác nhau có cùng số, có thể máy bị sao chép',
    en: 'two different submissions have the same number: the tablet may have been copied',
  },
  'chain-broken': {
    vi: 'phiếu không nối đúng với phiếu trước, có thể đã bị sửa',
    en: 'a submission does not follow the one before it: one may have been edited',
  },
  'went-back': {
    vi: 'số phiếu lùi lại, có thể dữ liệu cũ đã được chép vào máy',
    en: 'its numbers went back: older data may have been copied onto it',
  },
  'signature-wrong': {
    vi: 'chữ ký của phiếu không khớp, có thể phiếu bị làm giả',
    en: 'the signature of a submission does not fit: it may be forged',
  },
};
