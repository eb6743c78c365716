/**
 * Makes what is drawn in a chart answer to a press: the nearest piece is taken, and its panel tells what it is made of. By
 * keyboard the whole chart is one stop, arrows go from piece to piece and Enter opens. Lies over the drawing.
 */
import { useRef, useState } from 'preact/hooks';
import { ExplainPanel, type ExplainPanelProps } from './ExplainPanel.tsx';

export interface Point extends Pick<ExplainPanelProps, 'label' | 'facts' | 'to'> {
  /** Where it is drawn, in percent of the chart from the left and the top; a piece has a width. */
  x: number;
  y: number;
  width?: number;
  /** Label and figure in one line. */
  text: string;
}
export interface PointsProps {
  label: string;
  points: readonly Point[];
}

/** How far a place is from a point; nothing inside a piece that has a width. */
function distance({ x, y, width }: Point, left: number, top: number, shape: number): number {
  if (width !== undefined) return Math.max(0, Math.abs(left - x) - width / 2);
  return Math.hypot(left - x, (top - y) * shape);
}

/** The nearest point to a place, both in percent. @param shape the height of the chart over its width. */
export function nearest(points: readonly Point[], left: number, top: number, shape: number): number {
  let best = 0;
  let least = Infinity;
  points.forEach((point, i) => {
    const away = distance(point, left, top, shape);
    if (away < least) [best, least] = [i, away];
  });
  return best;
}

export function Points({ label, points }: PointsProps) {
  const chart = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const last = points.length - 1;
  const point = points[Math.min(at, last)];
  if (!point) return null;
  const placeOf = ({ x, y }: Point): DOMRect => {
    const box = chart.current?.getBoundingClientRect() ?? new DOMRect();
    return new DOMRect(box.left + (box.width * x) / 100, box.top + (box.height * y) / 100, 0, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowRight: Math.min(at + 1, last),
      ArrowUp: Math.min(at + 1, last),
      ArrowLeft: Math.max(at - 1, 0),
      ArrowDown: Math.max(at - 1, 0),
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter' || event.key === ' ') setAnchor(placeOf(point));
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const box = chart.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const left = (100 * (event.clientX - box.left)) / box.width;
    const top = (100 * (event.clientY - box.top)) / box.height;
    const found = nearest(points, left, top, box.height / box.width);
    const chosen = points[found];
    setAt(found);
    if (chosen) setAnchor(placeOf(chosen));
  };
  const close = () => {
    setAnchor(null);
    chart.current?.focus({ preventScroll: true });
  };
  const width = point.width ?? 0;
  return (
    <>
      <div
        class="points screen-only"
        ref={chart}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an input can lie over no drawing whose points are not evenly spaced
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={Math.min(at, last) + 1}
        aria-valuetext={point.text}
        aria-haspopup="dialog"
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <span
          class={width > 0 ? 'points-mark points-piece' : 'points-mark'}
          style={{ left: `${point.x - width / 2}%`, width: `${width}%`, ...(width > 0 ? {} : { top: `${point.y}%` }) }}
        />
      </div>
      {anchor && <ExplainPanel label={point.label} facts={point.facts} to={point.to} anchor={anchor} close={close} />}
    </>
  );
}
