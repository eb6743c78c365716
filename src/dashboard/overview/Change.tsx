/** The period before: how far apart the two are, whether that is more than chance, and when they must not be compared. */
import { changeOf } from '../../domain/change.ts';
import { toNumber } from '../../domain/fraction.ts';
import { printIndex } from '../../domain/summary.ts';
import { Explain } from '../charts/Explain.tsx';
import { summaryOf } from './page-of.ts';
import { usePage } from './page.ts';

export function ChangeLine() {
  const page = usePage();
  const { results, summary, words, format } = page;
  const { before, survey } = results;
  if (!before || summary.overall.index === null) return null;
  const past = summaryOf(before, page, survey).overall;
  if (past.index === null) return null;
  const { from, to } = before.period;
  const period = from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`;
  const pastText = words.change.before(period, format.percent(format.index(past.index)));
  if (before.breaks.length > 0)
    return (
      <p class="change change-broken">
        {words.change.notCompared(before.breaks.map((one) => words.change.breaks[one]).join(', '))}{' '}
        <span class="quiet">{pastText}</span>
      </p>
    );
  const change = changeOf(summary.overall, past);
  if (!change) return null;
  const points = toNumber(change.difference);
  const sign = points > 0 ? 'up' : points < 0 ? 'down' : 'same';
  const size = {
    num: change.difference.num < 0n ? -change.difference.num : change.difference.num,
    den: change.difference.den,
  };
  const facts = () => {
    const bound = (value: number) => format.decimal(value.toFixed(2));
    return [
      { name: words.explain.now, value: summary.overall.index ? format.index(summary.overall.index) : words.noData },
      { name: words.explain.past, value: past.index ? format.index(past.index) : words.noData },
      { name: words.explain.differenceRange, value: `${bound(change.low)} – ${bound(change.high)}` },
    ];
  };
  const text = { up: words.change.up, down: words.change.down, same: () => words.change.same }[sign];
  return (
    <p class={`change change-${sign}`}>
      <span aria-hidden="true">{{ up: '▲', down: '▼', same: '=' }[sign]} </span>
      <strong>
        <Explain label={words.explain.difference} facts={facts}>
          {text(format.decimal(printIndex(size, 0)))}
        </Explain>
      </strong>{' '}
      {change.real ? words.change.real : words.change.chance} <span class="quiet">{pastText}</span>
    </p>
  );
}
