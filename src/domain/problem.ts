/**
 * Every error code that the API can return, with its HTTP status and one sentence in each language.
 * A code is for good: programs branch on it, so it is never renamed or reused. The sentence says what happened and what
 * is safe, and is written for staff: a citizen never sees one.
 */
type Sentence = { vi: string; en: string };

/** Problems of a whole request. The value is the HTTP status and the sentence. */
export const REQUEST_PROBLEMS = {
  malformed: [400, 'Không đọc được dữ liệu gửi lên.', 'The request could not be read.'],
  truncated: [
    400,
    'Gói phiếu đến thiếu; máy sẽ gửi lại.',
    'The batch arrived incomplete; the tablet will send it again.',
  ],
  'wrong-type': [400, 'Một giá trị gửi lên sai kiểu.', 'A value that was sent has the wrong type.'],
  'wire-version': [400, 'Máy tính bảng dùng phiên bản giao tiếp lạ.', 'The tablet speaks an unknown wire version.'],
  'bad-period': [400, 'Khoảng thời gian không hợp lệ.', 'The period is not valid.'],
  'no-token': [401, 'Thiếu khóa truy cập.', 'An access token is missing.'],
  'unknown-token': [401, 'Khóa truy cập không đúng.', 'The access token is not known.'],
  'nonce-stale': [
    401,
    'Mã dùng một lần của yêu cầu đã cũ hoặc đã dùng; máy sẽ gửi lại với mã mới.',
    'The nonce of the request is stale or was used; the tablet sends it again with a new one.',
  ],
  'request-signature': [
    401,
    'Chữ ký của máy không khớp với yêu cầu này; chưa nhận gì.',
    'The signature does not fit this request; nothing was taken.',
  ],
  'request-device': [401, 'Máy chủ không biết máy này.', 'The server does not know this tablet.'],
  'key-unproved': [
    422,
    'Máy không chứng minh được là đang giữ khóa đã gửi.',
    'The tablet did not show that it holds the key that it sent.',
  ],
  'key-old': [
    409,
    'Khóa này đã được thay; máy cần tạo khóa mới.',
    'This key was replaced; the tablet has to make another.',
  ],
  'not-a-tablet-file': [
    422,
    'Đây không phải tệp xuất từ máy tính bảng; chưa nhận gì.',
    'This is not a file that a tablet exported; nothing was taken in.',
  ],
  'fingerprint-differs': [
    409,
    'Đây không phải khóa mà máy đang dùng; hãy tải lại và so lại.',
    'This is not the key that the tablet has now: load the page again and compare once more.',
  ],
  'device-revoked': [
    403,
    'Máy này đã bị thu hồi; phiếu vẫn giữ trên máy.',
    'This device is revoked; its records stay on it.',
  ],
  'code-wrong': [403, 'Mã kết nối không đúng.', 'The enrolment code is wrong.'],
  'code-expired': [403, 'Mã kết nối đã hết hạn hoặc đã dùng.', 'The enrolment code has expired or was used.'],
  'signed-out': [401, 'Cần đăng nhập để xem phần này.', 'Sign in to see this.'],
  'not-allowed': [403, 'Tài khoản này không có quyền làm việc đó.', 'This account may not do that.'],
  'not-fresh': [
    403,
    'Việc này cần xác nhận lại mật khẩu hoặc mã xác thực.',
    'Confirm your password or code again before doing this.',
  ],
  'needs-second-factor': [
    403,
    'Quản trị viên cần đặt mã xác thực hai bước trước.',
    'An administrator has to set up a second factor first.',
  ],
  'sign-in-failed': [401, 'Tên đăng nhập hoặc mật khẩu không đúng.', 'The name or the password is wrong.'],
  'proof-wrong': [403, 'Mật khẩu hoặc mã xác thực không đúng.', 'The password or the code is wrong.'],
  'link-over': [403, 'Đường dẫn đã dùng hoặc đã hết hạn.', 'The link was used or has expired.'],
  'password-short': [422, 'Mật khẩu còn ngắn.', 'The password is too short.'],
  'password-long': [422, 'Mật khẩu quá dài.', 'The password is too long.'],
  'password-common': [422, 'Mật khẩu này dễ đoán.', 'This password is easy to guess.'],
  'name-taken': [409, 'Tên đăng nhập này đã có người dùng.', 'This sign-in name is taken.'],
  'last-administrator': [
    409,
    'Đơn vị phải còn ít nhất một người quản trị.',
    'The office must keep at least one administrator.',
  ],
  'period-open': [409, 'Kỳ này chưa kết thúc nên chưa chốt được.', 'The period is not over yet.'],
  'period-empty': [409, 'Kỳ này không có phiếu nào để chốt.', 'The period has no ballots.'],
  'not-local': [403, 'Chỉ làm được ngay trên máy chủ.', 'This can be done on the machine itself only.'],
  'batch-invalid': [
    400,
    'Ngày, quầy, lĩnh vực hoặc bước của tập phiếu không đúng.',
    'The day, counter, field or stage of the batch is not right.',
  ],
  'ballot-invalid': [
    400,
    'Phiếu không khớp với bộ phiếu của ngày đó; chưa lưu.',
    'The ballot does not fit the survey of that day; it was not saved.',
  ],
  'batch-closed': [
    409,
    'Tập phiếu này không còn nhận thao tác đó; hãy tải lại trang.',
    'The batch does not take this any more; load the page again.',
  ],
  'same-person': [
    409,
    'Người gõ lần hai phải là người khác: tài khoản này đã gõ tập phiếu một lần.',
    'Another person has to type it the second time: this account has typed the batch once.',
  ],
  'entry-conflict': [
    409,
    'Mã này đã dùng cho phiếu khác; phiếu đã lưu giữ nguyên.',
    'This id belongs to another ballot; what was saved stays as it is.',
  ],
  'import-running': [409, 'Tệp này đang được nhập hoặc đã nhập xong.', 'This file is being imported, or has been.'],
  'cross-site': [403, 'Yêu cầu đến từ một trang khác.', 'The request came from another site.'],
  'bad-day': [400, 'Ngày này không hợp lệ hoặc đã qua.', 'The day is not valid, or is over.'],
  'rules-changed': [
    409,
    'Người khác vừa đổi các quy tắc này. Hãy tải lại để xem quy tắc mới rồi sửa tiếp; chưa lưu gì.',
    'Someone else has just changed these rules. Load them again, then go on; nothing was saved.',
  ],
  'draft-changed': [
    409,
    'Bản nháp vừa được người khác sửa hoặc đã công bố; tải lại để xem bản mới nhất rồi sửa tiếp.',
    'Someone else has just changed or published the draft; load the newest before going on.',
  ],
  'draft-incomplete': [
    422,
    'Bản nháp còn chỗ cần sửa nên chưa công bố được.',
    'The draft still has problems and cannot be published.',
  ],
  'version-waiting': [
    409,
    'Đang có một phiên bản chờ đến ngày; chọn ngày sau ngày đó hoặc hủy phiên bản ấy trước.',
    'Another version waits for its day: choose a later day, or withdraw that version first.',
  ],
  'version-holds': [
    409,
    'Phiên bản này đã có hiệu lực nên không hủy được.',
    'This version is in force already and cannot be withdrawn.',
  ],
  'counter-unknown': [422, 'Không có quầy này, hoặc quầy đã ngừng dùng.', 'There is no such counter in use.'],
  'counter-in-use': [
    409,
    'Quầy này còn máy tính bảng; hãy chuyển hoặc thu hồi máy trước.',
    'A tablet still stands at this counter: move or revoke it first.',
  ],
  'last-counter': [409, 'Đơn vị phải còn ít nhất một quầy.', 'The office must keep at least one counter.'],
  'counter-misfit': [
    422,
    'Bộ phiếu hiện nay không có lĩnh vực hoặc bước đã chọn.',
    'The present survey does not have the chosen field or stage.',
  ],
  'counters-changed': [
    409,
    'Danh sách quầy vừa thay đổi; tải lại rồi sắp xếp tiếp.',
    'The list of counters has just changed: load it again.',
  ],
  'office-known': [
    409,
    'Mã này đã là của một đơn vị trong kho dữ liệu; người quản trị máy chủ ghép đơn vị đó vào.',
    'This code is that of an office in the store: whoever runs the server attaches it.',
  ],
  'alert-closed': [409, 'Cảnh báo này đã được khép lại.', 'This alert has been closed already.'],
  'remark-changed': [
    409,
    'Người khác vừa cập nhật ý kiến này; nội dung của họ được giữ nguyên. Hãy xem lại rồi lưu lần nữa.',
    'Someone else has just changed this remark, and theirs is kept. Look at it, then save again.',
  ],
  'outcome-missing': [422, 'Cần ghi kết quả xử lý trước khi xong.', 'Write down the outcome before it is done.'],
  'unknown-person': [422, 'Không giao được cho người này.', 'It cannot be given to this person.'],
  'already-void': [409, 'Phiếu này đã được loại bỏ trước đó.', 'This ballot is void already.'],
  'not-found': [404, 'Không có địa chỉ này.', 'There is nothing at this address.'],
  'method-not-allowed': [405, 'Địa chỉ này không nhận thao tác đó.', 'This address does not take that method.'],
  'too-slow': [
    408,
    'Dữ liệu đến quá chậm; máy sẽ gửi lại.',
    'The request took too long; the tablet will send it again.',
  ],
  'too-large': [413, 'Gói gửi lên quá lớn; máy sẽ chia nhỏ.', 'The request is too large; the tablet will split it.'],
  'media-type': [415, 'Kiểu nội dung không được nhận.', 'This content type is not accepted.'],
  encoding: [415, 'Không nhận nội dung nén.', 'Compressed content is not accepted.'],
  'too-many-streams': [
    429,
    'Phiên đăng nhập này đang mở quá nhiều trang kết quả; hãy đóng bớt.',
    'This session has too many result pages open: close some of them.',
  ],
  'too-many': [429, 'Quá nhiều yêu cầu; thử lại sau.', 'Too many requests; try again later.'],
  internal: [500, 'Máy chủ gặp lỗi; không mất phiếu nào.', 'The server failed; no submission is lost.'],
  storage: [
    503,
    'Máy chủ chưa ghi được; máy sẽ gửi lại.',
    'The server cannot store right now; the tablet will send again.',
  ],
  'not-storing': [503, 'Luồng ghi phiếu không trả lời.', 'The thread that stores does not answer.'],
  stopping: [503, 'Máy chủ đang dừng.', 'The server is stopping.'],
  busy: [503, 'Máy chủ đang bận; máy sẽ gửi lại.', 'The server is busy; the tablet will send again.'],
} as const satisfies Record<string, readonly [number, string, string]>;

/** Why one record of a batch was refused. The others in the batch are not affected. */
export const RECORD_PROBLEMS = {
  'record-malformed': ['Phiếu không đọc được.', 'The record cannot be read as JSON.'],
  'record-too-large': ['Phiếu quá dài.', 'The record is too long.'],
  'record-type': ['Phiếu có giá trị sai kiểu hoặc thừa.', 'The record has a value of the wrong type, or one too many.'],
  'record-version': ['Phiếu thuộc phiên bản chưa biết.', 'The record has an unknown version.'],
  'wrong-channel': ['Máy tính bảng không gửi phiếu giấy.', 'A tablet does not send paper ballots.'],
  'unknown-survey': ['Không có bộ phiếu phiên bản này.', 'There is no survey with this version.'],
  'unknown-counter': ['Không có quầy này.', 'There is no such counter.'],
  'unknown-field': ['Không có lĩnh vực này trong bộ phiếu.', 'The survey has no such field.'],
  'unknown-stage': ['Không có bước này trong bộ phiếu.', 'The survey has no such stage.'],
  'unknown-criterion': ['Không có tiêu chí này trong bộ phiếu.', 'The survey has no such criterion.'],
  'criterion-repeated': ['Một tiêu chí được trả lời hai lần.', 'A criterion is answered twice.'],
  'criterion-not-asked': ['Tiêu chí này không hỏi ở bước đó.', 'The criterion is not asked at that stage.'],
  'level-out-of-range': ['Mức đánh giá ngoài thang.', 'The level is outside the scale.'],
  'unknown-reason': ['Không có lý do này trong bộ phiếu.', 'The survey has no such reason.'],
  'text-invalid': ['Ý kiến có ký tự không hợp lệ.', 'The text has characters that are not valid.'],
  'text-too-long': ['Ý kiến dài quá 2 000 ký tự.', 'The remark is longer than 2,000 characters.'],
  'time-out-of-range': ['Thời điểm ngoài khoảng ghi được.', 'The time is outside what can be recorded.'],
  'record-not-canonical': ['Phiếu niêm phong viết sai dạng.', 'The sealed record is not written in its one form.'],
  'unknown-device': ['Không biết máy đã lập phiếu này.', 'The tablet that made the record is not known.'],
  'signature-missing': ['Phiếu thiếu chữ ký của máy.', 'The record of a tablet that signs is not signed.'],
  'signature-wrong': ['Chữ ký trên phiếu không khớp.', 'The signature on the record does not fit.'],
  'sealing-key': [
    'Máy chủ chưa có khóa để mở phiếu này; phiếu được giữ và tự vào khi có khóa.',
    'The server lacks the key to open the record; it is kept, and comes in by itself once the key is back.',
  ],
  'seal-broken': ['Phần niêm phong của phiếu không mở được.', 'The seal of the record cannot be opened.'],
  'seal-differs': [
    'Nội dung niêm phong thuộc phiếu khác.',
    'What is sealed names another record than the one it came in.',
  ],
  'id-conflict': [
    'Mã phiếu đã có với nội dung khác; giữ bản đầu.',
    'The id exists with other content; the first is kept.',
  ],
  'sequence-conflict': ['Số thứ tự đã có phiếu khác.', 'Another record has this place in the sequence.'],
} as const satisfies Record<string, readonly [string, string]>;

/** What was noticed about a record that was stored all the same. */
export const RECORD_NOTES = {
  unsigned: ['Phiếu không có chữ ký của máy.', 'The record is not signed by a tablet.'],
  'other-device': ['Phiếu do máy lập dưới tên khác.', 'The record was made under another device id.'],
  'clock-corrected': ['Đồng hồ máy lệch; giờ đã được chỉnh.', 'The tablet clock was off; the time was corrected.'],
  'clock-future': [
    'Thời điểm ở tương lai; tính vào ngày nhận.',
    'The time lies in the future; counted on the day of receipt.',
  ],
  'clock-past': ['Thời điểm quá xa; tính vào ngày nhận.', 'The time lies too far back; counted on the day of receipt.'],
} as const satisfies Record<string, readonly [string, string]>;

export type RequestProblem = keyof typeof REQUEST_PROBLEMS;
export type RecordProblem = keyof typeof RECORD_PROBLEMS;
export type RecordNote = keyof typeof RECORD_NOTES;

/** The sentence for any code, in both languages; an unknown code (a newer server) is shown as it is. */
export function sentenceFor(code: string): Sentence {
  const request = Object.entries(REQUEST_PROBLEMS).find(([key]) => key === code)?.[1];
  if (request) return { vi: request[1], en: request[2] };
  const record = Object.entries({ ...RECORD_PROBLEMS, ...RECORD_NOTES }).find(([key]) => key === code)?.[1];
  return record ? { vi: record[0], en: record[1] } : { vi: code, en: code };
}
