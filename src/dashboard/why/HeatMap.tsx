/**
 * When people are not satisfied: a table whose cells are shaded, and say the same in figures. It is read without colour, on
 * grey paper and by a screen reader alike; each cell tells its reasons when pressed.
 */
import type { HalfDay } from '../../domain/insight.ts';
import { SMALLEST_SHOWN } from '../../domain/suppression.ts';
import type { HourCell, HourReason, Why } from '../../domain/results-why.ts';
import { shareOf } from '../../domain/summary-parts.ts';
import { Explain } from '../charts/Explain.tsx';
import type { Fact } from '../charts/ExplainPanel.tsx';
import { Scroll } from '../charts/Figures.tsx';
import { usePage } from '../overview/page.ts';
import { HalfDayLine } from './HalfDayLine.tsx';
import { heatMap, stepOf, STEPS, within } from './heat.ts';
import { lowFacts, useWhyWords } from './useWhy.ts';

const TOP = 3;

interface CellProps {
  cell: HourCell | null;
  label: string;
  reasons: readonly HourReason[];
  /** It lies in the half-day that the page speaks of. */
  framed: boolean;
}

function Cell({ cell, label, reasons, framed }: CellProps) {
  const page = usePage();
  const words = useWhyWords();
  const { format, labels } = page;
  const frame = framed ? ' heat-framed' : '';
  if (cell === null)
    return (
      <td class={`heat-cell heat-none${frame}`}>
        <span class="visually-hidden">{words.none}</span>
      </td>
    );
  const { counts } = cell;
  const share = counts && shareOf(counts.low, counts.valid);
  if (!counts || !share)
    return (
      <td class={`heat-cell heat-hidden${frame}`}>
        <span aria-hidden="true">•</span>
        <span class="visually-hidden">{words.hidden}</span>
      </td>
    );
  const why = (): Fact[] => {
    const list = reasons
      .slice(0, TOP)
      .map(({ criterion, reason, count }) => `${labels.reason(criterion, reason)} (${format.count(count)})`);
    return [
      ...lowFacts(counts, page, words),
      { name: words.reasonsHere, value: list.length > 0 ? list.join(', ') : words.noReasonHere },
    ];
  };
  return (
    <td class={`heat-cell heat-${stepOf(counts)}${frame}`}>
      <Explain label={label} facts={why}>
        {format.share(share.index, 0)}
        <span class="visually-hidden"> %, n</span>
        <span class="heat-n">{format.count(counts.valid)}</span>
      </Explain>
    </td>
  );
}

function Scale() {
  const { format } = usePage();
  const words = useWhyWords();
  const percent = (value: number | undefined) => format.percent(String(value ?? 0));
  return (
    <ul class="legend" aria-hidden="true">
      {STEPS.map((from, i) => (
        <li key={from}>
          <span class={`heat-mark heat-${i}`} />
          {i === STEPS.length - 1
            ? words.heatScaleTop(percent(from))
            : words.heatScale(percent(from), percent(STEPS[i + 1]))}
        </li>
      ))}
    </ul>
  );
}

function Map({
  cells,
  reasons,
  when,
}: {
  cells: readonly HourCell[];
  reasons: readonly HourReason[];
  when: HalfDay | null;
}) {
  const { words: common, format, view } = usePage();
  const words = useWhyWords();
  const criterion = view.criterion ?? '';
  const { days, hours, at } = heatMap(cells, criterion);
  if (hours.length === 0) return <p class="quiet">{words.heatEmpty}</p>;
  const span = (hour: number) => words.hours(String(hour), String(hour + 1));
  const reasonsAt = (day: number, hour: number) =>
    reasons
      .filter((one) => one.hour === day * 24 + hour && (criterion === '' || one.criterion === criterion))
      .sort((a, b) => b.count - a.count);
  const anyHidden = days.some((day) => hours.some((hour) => at(day, hour)?.counts === null));
  return (
    <>
      <Scale />
      <Scroll label={words.heatTitle}>
        <table class="heat">
          <thead>
            <tr>
              <th scope="col">{words.hour}</th>
              {days.map((day) => (
                <th key={day} scope="col" abbr={common.weekdays[day] ?? ''}>
                  {words.shortDays[day]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour}>
                <th scope="row">{span(hour)}</th>
                {days.map((day) => (
                  <Cell
                    key={day}
                    cell={at(day, hour)}
                    label={`${common.weekdays[day] ?? ''}, ${span(hour)}`}
                    reasons={reasonsAt(day, hour)}
                    framed={when !== null && within(day * 24 + hour, when)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {anyHidden && <p class="note">{words.heatHidden(format.count(SMALLEST_SHOWN))}</p>}
    </>
  );
}

export function HeatMap({ why }: { why: Why }) {
  const { labels, view, results } = usePage();
  const words = useWhyWords();
  const { insight } = results;
  const told = view.criterion === null || view.criterion === insight.criterion ? insight.when : null;
  const when = view.when ?? told;
  return (
    <section class="block keep" aria-labelledby="why-heat">
      <h2 id="why-heat">{words.heatTitle}</h2>
      {why.hours === null ? (
        <p class="quiet">{words.heatUnknown}</p>
      ) : (
        <>
          <p class="note">
            {words.heatOf(view.criterion === null ? words.all : labels.criterion(view.criterion))} {words.heatNote}{' '}
            {words.heatPaper}
          </p>
          {when && <HalfDayLine when={when} cells={why.hours} reasons={why.hourReasons} />}
          <Map cells={why.hours} reasons={why.hourReasons} when={when} />
        </>
      )}
    </section>
  );
}
