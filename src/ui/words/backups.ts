/** Words about the backups of the server, for its administrators. */
import type { Language } from '../dashboard-words.ts';

const vi = {
  intro: 'Máy chủ tự sao lưu, mở lại bản vừa làm để kiểm tra từng byte rồi mới tính là có. Bản sao được mã hóa.',
  good: 'Bản sao lưu gần nhất đã được đọc lại và còn nguyên vẹn.',
  none: 'Chưa có bản sao lưu nào',
  noneWhy:
    'Máy chủ làm bản đầu tiên vài phút sau khi khởi động. Muốn có ngay: chạy npm\u00a0run\u00a0backup trên máy chủ rồi tải lại trang này.',
  failed: (moment: string) => `Lần sao lưu lúc ${moment} không thành.`,
  reasons: {
    full: 'Đĩa đã đầy: giải phóng chỗ trống hoặc đặt BACKUP_DIR sang đĩa khác.',
    folder: 'Không ghi được vào thư mục sao lưu: kiểm tra ổ đĩa còn cắm và máy chủ có quyền ghi.',
    other: 'Xem dòng backup-failed trong nhật ký của máy chủ để biết lý do.',
  },
  again: 'Máy chủ thử lại sau mỗi 15 phút.',
  late: (hours: string) => `Bản gần nhất đã cũ: đáng ra cứ ${hours} giờ có một bản.`,
  lost: 'Không còn thấy tệp của bản gần nhất trong thư mục. Ổ đĩa sao lưu có thể đã bị rút ra.',
  sameDisk:
    'Bản sao nằm cùng đĩa với dữ liệu: hỏng đĩa là mất cả hai. Đặt BACKUP_DIR sang một đĩa khác và khởi động lại máy chủ.',
  noKeys:
    'Chưa sao lưu khóa. Mất máy chủ thì không máy nào mở được bản sao: chạy npm\u00a0run\u00a0keys\u00a0--\u00a0backup\u00a0TỆP và cất tệp ở nơi khác.',
  last: 'Bản gần nhất',
  content: 'Trong đó có',
  contentOf: (ballots: string, size: string) => `${ballots} phiếu · ${size}`,
  folder: 'Thư mục',
  file: 'Tệp',
  next: 'Bản kế tiếp',
  soon: 'trong ít phút nữa',
  pace: 'Cách làm',
  paceOf: (hours: string, keep: string) => `mỗi ${hours} giờ một bản, giữ ${keep} bản mới nhất`,
  updates: 'Bản làm trước khi nâng cấp',
  updatesWhy:
    'Giữ lại để quay về phiên bản trước. Khi đã chạy ổn với phiên bản mới, có thể tự xóa các tệp này trong thư mục.',
};
export type BackupWords = typeof vi;

const en: BackupWords = {
  intro:
    'The server makes backups by itself, opens each again and checks every byte before it counts. They are sealed.',
  good: 'The last backup was read back and is whole.',
  none: 'There is no backup yet',
  noneWhy:
    'The server makes the first one some minutes after it started. To have one now, run npm\u00a0run\u00a0backup on the server and load this page again.',
  failed: (moment) => `The backup at ${moment} came to nothing.`,
  reasons: {
    full: 'The disk is full: make room, or set BACKUP_DIR to another disk.',
    folder: 'The folder cannot be written: see that the disk is plugged in and that the server may write there.',
    other: 'The line backup-failed in the log of the server says why.',
  },
  again: 'The server tries again every 15 minutes.',
  late: (hours) => `The last one is old: there should be one every ${hours} hours.`,
  lost: 'The file of the last one is not in the folder any more. The backup disk may have been unplugged.',
  sameDisk:
    'It lies on the disk of the data: when that fails, both are lost. Set BACKUP_DIR to another disk and start the server again.',
  noKeys:
    'The keys are not backed up. If this machine is lost, no other one can open a backup: run npm\u00a0run\u00a0keys\u00a0--\u00a0backup\u00a0FILE and keep the file elsewhere.',
  last: 'Last one',
  content: 'In it',
  contentOf: (ballots, size) => `${ballots} ballots · ${size}`,
  folder: 'Folder',
  file: 'File',
  next: 'Next one',
  soon: 'in a few minutes',
  pace: 'Pace',
  paceOf: (hours, keep) => `one every ${hours} hours, the newest ${keep} are kept`,
  updates: 'Made before an update',
  updatesWhy:
    'Kept so that there is a way back to the version before. Once the new version runs well, you may remove these files from the folder.',
};

export const BACKUP_WORDS: Readonly<Record<Language, BackupWords>> = { vi, en };
