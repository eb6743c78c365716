/** A funnel: curves as SVG, points and names as text over it. Points are numbered as the lines of the table below. */
import { toNumber } from '../../domain/fraction.ts';
import { controlLimits, type FunnelLine } from '../../domain/funnel.ts';
import { type Point, Points } from '../charts/Points.tsx';
import { usePage } from '../overview/page.ts';
import { axisFrom } from '../overview/trend.ts';
import type { FunnelData, FunnelPoint } from './groups.ts';

const CURVE = 60;
/** Of more points only those outside the funnel are numbered: the others would lie on one another. */
const CROWD = 12;

/** The curve of one limit over the width, where it lies on the plot, as points of a path from 0 to 100. */
function curve(
  mean: number,
  line: FunnelLine,
  end: 'low' | 'high',
  most: number,
  y: (percent: number) => number,
): string {
  return Array.from({ length: CURVE }, (_, i) => (100 * (i + 1)) / CURVE)
    .map((x) => ({ x, y: y(controlLimits(mean, Math.max(1, (most * x) / 100), line)[end]) }))
    .filter((point) => point.y > 0 && point.y < 100)
    .map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x.toFixed(2)} ${point.y.toFixed(2)}`)
    .join('');
}

export interface FunnelPlotProps {
  data: FunnelData;
  label: string;
  /** What the middle line is called, with its value. */
  mean: string;
  /** What a point is called, what stands behind it, and where it leads. */
  pointOf: (point: FunnelPoint) => Pick<Point, 'label' | 'facts' | 'to'>;
  /** Its number in the table below, where that has lines without a point. */
  numberOf?: (point: FunnelPoint, at: number) => number;
}

export function FunnelPlot({ data, label, mean: text, pointOf, numberOf = (_, i) => i + 1 }: FunnelPlotProps) {
  const { format, words: common } = usePage();
  const mean = toNumber(data.mean);
  const most = Math.max(...data.points.map(({ valid }) => valid)) * 1.12;
  const fewest = Math.min(...data.points.map(({ valid }) => valid));
  const from = axisFrom([mean, controlLimits(mean, fewest, 'alarm').low, ...data.points.map(({ percent }) => percent)]);
  const y = (percent: number) => (100 * (100 - percent)) / (100 - from);
  const levels = [from, (from + 100) / 2, 100];
  return (
    <div class={data.points.length > CROWD ? 'funnel funnel-dense' : 'funnel'}>
      <Points
        label={`${label}, ${common.explain.byKeys}`}
        points={data.points.map((point) => {
          const about = pointOf(point);
          return {
            ...about,
            x: (100 * point.valid) / most,
            y: y(point.percent),
            text: `${about.label}: ${format.percent(format.share(point.index))}, n ${format.count(point.valid)}`,
          };
        })}
      />
      {levels.map((level) => (
        <span key={level} class="trend-level" aria-hidden="true" style={{ top: `${y(level)}%` }}>
          {format.percent(format.decimal(String(level)))}
        </span>
      ))}
      <svg class="trend-svg" aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" focusable="false">
        {levels.map((level) => (
          <line key={level} class="grid-line" x1="0" x2="100" y1={y(level)} y2={y(level)} />
        ))}
        {(['warning', 'alarm'] as const).flatMap((line) =>
          (['low', 'high'] as const).map((end) => (
            <path key={`${line}${end}`} class={`funnel-${line}`} d={curve(mean, line, end, most, y)} />
          )),
        )}
        <line class="funnel-mean" x1="0" x2="100" y1={y(mean)} y2={y(mean)} />
      </svg>
      <span class="funnel-mean-label" aria-hidden="true" style={{ top: `${y(mean)}%` }}>
        {text}
      </span>
      {data.points.map((point, i) => {
        const { id, valid, percent, place } = point;
        return (
          <span
            key={id}
            aria-hidden="true"
            class={`funnel-point funnel-${place}`}
            style={{ left: `${(100 * valid) / most}%`, top: `${y(percent)}%` }}
          >
            <span class="funnel-number">{numberOf(point, i)}</span>
          </span>
        );
      })}
      <span class="funnel-end" aria-hidden="true">
        n {format.count(Math.round(most))}
      </span>
    </div>
  );
}
