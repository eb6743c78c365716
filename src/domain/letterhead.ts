/** What stands around a report in the form of Nghị định 30/2020/NĐ-CP: the offices, the place, the grounds, who signs. */
import * as z from 'zod/mini';

const Line = z.string().check(z.trim(), z.maxLength(300));
const Lines = z.array(Line).check(z.maxLength(12));

/** Each may be empty: then its place in the document is left out, or left to be written by hand. */
export const Letterhead = z.strictObject({
  /** Cơ quan cấp trên trực tiếp: "UBND TỈNH KHÁNH HÒA". */
  parent: Line,
  /** Cơ quan ban hành: "ỦY BAN NHÂN DÂN XÃ ĐẠI LÃNH". */
  issuer: Line,
  /** Địa danh: "Đại Lãnh". */
  place: Line,
  /** What follows the number: "BC-UBND". */
  symbol: Line,
  /** Căn cứ, one ground each, without the semicolon. */
  grounds: Lines,
  /** Quyền hạn: "TM. ỦY BAN NHÂN DÂN". */
  authority: Line,
  /** Chức vụ: "CHỦ TỊCH". */
  position: Line,
  signer: Line,
  /** Nơi nhận, one recipient each, without the dash. */
  recipients: Lines,
});
export type Letterhead = z.infer<typeof Letterhead>;

/** Until the office has set its own. @param office its name */
export const emptyLetterhead = (office: string): Letterhead => ({
  parent: '',
  issuer: office.toLocaleUpperCase('vi'),
  place: '',
  symbol: 'BC-UBND',
  grounds: ['Căn cứ Kế hoạch lấy phiếu đánh giá mức độ hài lòng của người dân, tổ chức năm nay của đơn vị'],
  authority: 'TM. ỦY BAN NHÂN DÂN',
  position: 'CHỦ TỊCH',
  signer: '',
  recipients: ['Ủy ban nhân dân tỉnh (báo cáo)', 'Lưu: VT'],
});
