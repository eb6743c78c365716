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

const CENTRE = /^trung tâm phục vụ hành chính công/i;
const COMMITTEE = /^(ủy|uỷ) ban nhân dân/i;
const COMMUNE = /(xã|phường|đặc khu)\s+(\S.*)$/iu;
const upper = (text: string) => text.toLocaleUpperCase('vi');

/**
 * Until the office has set its own. Who signs belongs to who issues: a committee's chairman signs for the committee ("TM."), the head of
 * a centre signs as such (NĐ 30/2020/NĐ-CP, Phụ lục I, II.7). @param office its name
 */
export function emptyLetterhead(office: string): Letterhead {
  const [, kind = '', name = ''] = COMMUNE.exec(office) ?? [];
  const isCommittee = COMMITTEE.test(office);
  return {
    parent: isCommittee || name === '' ? '' : upper(`Ủy ban nhân dân ${kind} ${name}`),
    issuer: upper(office),
    place: name,
    symbol: isCommittee ? 'BC-UBND' : CENTRE.test(office) ? 'BC-TTPVHCC' : 'BC',
    grounds: ['Căn cứ Kế hoạch lấy phiếu đánh giá mức độ hài lòng của người dân, tổ chức năm nay của đơn vị'],
    authority: isCommittee ? 'TM. ỦY BAN NHÂN DÂN' : '',
    position: isCommittee ? 'CHỦ TỊCH' : CENTRE.test(office) ? 'GIÁM ĐỐC' : '',
    signer: '',
    recipients: [
      isCommittee || name === '' ? 'Ủy ban nhân dân tỉnh (báo cáo)' : `Ủy ban nhân dân ${kind} (báo cáo)`,
      'Lưu: VT',
    ],
  };
}

/** What a reader of the printed report would miss first; their places stay dotted until they are filled in. */
export const LETTERHEAD_NEEDS = ['issuer', 'place', 'position', 'signer'] as const;
export type LetterheadGap = (typeof LETTERHEAD_NEEDS)[number] | 'authority';

/** What is missing, and `authority` where somebody signs for a committee that is not the issuer. */
export function letterheadGaps(letterhead: Letterhead): LetterheadGap[] {
  const forCommittee = /^tm\. *(ủy|uỷ) ban nhân dân/i.test(letterhead.authority);
  return [
    ...LETTERHEAD_NEEDS.filter((name) => letterhead[name] === ''),
    ...(forCommittee && !COMMITTEE.test(letterhead.issuer) ? ['authority' as const] : []),
  ];
}
