/** The periods that reports are made of: which one is meant by default, and how officials name it. */
import { addDays, type Period, periodAround, type PeriodName } from './period.ts';

/** The whole month (or quarter, or year) before the one that holds today. */
export const lastClosed = (name: Exclude<PeriodName, 'today' | 'range'>, today: string): Period =>
  periodAround(name, addDays(periodAround(name, today).from, -1));

/** A period is closed once its last day is over. */
export const isClosed = ({ to }: Period, today: string): boolean => to < today;

export type NamedPeriod = { name: 'day' | 'month' | 'quarter' | 'year' | 'range'; period: Period };
const KINDS = ['month', 'quarter', 'year'] as const;

/** What the days are called together: a month, a quarter, a year, a single day, or just from and to. */
export function nameOf(period: Period): NamedPeriod {
  if (period.from === period.to) return { name: 'day', period };
  const name = KINDS.find((kind) => {
    const whole = periodAround(kind, period.from);
    return whole.from === period.from && whole.to === period.to;
  });
  return { name: name ?? 'range', period };
}

const ROMAN = ['I', 'II', 'III', 'IV'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const day = (text: string) => text.split('-').reverse().join('/');

/** As it stands in a heading: "quý III năm 2026", in English "Q3 2026". */
export function periodText(period: Period, language: 'vi' | 'en'): string {
  const { name } = nameOf(period);
  const [year = '', month = ''] = period.from.split('-');
  const quarter = Math.ceil(Number(month) / 3);
  const vi = language === 'vi';
  switch (name) {
    case 'day':
      return vi ? `ngày ${day(period.from)}` : day(period.from);
    case 'month':
      return vi ? `tháng ${Number(month)} năm ${year}` : `${MONTHS[Number(month) - 1] ?? month} ${year}`;
    case 'quarter':
      return vi ? `quý ${ROMAN[quarter - 1] ?? ''} năm ${year}` : `Q${quarter} ${year}`;
    case 'year':
      return vi ? `năm ${year}` : year;
    case 'range':
      return vi ? `từ ngày ${day(period.from)} đến ngày ${day(period.to)}` : `${day(period.from)} – ${day(period.to)}`;
  }
}
