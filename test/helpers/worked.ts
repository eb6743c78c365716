/** The worked examples of the survey rules, as lines of paper ballots. */

/** Answers of one criterion in the order of the ballots: so many of each level, unknown, and blank. */
const column = (levels: readonly number[], unknown = 0, blank = 0): string[] => [
  ...levels.flatMap((count, at) => Array.from({ length: count }, () => String(at + 1))),
  ...Array.from({ length: unknown }, () => 'k'),
  ...Array.from({ length: blank }, () => ''),
];

/** Lines with these columns; a column that is shorter is blank from there on. */
function linesOf(start: string, columns: readonly string[][]): string[] {
  const length = Math.max(...columns.map((cells) => cells.length));
  return Array.from({ length }, (_, at) => [start, ...columns.map((cells) => cells[at] ?? '')].join(','));
}

/** 108 ballots: the first criterion is [1,2,7,60,30] with 5 unknown and 3 blank, the others are not answered. */
export const oneCriterion = (start = '2026-11-02,quay-1,land,filing'): string[] =>
  linesOf(start, [column([1, 2, 7, 60, 30], 5, 3), [], [], [], [], []]);

/** Satisfied/valid 90/100, 80/100, 85/95, 95/100, 70/80, 20/25. */
export const sixCriteria = (start = '2026-11-02,quay-1,land,filing'): string[] =>
  linesOf(
    start,
    [
      [90, 10],
      [80, 20],
      [85, 10],
      [95, 5],
      [70, 10],
      [20, 5],
    ].map(([satisfied = 0, rest = 0]) => column([0, 0, rest, satisfied, 0])),
  );
