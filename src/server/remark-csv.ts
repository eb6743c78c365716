/** The lines of the file of remarks. Every cell goes through csvCell: a remark that begins like a formula is run by no spreadsheet. */
import type { RemarkItem } from '../domain/remark.ts';
import { CSV_BOM, csvLine } from '../domain/report-csv.ts';
import type { Words } from '../domain/survey.ts';
import type { ExportedRemark } from './store/remark-export.ts';

type Language = keyof Words;

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  vi: [
    'Ngày',
    'Quầy',
    'Lĩnh vực',
    'Bước',
    'Kênh',
    'Ý kiến',
    'Đánh giá và lý do',
    'Mức thấp nhất',
    'Tình trạng',
    'Người xử lý',
    'Hạn',
    'Kết quả xử lý',
    'Nhãn',
  ],
  en: [
    'Day',
    'Counter',
    'Field',
    'Stage',
    'Channel',
    'Remark',
    'Levels and reasons',
    'Lowest level',
    'Status',
    'Assigned to',
    'Due',
    'Outcome',
    'Tags',
  ],
};
const STATUS: Readonly<Record<Language, Readonly<Record<RemarkItem['status'], string>>>> = {
  vi: { new: 'Mới', seen: 'Đã xem', 'in-hand': 'Đang xử lý', done: 'Đã xong' },
  en: { new: 'New', seen: 'Seen', 'in-hand': 'In hand', done: 'Done' },
};

export const remarkCsvHead = (language: Language): string => `${CSV_BOM}${csvLine(HEADS[language])}`;

/** Days stay yyyy-MM-dd: a spreadsheet reads that the same way everywhere. */
export function remarkCsvLine(remark: ExportedRemark, language: Language): string {
  const { day, counter, field, stage, channel, words, answers, lowest, status, assignee, due, outcome, tags } = remark;
  const levels = answers.map(({ criterion, levelWords, reasons }) => {
    const why = reasons.map((reason) => reason[language]).join('; ');
    return `${criterion[language]}: ${levelWords[language]}${why === '' ? '' : ` (${why})`}`;
  });
  return csvLine([
    day,
    counter.name,
    field?.[language] ?? '',
    stage?.[language] ?? '',
    channel,
    words,
    levels.join('\n'),
    lowest,
    STATUS[language][status],
    assignee?.name ?? '',
    due ?? '',
    outcome,
    tags.join('; '),
  ]);
}
