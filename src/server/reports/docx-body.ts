/** What the report says: scope and method, the verdict, tables and charts, and the places to be filled in by hand. */
import { changeOf } from '../../domain/change.ts';
import { toDecimal } from '../../domain/fraction.ts';
import { excludedFrom, type FrozenPeriod, scaleIn } from '../../domain/report.ts';
import { periodText } from '../../domain/report-period.ts';
import { summarise } from '../../domain/summary.ts';
import { criteriaChart, levelsChart, levelSwatch } from './charts.ts';
import { trendChart } from './chart-trend.ts';
import { TEXT_WIDTH } from './docx-frame.ts';
import { type Media, paragraph, run } from './docx-parts.ts';
import { tableXml } from './docx-table.ts';
import { channelsText, versionsText } from './facts.ts';
import { bothFigures, flagsText } from './flags.ts';
import { namesOf } from './names.ts';
import { countText, dayText, indexText, intervalText, momentText, percentText } from './print.ts';
import { breakdownTable, criteriaTable, levelsTable, numbered, reasonsTable, type ReportTable } from './tables.ts';
import * as words from './words.ts';

const body = (...runs: string[]) => paragraph(runs.join(''), { style: 'Body' });
const note = (text: string) => paragraph(run(text), { style: 'Note' });
const lower = (text: string) => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);
const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'];

/** How many ballots the sample rule asks for, where the number of transactions is known. */
function sample({ coverage, total }: FrozenPeriod): string {
  if (!coverage) return '';
  const enough = total.ballots.valid >= coverage.needed ? 'đủ' : 'chưa đủ';
  return ` Cỡ mẫu cần có theo công thức n = N/(1 + N·e²), e = 5 %, với ${countText(coverage.population)} lượt giao dịch: ${countText(coverage.needed)} phiếu (${enough}).`;
}

/** The change from the period before, unless the two must not be compared. */
function change({ before, total, survey }: FrozenPeriod): string[] {
  if (!before) return [];
  const [now, then] = [summarise(total, survey).overall, summarise(before.total, survey).overall];
  const difference = changeOf(now, then);
  if (!difference || !then.index) return [];
  const when = periodText(before.period, 'vi');
  const was = percentText(indexText(then.index, survey.goal));
  if (before.breaks.length > 0)
    return [`Chỉ số ${when}: ${was}. Đơn vị, bộ phiếu hoặc cách tính đã thay đổi nên không so sánh trực tiếp.`];
  const points = toDecimal(difference.difference, 2);
  const moved = points.startsWith('-') ? `giảm ${points.slice(1)}` : `tăng ${points}`;
  const real = difference.real ? 'vượt mức dao động ngẫu nhiên' : 'chưa vượt mức dao động ngẫu nhiên';
  return [`So với ${when} (${was}): ${moved.replace('.', ',')} điểm phần trăm, ${real}.`];
}

function scope(frozen: FrozenPeriod): string[] {
  const { period, total, survey, flags, frozenAt, zone } = frozen;
  const { unknown, blank, voided } = excludedFrom(frozen);
  const left = total.ballots.left > 0 ? `, trong đó ${countText(total.ballots.left)} phiếu bỏ dở` : '';
  return [
    `Kỳ báo cáo: từ ngày ${dayText(period.from)} đến ngày ${dayText(period.to)}. Số liệu chốt lúc ${momentText(frozenAt, zone)}.`,
    `Số phiếu đã nhận: ${countText(total.ballots.all)} phiếu${left}; số phiếu hợp lệ: ${countText(total.ballots.valid)} phiếu. Kênh lấy phiếu: ${channelsText(frozen) || 'không có'}.${sample(frozen)}`,
    `Bộ phiếu: ${versionsText(frozen)}.`,
    `Cách tính mỗi tiêu chí: ${lower(words.METHOD[survey.method])}. Chỉ số chung: ${lower(words.RULE[survey.overall])}. Mục tiêu: ${percentText(String(survey.goal))}. ${words.VERDICT_NOTE}`,
    `Không tính vào mẫu số: ${countText(unknown)} câu trả lời “Không biết / Không sử dụng”, ${countText(blank)} câu bỏ trống, ${countText(voided)} phiếu bị loại.`,
    flags.length === 0 ? words.NO_FLAGS : `Dấu hiệu cần xem: ${flagsText(frozen)}`,
    ...bothFigures(frozen),
  ].map((text) => body(run(text)));
}

function verdict(frozen: FrozenPeriod): string[] {
  const { total, survey } = frozen;
  const { overall, judged, below, criteria } = summarise(total, survey);
  if (overall.index === null || overall.interval === null) return [body(run('Trong kỳ không có dữ liệu.'))];
  const goal = percentText(String(survey.goal));
  const unjudged = criteria.length - judged;
  return [
    body(
      run('Chỉ số hài lòng chung: '),
      run(percentText(indexText(overall.index, survey.goal)), { bold: true }),
      run(` (khoảng tin cậy 95 %: ${intervalText(overall.interval, survey.goal)}); so với mục tiêu ${goal}: `),
      run(words.VERDICT[overall.verdict], { bold: true }),
      run('.'),
    ),
    ...(overall.certain
      ? []
      : [body(run(`Mục tiêu ${goal} nằm trong khoảng tin cậy, nên thêm phiếu thì kết luận này còn có thể đổi.`))]),
    ...change(frozen).map((text) => body(run(text))),
    body(
      run(`Xét từng tiêu chí: ${below} trong ${judged} tiêu chí có dữ liệu dưới mục tiêu: `),
      run(below === 0 ? words.VERDICT.met : words.VERDICT.notMet, { bold: true }),
      run(unjudged > 0 ? `; ${unjudged} tiêu chí không có dữ liệu.` : '.'),
    ),
  ];
}

const hasHidden = ({ rows }: ReportTable) => rows.some((row) => row.some(({ kind }) => kind === 'hidden'));
const hasSmall = ({ rows }: ReportTable) =>
  rows.some((row) => row.some((cell) => cell.kind === 'figure' && cell.small));

/** The text between the grounds and the signature. */
export function bodyXml(frozen: FrozenPeriod, media: Media): string {
  const { survey, period, office } = frozen;
  const names = namesOf(frozen);
  let [tables, charts, sections] = [0, 0, 0];
  const section = (title: string) =>
    paragraph(run(`${ROMAN[sections++] ?? ''}. ${title}`), { style: 'Heading1', firstLine: 10 });
  const tableOf = (source: ReportTable) => tableXml(source, `Bảng ${++tables}`, survey.goal);
  const chartOf = (picture: Parameters<Media['use']>[0], title: string, alt: string) =>
    paragraph(media.use(picture, alt), { align: 'center', before: 6, keepNext: true }) +
    paragraph(run(`Biểu đồ ${++charts}. ${title}`, { bold: true, size: 12 }), { align: 'center', after: 4 });

  const legend = scaleIn(frozen).map(
    ({ level, label }) => media.use(levelSwatch(level), label.vi) + run(` ${label.vi}     `, { size: 11 }),
  );
  const groups = (['counters', 'fields', 'stages', 'channels'] as const)
    .filter((by) => frozen[by].length > 0)
    .map((by) => breakdownTable(frozen, by));
  const trend = trendChart(frozen);
  const steps = { day: 'một ngày', week: 'một tuần', month: 'một tháng' };
  const goal = percentText(String(survey.goal));
  const { criteria, overall } = summarise(frozen.total, survey);
  const isSmall = overall.small || criteria.some(({ small }) => small);
  const weak = criteria
    .map((one, at) => ({ ...one, name: numbered(names.criterion(one.id), at) }))
    .filter(({ verdict: said }) => said === 'notMet')
    .map(({ name, index }) => (index ? `${name} (${percentText(indexText(index, survey.goal))})` : name));
  const lines = (count: number) =>
    Array.from({ length: count }, () => paragraph('', { dots: TEXT_WIDTH, before: 8 })).join('');

  return [
    body(
      run(
        `${office.name} báo cáo kết quả lấy phiếu đánh giá mức độ hài lòng của người dân, tổ chức ${periodText(period, 'vi')} như sau:`,
      ),
    ),
    section('PHẠM VI VÀ CÁCH TÍNH'),
    ...scope(frozen),
    section('KẾT QUẢ CHUNG'),
    ...verdict(frozen),
    tableOf(criteriaTable(frozen)),
    ...(isSmall ? [note(words.SMALL_NOTE)] : []),
    chartOf(
      criteriaChart(frozen),
      `Chỉ số từng tiêu chí (%), khoảng tin cậy 95 % và mục tiêu ${goal} (vạch đứng)`,
      'Các số liệu của biểu đồ có trong Bảng 1.',
    ),
    note('Thanh gạch chéo là tiêu chí dưới mục tiêu. Trục bắt đầu từ 0 %.'),
    section('MỨC ĐỘ HÀI LÒNG THEO TỪNG TIÊU CHÍ'),
    tableOf(levelsTable(frozen)),
    chartOf(
      levelsChart(frozen),
      'Tỷ lệ các mức trong số câu trả lời hợp lệ',
      'Các số liệu của biểu đồ có trong Bảng 2.',
    ),
    paragraph(legend.join(''), { align: 'center', after: 4 }),
    section('KẾT QUẢ THEO QUẦY, LĨNH VỰC, BƯỚC VÀ KÊNH'),
    ...groups.map(tableOf),
    note(
      `TC1 đến TC${frozen.total.criteria.length} là các tiêu chí ở Bảng 1; n là số câu trả lời hợp lệ (cột Chung: số phiếu). Dấu ↓ là dưới mục tiêu. ${groups.some(hasSmall) ? words.SMALL_NOTE : ''} ${groups.some(hasHidden) ? words.HIDDEN_NOTE : ''}`.trim(),
    ),
    ...(trend
      ? [
          section('DIỄN BIẾN TRONG KỲ'),
          chartOf(
            trend.picture,
            `Chỉ số hài lòng chung; mỗi điểm là ${steps[trend.step]}`,
            'Số liệu từng ngày có trong bảng tính kèm theo.',
          ),
          note(
            `Trục đứng bắt đầu từ ${percentText(String(trend.floor))}. Vạch đứt là mục tiêu ${goal}. Điểm rỗng là cỡ mẫu nhỏ (dưới 30 phiếu).`,
          ),
        ]
      : []),
    section('LÝ DO CHƯA HÀI LÒNG'),
    frozen.reasons.length > 0
      ? tableOf(reasonsTable(frozen)) + note('Một phiếu có thể chọn nhiều lý do.')
      : body(run('Trong kỳ không có lý do nào được chọn.')),
    section('HẠN CHẾ, NGUYÊN NHÂN, GIẢI PHÁP'),
    paragraph(run('1. Hạn chế'), { style: 'Heading2', firstLine: 10 }),
    ...(weak.length > 0 ? [body(run(`Tiêu chí dưới mục tiêu: ${weak.join('; ')}.`))] : []),
    lines(3),
    paragraph(run('2. Nguyên nhân'), { style: 'Heading2', firstLine: 10 }),
    lines(3),
    paragraph(run('3. Giải pháp'), { style: 'Heading2', firstLine: 10 }),
    lines(4),
    body(run(words.CAUTION, { italic: true })),
    body(
      run(
        `Trên đây là báo cáo kết quả lấy phiếu đánh giá mức độ hài lòng của người dân, tổ chức ${periodText(period, 'vi')}./.`,
      ),
    ),
  ].join('');
}
