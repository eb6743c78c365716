/** What the columns of a table may be, by their names: a proposal that a person looks at and corrects. */
import { foldText } from '../../domain/fold-text.ts';
import type { ColumnGuess } from '../../domain/paper-import.ts';
import type { Survey } from '../../domain/survey.ts';
import type { CellLine } from './cells.ts';

/** Where the names of the columns may stand: above them there may be a title. */
const HEADER_LINES = 20;

const NAMES = {
  date: ['date', 'day', 'ngay', 'ngay danh gia', 'ngay lay phieu', 'ngay lay y kien', 'ngay thang'],
  counter: ['counter', 'quay', 'quay so', 'ten quay', 'ma quay', 'so quay'],
  field: ['field', 'linh vuc', 'linh vuc thu tuc'],
  stage: ['stage', 'buoc', 'giai doan', 'thoi diem', 'nop hay nhan', 'noi dung giao dich'],
} as const;
type Named = keyof typeof NAMES;

/** "3. Thủ tục hành chính" and "TC3: Thủ tục hành chính" are the same name. */
const withoutNumber = (name: string) => name.replace(/^(?:tieu chi|cau hoi|cau|tc)?\s*\d+\s*[.:)–-]?\s*/, '');
const numberOf = (name: string) => /^(?:tieu chi|cau hoi|cau|tc|criterion)?\s*(\d+)$/.exec(name)?.[1];

/** @param names the folded names of the columns. @returns each column that was recognised, once. */
function recognise(names: readonly string[], survey: Survey) {
  const taken = new Set<number>();
  const take = (test: (name: string, at: number) => boolean): number | null => {
    const at = names.findIndex((name, index) => name !== '' && !taken.has(index) && test(name, index));
    if (at < 0) return null;
    taken.add(at);
    return at;
  };
  const named = (key: Named) => take((name) => NAMES[key].some((one) => one === name));
  const places = { date: named('date'), counter: named('counter'), field: named('field'), stage: named('stage') };
  const criteria = survey.criteria.map(({ id, name: label, question }, index) => {
    const words = [id, label.vi, label.en, question.vi, question.en].map(foldText);
    const exact = take((name) => words.includes(name) || words.includes(withoutNumber(name)));
    const column = exact ?? take((name) => numberOf(name) === String(index + 1));
    return { id, column };
  });
  return { ...places, criteria, found: taken.size };
}

/** @param lines the first ones of the table. @returns `null` when there is no line with names at all. */
export function guessColumns(
  lines: readonly CellLine[],
  survey: Survey,
): { guess: ColumnGuess; header: readonly string[] } | null {
  let best: { guess: ColumnGuess; header: readonly string[]; found: number } | null = null;
  for (const { number, cells } of lines.slice(0, HEADER_LINES)) {
    if (!cells || cells.every((cell) => cell === '')) continue;
    const { found, ...columns } = recognise(cells.map(foldText), survey);
    if (best && best.found >= found) continue;
    best = { guess: { headerLine: number, counterId: null, ...columns }, header: cells, found };
  }
  return best;
}
