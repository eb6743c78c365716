/** Words of the guide for tablets on the local network. They are beside the page, for the server does not load src/ui. */
export type GuideLanguage = 'vi' | 'en';

interface Way {
  on: string;
  steps: readonly string[];
}
export interface GuideWords {
  title: string;
  other: string;
  lead: string;
  scan: string;
  download: string;
  downloadWhy: string;
  compare: string;
  ways: readonly Way[];
  check: string;
  checkWhy: string;
  checking: string;
  good: string;
  open: string;
  bad: string;
  badWhy: readonly string[];
  clock: string;
  noScript: string;
}

const vi: GuideWords = {
  title: 'Chuẩn bị máy tính bảng',
  other: 'English',
  lead: 'Máy tính bảng chỉ giữ được phiếu khi mất mạng nếu nó tin máy chủ này. Làm một lần cho mỗi máy, ba bước.',
  scan: 'Mở trang này trên máy tính bảng: quét mã hoặc gõ',
  download: '1. Tải chứng thư về máy',
  downloadWhy: 'Chứng thư này chỉ bảo đảm cho các địa chỉ trong mạng nội bộ, không cho trang nào trên Internet.',
  compare: 'Dấu vân tay SHA-256. Phải giống hệt dòng mà máy chủ in ra khi khởi động; khác nhau thì dừng lại.',
  ways: [
    {
      on: '2. Cài trên Android',
      steps: [
        'Máy cần có khóa màn hình (mã PIN hoặc mẫu hình).',
        'Cài đặt → Bảo mật và quyền riêng tư → Cài đặt bảo mật khác → Mã hóa và thông tin đăng nhập → Cài đặt chứng chỉ → Chứng chỉ CA.',
        'Chọn “Vẫn cài đặt”, rồi chọn tệp hai-long-ca.crt trong mục Tải xuống. Tên mục có thể khác đôi chút tùy hãng.',
      ],
    },
    {
      on: '2. Cài trên iPad',
      steps: [
        'Mở trang này bằng Safari rồi tải chứng thư; chọn “Cho phép”.',
        'Cài đặt → Đã tải về hồ sơ → Cài đặt.',
        'Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận: bật cho “Hài Lòng …”. Thiếu bước này thì chưa dùng được.',
      ],
    },
    {
      on: '2. Cài cho Chrome trên máy tính hoặc ChromeOS',
      steps: [
        'Mở chrome://certificate-manager (ChromeOS: chrome://settings/certificates, thẻ Tổ chức phát hành).',
        'Chứng chỉ cục bộ → Do bạn cài đặt → Chứng chỉ đáng tin cậy → Nhập, chọn tệp hai-long-ca.crt.',
        'Đóng hẳn Chrome rồi mở lại.',
      ],
    },
  ],
  check: '3. Kiểm tra máy này',
  checkWhy: 'Chỉ tải một dòng chữ từ máy chủ qua kết nối mã hóa.',
  checking: 'Đang kiểm tra…',
  good: 'Đạt: máy này tin máy chủ.',
  open: 'Mở ứng dụng',
  bad: 'Chưa đạt: máy này chưa tin máy chủ, hoặc chưa tới được.',
  badWhy: [
    'Chứng thư chưa cài, hoặc trên iPad chưa bật tin cậy.',
    'Tường lửa của máy chủ chặn cổng.',
    'Sau khi cài, cần đóng hẳn trình duyệt rồi mở lại.',
  ],
  clock: 'Đồng hồ của máy này sai quá một ngày. Đặt lại ngày giờ trước.',
  noScript: 'Trình duyệt này tắt JavaScript nên không kiểm tra được.',
};

const en: GuideWords = {
  title: 'Prepare a tablet',
  other: 'Tiếng Việt',
  lead: 'A tablet can keep answers without a network only if it trusts this server. Once for each tablet, in three steps.',
  scan: 'Open this page on the tablet: scan the code, or type',
  download: '1. Download the certificate',
  downloadWhy: 'It vouches for addresses in a local network only, and for no page on the Internet.',
  compare: 'Its SHA-256 fingerprint. It must be the line that the server prints when it starts: if not, stop here.',
  ways: [
    {
      on: '2. Install it on Android',
      steps: [
        'The tablet needs a screen lock (a PIN or a pattern).',
        'Settings → Security & privacy → More security settings → Encryption & credentials → Install a certificate → CA certificate.',
        'Choose “Install anyway”, then the file hai-long-ca.crt under Downloads. Names differ a little between makers.',
      ],
    },
    {
      on: '2. Install it on an iPad',
      steps: [
        'Open this page in Safari and download the certificate; choose “Allow”.',
        'Settings → Profile Downloaded → Install.',
        'Settings → General → About → Certificate Trust Settings: switch “Hài Lòng …” on. Without this step it does not work.',
      ],
    },
    {
      on: '2. Install it for Chrome on a computer or ChromeOS',
      steps: [
        'Open chrome://certificate-manager (ChromeOS: chrome://settings/certificates, Authorities).',
        'Local certificates → Installed by you → Trusted certificates → Import, and choose hai-long-ca.crt.',
        'Close Chrome altogether and open it again.',
      ],
    },
  ],
  check: '3. Check this tablet',
  checkWhy: 'It only loads one line of text from the server over an encrypted connection.',
  checking: 'Checking…',
  good: 'Good: this tablet trusts the server.',
  open: 'Open the app',
  bad: 'Not yet: this tablet does not trust the server, or cannot reach it.',
  badWhy: [
    'The certificate is not installed, or on an iPad its trust is not switched on.',
    'The firewall of the server shuts the port.',
    'After installing it, the browser has to be closed altogether and opened again.',
  ],
  clock: 'The clock of this tablet is off by more than a day. Set date and time first.',
  noScript: 'This browser has JavaScript switched off, so it cannot check.',
};

export const GUIDE_WORDS: Readonly<Record<GuideLanguage, GuideWords>> = { vi, en };
