/** What a person is told about an import, in Vietnamese and English. */
import type { LineProblem } from '../../domain/paper-import.ts';
import type { ImportResult } from './import.ts';
import type { BadLine, Counts } from './store-rows.ts';

const LINE: Record<LineProblem, [vi: string, en: string]> = {
  unreadable: ['dòng hỏng (dấu ngoặc kép không khép hoặc quá dài)', 'broken line (open quote, or too long)'],
  'wrong-columns': ['sai số cột', 'wrong number of columns'],
  'wrong-date': ['ngày sai, cần yyyy-MM-dd', 'wrong date, must be yyyy-MM-dd'],
  'early-date': ['ngày trước năm 2000', 'date before 2000'],
  'future-date': ['ngày ở tương lai', 'date in the future'],
  'unknown-counter': ['không có quầy này', 'unknown counter'],
  'unknown-field': ['không có lĩnh vực này', 'unknown field'],
  'unknown-stage': ['không có bước này', 'unknown stage'],
  'bad-level': ['mức phải là 1–5, k hoặc để trống', 'level must be 1–5, k or empty'],
  'level-not-offered': ['bộ phiếu không có mức này', 'the survey does not offer this level'],
  'not-asked': ['tiêu chí không hỏi ở bước này', 'criterion not asked at this stage'],
};

const FILE = {
  empty: ['tệp không có gì', 'the file is empty'],
  unreadable: ['không đọc được dòng tiêu đề', 'the header line cannot be read'],
  'unknown-column': ['cột lạ', 'unknown column'],
  'missing-column': ['thiếu cột', 'missing column'],
  'repeated-column': ['cột lặp lại', 'repeated column'],
  'same-name': [
    'tệp cùng tên đã nhập trước đây với nội dung khác; thêm --correct nếu đây là bản sửa, --new nếu là phiếu khác',
    'a file of this name was imported with other content; add --correct if this corrects it, --new if these are other ballots',
  ],
  'not-utf8': [
    'tệp không phải CSV dạng UTF-8; hãy lưu lại dạng "CSV UTF-8"',
    'no CSV in UTF-8; save it as "CSV UTF-8"',
  ],
} as const;

/** Whatever stands in a file may reach a terminal: shortened, and without control characters. */
const quoted = (value: string) =>
  value === '' ? '' : ` "${Array.from(value.replace(/\p{C}/gu, '?')).slice(0, 40).join('')}"`;

export function badLineText({ line, code, value }: BadLine): string {
  const [vi, en] = LINE[code];
  return `Dòng ${line}: ${vi}${quoted(value)} (line ${line}: ${en})`;
}

export function refusalText({ code, column, wanted }: Extract<ImportResult, { ok: false }>): string {
  const [vi, en] = FILE[code];
  const columns = wanted ? `\nCác cột cần có (columns): ${wanted.join(',')}` : '';
  return `Không nhập gì: ${vi}${quoted(column)} (nothing imported: ${en}${quoted(column)})${columns}`;
}

export const countsText = ({ lines, added, known, bad }: Readonly<Counts>): string =>
  `${lines} dòng phiếu (lines), ${added} thêm mới (added), ${known} đã có (already there), ${bad} lỗi (bad)`;
