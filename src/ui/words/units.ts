/** Words of the settings about the offices beneath this one. */
import type { Language } from '../dashboard-words.ts';

const vi = {
  intro:
    'Đơn vị cấp trên xem được số liệu của các đơn vị này ở mục “Các đơn vị”, không xem được ý kiến và từng phiếu. Đơn vị đã có sẵn trong kho dữ liệu do người quản trị máy chủ ghép vào.',
  none: 'Chưa có đơn vị trực thuộc nào.',
  add: 'Thêm đơn vị',
  newUnit: 'Đơn vị mới',
  edit: 'Sửa',
  editOne: (name: string) => `Sửa ${name}`,
  code: 'Mã đơn vị',
  codeHint: 'Mã đơn vị hành chính chính thức; không đổi được về sau.',
  name: 'Tên đơn vị',
  kind: 'Loại đơn vị',
  under: 'Trực thuộc',
  isUnder: (name: string) => `trực thuộc ${name}`,
  validFrom: 'Ngày đầu tiên',
  validTo: 'Ngày cuối cùng, nếu đã thôi hoạt động',
  since: (day: string) => `từ ${day}`,
  until: (day: string) => `đến ${day}`,
  madeFrom: 'Hình thành từ các đơn vị',
  madeFromHint: 'Mỗi dòng một đơn vị cũ, có thể bắt đầu bằng mã, ví dụ: 22507 Xã Đại Lãnh.',
  bad: 'Cần mã (chữ không dấu, số, dấu chấm, gạch nối), tên, và ngày cuối không trước ngày đầu.',
};
export type UnitWords = typeof vi;

const en: UnitWords = {
  intro:
    'The office above sees the figures of these on the page “Offices”, and no remark and no single ballot. An office that is in the store already is attached by whoever runs the server.',
  none: 'There is no office beneath this one yet.',
  add: 'Add an office',
  newUnit: 'New office',
  edit: 'Edit',
  editOne: (name) => `Edit ${name}`,
  code: 'Code of the office',
  codeHint: 'The official code of the administrative unit; it cannot be changed later.',
  name: 'Name of the office',
  kind: 'Kind of office',
  under: 'Under',
  isUnder: (name) => `under ${name}`,
  validFrom: 'First day',
  validTo: 'Last day, if it is closed',
  since: (day) => `from ${day}`,
  until: (day) => `until ${day}`,
  madeFrom: 'Made from these offices',
  madeFromHint: 'One former office a line, which may begin with its code.',
  bad: 'It needs a code (letters, digits, dots, hyphens), a name, and a last day not before the first.',
};

export const UNIT_WORDS: Readonly<Record<Language, UnitWords>> = { vi, en };
