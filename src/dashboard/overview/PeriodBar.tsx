/** Chooses the period: six links, a step back and forth, and two days. Links, so that they can be kept and sent on. */
import { DateField } from '../shell/DateField.tsx';
import { useEffect, useState } from 'preact/hooks';
import type { DashboardWords } from '../../ui/dashboard-words.ts';
import { sends } from '../shell/sends.ts';
import { periodOf, step, viewSearch, type Span, type View } from './view.ts';

export interface PeriodBarProps {
  view: View;
  words: DashboardWords;
  /** Today in the office's zone. */
  today: string;
  text: string;
  go: (view: View) => void;
}
type SpanName = Span['name'];
const NAMES: readonly SpanName[] = ['today', 'week', 'month', 'quarter', 'year', 'range'];

function Step({ view, words, today, go, direction }: Omit<PeriodBarProps, 'text'> & { direction: -1 | 1 }) {
  const span = step(view.span, direction, today);
  const label = (direction < 0 ? words.previous : words.next)[view.span.name];
  return (
    <button
      type="button"
      class="step"
      aria-label={label}
      title={label}
      disabled={span === null}
      onClick={() => span && go({ ...view, span })}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={direction < 0 ? 'M15 4L7 12L15 20' : 'M9 4L17 12L9 20'} />
      </svg>
    </button>
  );
}

function Range({ view, words, today, go }: Omit<PeriodBarProps, 'text'>) {
  const period = periodOf(view.span, today);
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  useEffect(() => {
    setFrom(period.from);
    setTo(period.to);
  }, [period.from, period.to]);
  const wrong = from === '' || to === '' || from > to;
  return (
    <form
      class="range-form"
      noValidate
      onSubmit={sends(() => !wrong && go({ ...view, span: { name: 'range', from, to } }))}
    >
      <DateField label={words.from} value={from} max={today} onDay={setFrom} />
      <DateField label={words.to} value={to} onDay={setTo} />
      <button type="submit" class="button">
        {words.show}
      </button>
      <output class="fault">{wrong && words.badRange}</output>
    </form>
  );
}

export function PeriodBar(props: PeriodBarProps) {
  const { view, words, today, text, go } = props;
  const target = (name: SpanName): View => {
    // A range starts from what is shown, so that only what differs has to be changed.
    const span: Span = name === 'range' ? { name, ...periodOf(view.span, today) } : { name, at: null };
    return { ...view, span };
  };
  return (
    <nav class="period" aria-label={words.period}>
      <ul class="period-names">
        {NAMES.map((name) => (
          <li key={name}>
            <a
              href={viewSearch(target(name))}
              aria-current={name === view.span.name ? 'true' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                go(target(name));
              }}
            >
              {words.spans[name]}
            </a>
          </li>
        ))}
      </ul>
      <div class="period-step">
        <Step {...props} direction={-1} />
        <span class="period-text">{text}</span>
        <Step {...props} direction={1} />
      </div>
      {view.span.name === 'range' && <Range view={view} words={words} today={today} go={go} />}
    </nav>
  );
}
