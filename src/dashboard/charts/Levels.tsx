/**
 * How the answers of each criterion divide over the levels that were offered: a bar of 100 % of the valid answers. "Không biết" and
 * blanks stand beside the bar, never in it. The two unsatisfied levels are hatched, so that grey print keeps them apart.
 */
import { toNumber } from '../../domain/fraction.ts';
import { levelShares, type CriterionFigure } from '../../domain/summary.ts';
import { partlyOffered } from '../../domain/survey-scale.ts';
import { usePage } from '../overview/page.ts';
import { withCriterion } from '../overview/narrow.ts';
import { Link } from '../shell/Link.tsx';
import { levelFacts } from './explain-facts.ts';
import { Figures } from './Figures.tsx';
import { Points } from './Points.tsx';

/** Narrower pieces have no room for their number; the table has it. */
const LABELLED_FROM = 8;

function Hatches() {
  return (
    <svg class="hatches" aria-hidden="true" focusable="false" width="0" height="0">
      <defs>
        {([2, 1] as const).map((level) => (
          <pattern
            key={level}
            id={`hatch-${level}`}
            width={level === 2 ? 6 : 4}
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect class="hatch-line" width="1.4" height="6" />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

function Stack({ figure }: { figure: CriterionFigure }) {
  const page = usePage();
  const { format, labels, results, words } = page;
  const shares = levelShares(figure.tally);
  if (!shares) return <div class="stack stack-empty" />;
  let left = 0;
  const pieces = results.scale.map(({ level, label }) => {
    const share = shares[level - 1];
    const width = share ? toNumber(share) : 0;
    const piece = { level, name: `${level} ${labels.text(label)}`, share, width, left };
    left += width;
    return piece;
  });
  return (
    <div class="stack">
      <svg class="stack-bar" aria-hidden="true" focusable="false">
        {pieces.map(({ level, width, left: x }) => (
          <g key={level}>
            <rect class={`piece level-${level}`} x={`${x}%`} width={`${width}%`} height="100%" />
            {level <= 2 && <rect x={`${x}%`} width={`${width}%`} height="100%" fill={`url(#hatch-${level})`} />}
            {x > 0 && width > 0 && <line class="piece-edge" x1={`${x}%`} x2={`${x}%`} y1="0" y2="100%" />}
          </g>
        ))}
      </svg>
      {pieces
        .filter(({ width }) => width >= LABELLED_FROM)
        .map(({ level, share, width, left: x }) => (
          <span
            key={level}
            aria-hidden="true"
            class={`piece-label on-level-${level}`}
            style={{ left: `${x}%`, width: `${width}%` }}
          >
            <span>{share && format.share(share, 0)}</span>
          </span>
        ))}
      <Points
        label={`${labels.criterion(figure.id)}, ${words.explain.byKeys}`}
        points={pieces
          .filter(({ width }) => width > 0)
          .map(({ level, name, share, width, left: x }) => {
            const printed = share ? format.share(share) : '';
            return {
              x: x + width / 2,
              y: 50,
              width,
              label: `${labels.criterion(figure.id)}: ${name}`,
              text: `${name}, ${format.percent(printed)}`,
              facts: () => levelFacts(page, figure, level, printed),
            };
          })}
      />
    </div>
  );
}

function Legend() {
  const { results, labels } = usePage();
  return (
    <ul class="legend" aria-hidden="true">
      {results.scale.map(({ level, label }) => (
        <li key={level}>
          <svg class="legend-mark" focusable="false">
            <rect class={`piece level-${level}`} width="100%" height="100%" />
            {level <= 2 && <rect width="100%" height="100%" fill={`url(#hatch-${level})`} />}
          </svg>
          {level} {labels.text(label)}
        </li>
      ))}
    </ul>
  );
}

function LevelsTable() {
  const { summary, results, words, format, labels } = usePage();
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{words.criterion}</th>
          {results.scale.map(({ level, label }) => (
            <th key={level} scope="col" class="number">
              {level} <span class="th-note">{labels.text(label)}</span>
            </th>
          ))}
          <th scope="col" class="number">
            {words.base} <span class="th-note">{words.baseLong}</span>
          </th>
          <th scope="col" class="number">
            {words.unknown}
          </th>
          <th scope="col" class="number">
            {words.blank}
          </th>
        </tr>
      </thead>
      <tbody>
        {summary.criteria.map(({ id, tally, base }) => {
          const shares = levelShares(tally);
          return (
            <tr key={id}>
              <th scope="row">{labels.criterion(id)}</th>
              {results.scale.map(({ level }) => {
                const share = shares?.[level - 1];
                return (
                  <td key={level} class="number">
                    {format.count(tally.levels[level - 1] ?? 0)}
                    {share && <span class="td-note">{format.percent(format.share(share))}</span>}
                  </td>
                );
              })}
              <td class="number strong">{format.count(base)}</td>
              <td class="number">{format.count(tally.unknown)}</td>
              <td class="number">{format.count(tally.blank)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function Levels() {
  const { summary, words, format, labels, results, view } = usePage();
  const partly = partlyOffered(results.scale).map(({ level, versions }) =>
    words.levelOnlyIn(String(level), versions.join(', ')),
  );
  return (
    <section class="block" aria-labelledby="levels-title">
      <div class="keep">
        <h2 id="levels-title">{words.levelsTitle}</h2>
        <p class="note">
          {words.levelsNote}
          {partly.length > 0 && <strong> {words.levelsDiffer(partly.join('; '))}</strong>}
        </p>
        <div class="levels">
          <Hatches />
          <Legend />
          <div class="stacks">
            {summary.criteria.map((figure) => (
              <div class="stack-row" key={figure.id}>
                <span class="stack-name">
                  {view.criterion === figure.id ? (
                    labels.criterion(figure.id)
                  ) : (
                    <Link to={withCriterion(view, figure.id)}>{labels.criterion(figure.id)}</Link>
                  )}
                </span>
                <Stack figure={figure} />
                <span class="stack-base">
                  {figure.base > 0
                    ? `n ${format.count(figure.base)}`
                    : results.hidden.criteria.includes(figure.id)
                      ? words.hidden
                      : words.noData}
                </span>
                <span class="stack-outside">
                  {words.unknown} {format.count(figure.tally.unknown)} · {words.blank}{' '}
                  {format.count(figure.tally.blank)}
                </span>
              </div>
            ))}
          </div>
        </div>
      </div>
      <Figures title={words.levelsTable}>
        <LevelsTable />
      </Figures>
    </section>
  );
}
