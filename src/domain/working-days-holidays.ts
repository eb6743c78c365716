/**
 * The public holidays of Vietnam that are certain beforehand: the four fixed days of article 112 of the Labour Code (45/2019/QH14), the first
 * three days of the lunar year and the day of the Hùng Kings (10/3 of the lunar year). The further days of Tết and of 2/9, days off in lieu and
 * swapped days are decided each year: the office adds them.
 */
import type { Holiday } from './working-days.ts';

const fixed = (year: number): Holiday[] => [
  { day: `${year}-01-01`, name: 'Tết Dương lịch' },
  { day: `${year}-04-30`, name: 'Ngày Chiến thắng' },
  { day: `${year}-05-01`, name: 'Ngày Quốc tế lao động' },
  { day: `${year}-09-02`, name: 'Quốc khánh' },
];
const TET = 'Tết Nguyên đán';
const HUNG = 'Giỗ Tổ Hùng Vương';

export const SHIPPED_HOLIDAYS: readonly Holiday[] = [
  ...fixed(2026),
  { day: '2026-02-17', name: TET },
  { day: '2026-02-18', name: TET },
  { day: '2026-02-19', name: TET },
  { day: '2026-04-26', name: HUNG },
  ...fixed(2027),
  { day: '2027-02-06', name: TET },
  { day: '2027-02-07', name: TET },
  { day: '2027-02-08', name: TET },
  { day: '2027-04-16', name: HUNG },
].sort((a, b) => (a.day < b.day ? -1 : 1));
