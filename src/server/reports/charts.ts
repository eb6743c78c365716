/**
 * The charts of a report, in grey: bars with their interval and the goal as one line through all, and the levels as
 * patterns that a copying machine keeps apart. Rows are numbered as in the tables, which say the same in figures.
 */
import { toNumber } from '../../domain/fraction.ts';
import type { FrozenPeriod } from '../../domain/report.ts';
import { levelShares, summarise } from '../../domain/summary.ts';
import { type Level, LEVELS } from '../../domain/survey.ts';
import { type Canvas, createCanvas, type Picture } from './canvas.ts';
import { indexText } from './print.ts';

const WIDTH = 160;
const LEFT = 12;
const RIGHT = 22;
const ROW = 9;
const TOP = 3;
const BELOW = 7;
const SCALE = WIDTH - LEFT - RIGHT;
const at = (percent: number) => LEFT + (SCALE * percent) / 100;
const GRID = [0, 20, 40, 60, 80, 100];

function frame(canvas: Canvas, rows: number): void {
  const bottom = TOP + rows * ROW;
  for (const x of GRID) {
    canvas.line(at(x), TOP, at(x), bottom, 0.15, x === 0 ? 0 : 205);
    canvas.text(at(x), bottom + 3.6, `${x}%`, 'middle', 2.5);
  }
}

/** A pattern for each level, dark at both ends and light in the middle. */
function levelFill(canvas: Canvas, level: Level, x: number, y: number, width: number, height: number): void {
  if (width <= 0) return;
  const shade = { 5: 45, 4: 135, 3: 232, 2: 255, 1: 255 }[level];
  canvas.fill(x, y, width, height, shade);
  if (level <= 2) canvas.hatch(x, y, width, height, level === 2 ? 1.5 : 1.1, 0.22, true);
  if (level === 1) canvas.hatch(x, y, width, height, 1.1, 0.22, false);
  for (const [x0, y0, x1, y1] of [
    [x, y, x + width, y],
    [x, y + height, x + width, y + height],
    [x, y, x, y + height],
    [x + width, y, x + width, y + height],
  ] as const)
    canvas.line(x0, y0, x1, y1, 0.2, 0);
}

/** Index of each criterion with its 95 % interval; below the goal a bar is hatched. */
export function criteriaChart({ total, survey }: FrozenPeriod): Picture {
  const { criteria, goal } = summarise(total, survey);
  const canvas = createCanvas(WIDTH, TOP + criteria.length * ROW + BELOW);
  frame(canvas, criteria.length);
  for (const [row, { index, interval, verdict }] of criteria.entries()) {
    const middle = TOP + row * ROW + ROW / 2;
    canvas.text(LEFT - 2, middle, `TC${row + 1}`, 'right');
    if (!index || !interval) continue;
    const length = (SCALE * toNumber(index)) / 100;
    canvas.fill(LEFT, middle - 2.4, length, 4.8, verdict === 'met' ? 120 : 235);
    if (verdict === 'notMet') canvas.hatch(LEFT, middle - 2.4, length, 4.8, 1.6, 0.2, true);
    for (const [thick, shade] of [
      [1.1, 255],
      [0.4, 0],
    ] as const)
      canvas.line(at(interval.low), middle, at(interval.high), middle, thick, shade);
    for (const bound of [interval.low, interval.high])
      canvas.line(at(bound), middle - 1.3, at(bound), middle + 1.3, 0.35, 0);
    canvas.text(WIDTH - 1, middle, indexText(index, goal), 'right', 3);
  }
  canvas.line(at(goal), TOP - 2, at(goal), TOP + criteria.length * ROW + 1, 0.6, 0);
  return canvas.picture();
}

/** The share of each level among the valid answers, best to the left. */
export function levelsChart({ total }: FrozenPeriod): Picture {
  const canvas = createCanvas(WIDTH, TOP + total.criteria.length * ROW + BELOW);
  frame(canvas, total.criteria.length);
  for (const [row, tally] of total.criteria.entries()) {
    const middle = TOP + row * ROW + ROW / 2;
    canvas.text(LEFT - 2, middle, `TC${row + 1}`, 'right');
    let left = LEFT;
    for (const level of LEVELS.toReversed()) {
      const share = levelShares(tally)?.[level - 1];
      const width = share ? (SCALE * toNumber(share)) / 100 : 0;
      levelFill(canvas, level, left, middle - 2.6, width, 5.2);
      left += width;
    }
  }
  return canvas.picture();
}

/** How a level is drawn, to stand beside its name. */
export function levelSwatch(level: Level): Picture {
  const canvas = createCanvas(6, 3.4);
  levelFill(canvas, level, 0.2, 0.2, 5.6, 3);
  return canvas.picture();
}
