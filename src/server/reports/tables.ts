/**
 * The tables of a report, once for every kind of document: cells are values, not text, so that the spreadsheet gets
 * numbers where the letter gets words.
 */
import type { Fraction } from '../../domain/fraction.ts';
import { type FrozenPeriod, scaleIn } from '../../domain/report.ts';
import { overallFigure, summarise, type Figure } from '../../domain/summary.ts';
import { type Group, openTally } from '../../domain/suppression.ts';
import { base, type CriterionTally, emptyBallots } from '../../domain/tally.ts';
import { namesOf } from './names.ts';
import { dayText } from './print.ts';
import { VERDICT } from './words.ts';

/** `percent` is 0 to 100. A `figure` carries its base and whether it is below the goal. */
export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'count'; count: number }
  | { kind: 'percent'; value: Fraction }
  | { kind: 'bound'; value: number }
  | { kind: 'figure'; index: Fraction; base: number; small: boolean; below: boolean }
  | { kind: 'hidden' }
  | { kind: 'none' };

export interface Column {
  title: string;
  /** What its cells hold where they hold something; `figure` is an index with its base. */
  holds: 'text' | 'count' | 'percent' | 'figure';
  /** Share of the width of the page. */
  width: number;
}
export interface ReportTable {
  /** The name of its sheet. */
  sheet: string;
  title: string;
  columns: Column[];
  rows: Cell[][];
  /** The last row is the sum or the whole. */
  totalled: boolean;
}

const text = (value: string): Cell => ({ kind: 'text', text: value });
const count = (value: number): Cell => ({ kind: 'count', count: value });
const NONE: Cell = { kind: 'none' };

function figureCell(figure: Figure | null): Cell {
  if (figure === null) return { kind: 'hidden' };
  const { index, base: n, small, verdict } = figure;
  return index === null ? NONE : { kind: 'figure', index, base: n, small, below: verdict === 'notMet' };
}
const boundCells = ({ interval }: Figure): Cell[] =>
  interval ? [interval.low, interval.high].map((value) => ({ kind: 'bound', value })) : [NONE, NONE];
const verdictText = ({ verdict, certain, small }: Figure) =>
  `${VERDICT[verdict]}${verdict !== 'noData' && !certain ? ' (chưa chắc chắn)' : ''}${verdict !== 'noData' && small ? ' *' : ''}`;

/** "TC1. Tiếp cận dịch vụ": the charts and the wide tables name a criterion by its number. */
export const numbered = (name: string, at: number): string => `TC${at + 1}. ${name}`;

/** Index, interval and verdict of each criterion, and of the whole. */
export function criteriaTable(frozen: FrozenPeriod): ReportTable {
  const { criteria, overall } = summarise(frozen.total, frozen.survey);
  const names = namesOf(frozen);
  const row = (name: string, figure: Figure): Cell[] => [
    text(name),
    count(figure.base),
    figure.index ? { kind: 'percent', value: figure.index } : NONE,
    ...boundCells(figure),
    text(verdictText(figure)),
  ];
  return {
    sheet: 'Tiêu chí',
    title: 'Chỉ số hài lòng theo tiêu chí',
    columns: [
      { title: 'Tiêu chí', holds: 'text', width: 39 },
      { title: 'Số trả lời', holds: 'count', width: 10 },
      { title: 'Chỉ số (%)', holds: 'percent', width: 11 },
      { title: 'Khoảng 95 %, từ', holds: 'percent', width: 12 },
      { title: 'Khoảng 95 %, đến', holds: 'percent', width: 12 },
      { title: 'Kết luận', holds: 'text', width: 16 },
    ],
    rows: [
      ...criteria.map((one, at) => row(numbered(names.criterion(one.id), at), one)),
      row('Chung (số phiếu hợp lệ)', overall),
    ],
    totalled: true,
  };
}

/** How many answered at each level, and what is in no base. */
export function levelsTable(frozen: FrozenPeriod): ReportTable {
  const { total } = frozen;
  const names = namesOf(frozen);
  const scale = scaleIn(frozen);
  return {
    sheet: 'Mức',
    title: 'Số câu trả lời theo từng mức',
    columns: [
      { title: 'Tiêu chí', holds: 'text', width: 75.5 - 9.5 * scale.length },
      ...scale.map(({ level, label }) => ({
        title: `${label.vi} (${level})`,
        holds: 'count' as const,
        width: 9.5,
      })),
      { title: 'Hợp lệ', holds: 'count', width: 8 },
      { title: 'Không biết', holds: 'count', width: 8 },
      { title: 'Bỏ trống', holds: 'count', width: 8 },
    ],
    rows: total.criteria.map((one, at) => [
      text(numbered(names.criterion(one.id), at)),
      ...scale.map(({ level }) => count(one.levels[level - 1] ?? 0)),
      count(base(one)),
      count(one.unknown),
      count(one.blank),
    ]),
    totalled: false,
  };
}

const figureOf = (one: CriterionTally, { survey }: FrozenPeriod): Figure | null =>
  summarise({ ballots: emptyBallots(), criteria: [one] }, survey).criteria[0] ?? null;

function groupRow(frozen: FrozenPeriod, group: Group, name: string): Cell[] {
  const { survey } = frozen;
  const tally = openTally(group);
  return [
    text(name),
    count(group.ballots),
    figureCell(tally && overallFigure(tally, survey, survey.method, survey.overall)),
    ...group.shown.criteria.map((one) => figureCell(one && figureOf(one, frozen))),
  ];
}

export type Breakdown = 'counters' | 'fields' | 'stages' | 'channels' | 'days';
const BREAKDOWN: Record<Breakdown, { sheet: string; title: string; first: string }> = {
  counters: { sheet: 'Quầy', title: 'Chỉ số hài lòng theo quầy', first: 'Quầy' },
  fields: { sheet: 'Lĩnh vực', title: 'Chỉ số hài lòng theo lĩnh vực', first: 'Lĩnh vực' },
  stages: { sheet: 'Bước', title: 'Chỉ số hài lòng theo bước giải quyết', first: 'Bước' },
  channels: { sheet: 'Kênh', title: 'Chỉ số hài lòng theo kênh lấy phiếu', first: 'Kênh' },
  days: { sheet: 'Ngày', title: 'Chỉ số hài lòng theo ngày', first: 'Ngày' },
};

/** Groups down, the overall index and the criteria across. The criteria are numbered as in the first table. */
export function breakdownTable(frozen: FrozenPeriod, by: Breakdown): ReportTable {
  const { sheet, title, first } = BREAKDOWN[by];
  const names = namesOf(frozen);
  const { total, survey } = frozen;
  const nameOf = (id: string) => (by === 'days' ? dayText(id) : names.group(by, id));
  const whole: Group = { id: '', ballots: total.ballots.all, shown: total };
  const criteria = total.criteria.map((_, at) => `TC${at + 1}`);
  const narrow = 70 / (criteria.length + 2);
  return {
    sheet,
    title,
    columns: [
      { title: first, holds: 'text', width: 30 },
      { title: 'Phiếu', holds: 'count', width: narrow },
      { title: survey.criteria.length > 1 ? 'Chung (%)' : 'Chỉ số (%)', holds: 'figure', width: narrow },
      ...criteria.map((name) => ({ title: `${name} (%)`, holds: 'figure' as const, width: narrow })),
    ],
    rows: [...frozen[by].map((group) => groupRow(frozen, group, nameOf(group.id))), groupRow(frozen, whole, 'Toàn bộ')],
    totalled: true,
  };
}

export function reasonsTable(frozen: FrozenPeriod): ReportTable {
  const names = namesOf(frozen);
  return {
    sheet: 'Lý do',
    title: 'Lý do người dân chọn sau khi trả lời mức 1 hoặc mức 2',
    columns: [
      { title: 'Tiêu chí', holds: 'text', width: 42 },
      { title: 'Lý do', holds: 'text', width: 42 },
      { title: 'Lượt chọn', holds: 'count', width: 16 },
    ],
    rows: frozen.reasons.map(({ criterion, reason, count: times }) => [
      text(names.criterion(criterion)),
      text(names.reason(criterion, reason)),
      count(times),
    ]),
    totalled: false,
  };
}
