/** What every report must say about itself: survey version, method, base, what was left out, period, channel, goal, time. */
import { fromDecimal } from '../../domain/fraction.ts';
import { excludedFrom, type FrozenPeriod, scaleIn } from '../../domain/report.ts';
import { periodText } from '../../domain/report-period.ts';
import { summarise } from '../../domain/summary.ts';
import { namesOf } from './names.ts';
import { countText, dayText, momentText } from './print.ts';
import type { Cell, ReportTable } from './tables.ts';
import { flagsText, withoutFlagged } from './flags.ts';
import { BASE_NOTE, CAUTION, FLAGGED_HIDDEN, METHOD, partlyTexts, RULE, VERDICT, VERDICT_NOTE } from './words.ts';

const text = (value: string): Cell => ({ kind: 'text', text: value });
const count = (value: number): Cell => ({ kind: 'count', count: value });

/** Which versions were answered, and where they did not offer the same levels. */
export function versionsText(frozen: FrozenPeriod): string {
  const { survey, versions } = frozen;
  const several = [`trong kỳ có phiếu của các phiên bản ${versions.join(', ')}`, ...partlyTexts(scaleIn(frozen))].join(
    '; ',
  );
  return `${survey.title.vi}, phiên bản ${survey.version}${versions.length > 1 ? ` (${several})` : ''}`;
}

export function channelsText(frozen: FrozenPeriod): string {
  const names = namesOf(frozen);
  return frozen.channels
    .map(({ id, ballots }) => `${names.group('channels', id).toLocaleLowerCase('vi')} ${countText(ballots)} phiếu`)
    .join('; ');
}

/** How many ballots are flagged, and the index without them. */
function flaggedRows(frozen: FrozenPeriod, ballots: number): [string, Cell][] {
  const index = withoutFlagged(frozen);
  return [
    ['Số phiếu có dấu hiệu cần xem', count(ballots)],
    [
      'Chỉ số hài lòng chung, không tính các phiếu đó',
      index ? { kind: 'percent', value: index } : text(FLAGGED_HIDDEN),
    ],
  ];
}

/** The first sheet of the spreadsheet: a label and a value a line. */
export function factsTable(frozen: FrozenPeriod): ReportTable {
  const { office, period, survey, total, frozenAt, zone, flagged } = frozen;
  const { overall, below, judged } = summarise(total, survey);
  const { unknown, blank, voided } = excludedFrom(frozen);
  const bound = (value: number | undefined): Cell =>
    value === undefined ? { kind: 'none' } : { kind: 'bound', value };
  const rows: [string, Cell][] = [
    ['Đơn vị', text(`${office.name} (${office.code})`)],
    ['Kỳ', text(`${periodText(period, 'vi')} (${dayText(period.from)} – ${dayText(period.to)})`)],
    ['Chỉ số hài lòng chung', overall.index ? { kind: 'percent', value: overall.index } : { kind: 'none' }],
    ['Cận dưới khoảng tin cậy 95 %', bound(overall.interval?.low)],
    ['Cận trên khoảng tin cậy 95 %', bound(overall.interval?.high)],
    ['Mục tiêu', { kind: 'percent', value: fromDecimal(survey.goal) }],
    ['Kết luận', text(VERDICT[overall.verdict])],
    ['Số tiêu chí dưới mục tiêu', count(below)],
    ['Số tiêu chí có dữ liệu', count(judged)],
    ['Số phiếu đã nhận', count(total.ballots.all)],
    ['Trong đó bỏ dở', count(total.ballots.left)],
    ['Số phiếu hợp lệ (có ít nhất một câu trả lời)', count(total.ballots.valid)],
    ['Không tính vào mẫu: câu “Không biết / Không sử dụng”', count(unknown)],
    ['Không tính vào mẫu: câu bỏ trống', count(blank)],
    ['Không tính vào mẫu: phiếu bị loại', count(voided)],
    ['Kênh lấy phiếu', text(channelsText(frozen))],
    ['Bộ phiếu', text(versionsText(frozen))],
    ['Cách tính mỗi tiêu chí', text(METHOD[survey.method])],
    ['Cách tính chỉ số chung', text(RULE[survey.overall])],
    ['Mẫu số', text(BASE_NOTE)],
    ['Kết luận theo', text(VERDICT_NOTE)],
    ['Cảnh báo', text(flagsText(frozen))],
    ...(flagged && flagged.ballots > 0 ? flaggedRows(frozen, flagged.ballots) : []),
    ['Số liệu chốt lúc', text(momentText(frozenAt, zone))],
    ['Lưu ý', text(CAUTION)],
  ];
  return {
    sheet: 'Tóm tắt',
    title: `Kết quả lấy phiếu đánh giá mức độ hài lòng, ${periodText(period, 'vi')}`,
    columns: [
      { title: 'Nội dung', holds: 'text', width: 45 },
      { title: 'Giá trị', holds: 'text', width: 55 },
    ],
    rows: rows.map(([label, cell]) => [text(label), cell]),
    totalled: false,
  };
}
