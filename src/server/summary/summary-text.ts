/** The summary of a period as a table for people, in Vietnamese. */
import type { Method, OverallRule } from '../../domain/survey.ts';
import { partlyTexts } from '../reports/words.ts';
import { type PlainFigure, type PlainSummary, RULES } from './summary-of.ts';

const METHOD: Record<Method, string> = {
  top2: 'top2 – tỷ lệ hài lòng (từ mức 4 trở lên)',
  norm: 'norm – điểm trung bình quy về 0–100',
  mean5: 'mean5 – điểm trung bình chia 5',
};
const RULE: Record<OverallRule, string> = {
  criteriaMean: 'Trung bình các tiêu chí (criteriaMean)',
  pooled: 'Gộp mọi câu trả lời (pooled)',
  weighted: 'Theo trọng số (weighted)',
  allSatisfied: 'Phiếu hài lòng mọi tiêu chí (allSatisfied)',
};
const CHANNEL: Record<string, string> = {
  kiosk: 'máy tại quầy',
  assisted: 'có người hỗ trợ',
  paper: 'phiếu giấy',
  link: 'đường dẫn',
};
const VERDICT = { met: 'Đạt', notMet: 'Chưa đạt', noData: 'Không có dữ liệu' } as const;

const day = (text: string) => text.split('-').reverse().join('/');
const decimal = (value: number, places = 2) => value.toFixed(places).replace('.', ',');
const width = (text: string) => Array.from(text).length;

/** Columns as wide as their widest cell; the first to the left, numbers to the right, the last as it is. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - width(cell));
        return column === 0 || column === row.length - 1 ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

const figureCells = ({ shown, interval, verdict, certain, smallSample, base }: PlainFigure): string[] => [
  shown ?? '–',
  interval ? `${decimal(interval.low)} – ${decimal(interval.high)}` : '–',
  [
    VERDICT[verdict],
    ...(verdict !== 'noData' && !certain ? ['chưa chắc chắn'] : []),
    ...(smallSample && base > 0 ? ['cỡ mẫu nhỏ'] : []),
  ].join(', '),
];

/** @param made when it was worked out, as it is to be printed. */
export function summaryText(summary: PlainSummary, made: string): string {
  const { period, office, ballots, channels, criteria, overall, goal, levels, versions, surveyVersion } = summary;
  const byChannel = Object.entries(channels).map(([id, count]) => `${CHANNEL[id] ?? id} ${count}`);
  const several = [`trong kỳ có các phiên bản ${versions.join(', ')}`, ...partlyTexts(levels)].join('; ');
  return [
    `${office.name} (${office.code})`,
    `Kỳ: ${day(period.from)} – ${day(period.to)}. Bộ phiếu phiên bản ${surveyVersion}${versions.length > 1 ? ` (${several})` : ''}.`,
    `Cách tính: ${METHOD[summary.method]}. Mục tiêu: ${String(goal).replace('.', ',')}.`,
    `Phiếu: ${ballots.all}, trong đó bỏ dở ${ballots.left}, có câu trả lời tính được ${ballots.valid}.` +
      (byChannel.length > 0 ? ` Kênh: ${byChannel.join(', ')}.` : ''),
    '',
    table([
      [
        'Tiêu chí',
        ...levels.map(({ level }) => `Mức ${level}`),
        'Hợp lệ',
        'Không biết',
        'Để trống',
        'Chỉ số',
        'KTC 95 %',
        'Kết luận',
      ],
      ...criteria.map((one) => [
        one.name,
        ...levels.map(({ level }) => String(one.counts[level] ?? 0)),
        ...[one.base, one.unknown, one.blank].map(String),
        ...figureCells(one),
      ]),
    ]),
    '',
    table([
      ['Chỉ số chung', 'Phiếu', 'Chỉ số', 'KTC 95 %', 'Kết luận'],
      ...RULES.map((rule) => [RULE[rule], String(overall[rule].base), ...figureCells(overall[rule])]),
    ]),
    '',
    `Tiêu chí dưới mục tiêu: ${summary.criteriaBelow} trên ${summary.criteriaJudged} tiêu chí có dữ liệu.`,
    'Câu "Không biết" và câu để trống không nằm trong mẫu số. Kết luận theo giá trị chưa làm tròn.',
    `Lập lúc ${made}. Kết quả lấy phiếu tại quầy, không thay thế khảo sát SIPAS.`,
  ].join('\n');
}
