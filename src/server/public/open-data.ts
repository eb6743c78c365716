/** The published result as CSV: one figure a line, with the method in the same file. Numbers have a point. */
import { CSV_BOM, csvLine } from '../../domain/report-csv.ts';
import type { PublicFigure, PublicResult } from '../../domain/report-publication.ts';
import { PUBLIC_WORDS } from './words.ts';

const HEAD = ['loai', 'ma', 'ten', 'name', 'so_tra_loi', 'chi_so', 'can_duoi', 'can_tren', 'ket_luan'];

type Cells = (string | number | null)[];
const figureCells = ({ base, index, low, high, verdict }: PublicFigure): Cells => [base, index, low, high, verdict];

export function openDataCsv(result: PublicResult): string {
  const { office, period, overall, criteria, counters, fields, reasons, goal, method, rule, excluded, ballots } =
    result;
  const words = PUBLIC_WORDS.vi;
  const english = PUBLIC_WORDS.en;
  const group = (kind: string, list: PublicResult['counters']): Cells[] =>
    (list ?? []).map(({ id, name, overall: figure }) => [kind, id, name.vi, name.en, ...figureCells(figure)]);
  const fact = (id: string, vi: string, en: string, value: string | number): Cells => [
    'thong_tin',
    id,
    vi,
    en,
    null,
    value,
    null,
    null,
    null,
  ];
  const rows: Cells[] = [
    HEAD,
    ['chung', 'overall', words.overall, english.overall, ...figureCells(overall)],
    ...criteria.map((one): Cells => ['tieu_chi', one.id, one.name.vi, one.name.en, ...figureCells(one)]),
    ...group('quay', counters),
    ...group('linh_vuc', fields),
    ...(reasons ?? []).map(({ criterion, reason, label, count }): Cells => [
      'ly_do',
      `${criterion}/${reason}`,
      label.vi,
      label.en,
      count,
      null,
      null,
      null,
      null,
    ]),
    fact('office', 'Đơn vị', 'Office', `${office.name} (${office.code})`),
    fact('from', 'Từ ngày', 'From', period.from),
    fact('to', 'Đến ngày', 'To', period.to),
    fact('goal', 'Mục tiêu', 'Goal', goal),
    fact('method', words.methods[method], english.methods[method], method),
    fact('rule', words.rules[rule], english.rules[rule], rule),
    fact('ballots', 'Số phiếu đã nhận', 'Ballots received', ballots.all),
    fact('valid', 'Số phiếu hợp lệ', 'Ballots with a valid answer', ballots.valid),
    ...(ballots.flagged === null
      ? []
      : [
          fact(
            'flagged',
            'Trong đó có dấu hiệu cần xem, vẫn được tính',
            'Of these flagged for a look, still counted',
            ballots.flagged,
          ),
        ]),
    fact('unknown', 'Câu “Không biết”, không trong mẫu số', 'Answers “Don’t know”, in no base', excluded.unknown),
    fact('blank', 'Câu bỏ trống, không trong mẫu số', 'Questions left blank, in no base', excluded.blank),
    fact('void', 'Phiếu bị loại', 'Void ballots', excluded.voided),
    fact('survey', 'Phiên bản bộ phiếu', 'Survey version', result.surveyVersions.join(' ')),
    fact('madeAt', 'Số liệu chốt lúc', 'Counted at', new Date(result.madeAt).toISOString()),
    fact('caution', words.caution, english.caution, ''),
  ];
  return CSV_BOM + rows.map(csvLine).join('');
}
