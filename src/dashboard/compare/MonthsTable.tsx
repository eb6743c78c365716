/** The months in figures, and what stands behind the figure of one. */
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import type { DashboardWords } from '../../ui/dashboard-words.ts';
import { Explain } from '../charts/Explain.tsx';
import { overallFacts, partOf } from '../charts/explain-facts.ts';
import type { Fact } from '../charts/ExplainPanel.tsx';
import { type Page, usePage } from '../overview/page.ts';
import type { MonthPoint } from './months.ts';

export const monthText = (month: string, words: DashboardWords): string =>
  words.monthIs(Number(month.slice(5)), month.slice(0, 4));

/** By the method and the rule of that month. */
export function monthFacts(page: Page, { summary, ballots }: MonthPoint): Fact[] {
  if (!summary) return [];
  return [
    { name: page.words.ballots, value: page.format.count(ballots) },
    ...overallFacts(partOf({ ...page, method: summary.method }, summary)),
  ];
}

export function MonthsTable({ points }: { points: readonly MonthPoint[] }) {
  const page = usePage();
  const { format, language, words: common } = page;
  const words = COMPARE_WORDS[language];
  const heads = [words.ballots, words.index, words.interval];
  // Offices that are added up have each a survey of their own.
  const named = points.some(({ versions }) => versions.length > 0);
  return (
    <table class="plain why-table">
      <thead>
        <tr>
          <th scope="col">{words.month}</th>
          {heads.map((head) => (
            <th key={head} scope="col" class="number">
              {head}
            </th>
          ))}
          {named && <th scope="col">{words.versions}</th>}
          <th scope="col">{words.markColumn}</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => {
          const { month, ballots, versions, figure, breaks } = point;
          const bounds = figure?.interval && format.interval(figure.interval, 2);
          return (
            <tr key={month}>
              <th scope="row">{monthText(month, common)}</th>
              <td class="number">{format.count(ballots)}</td>
              <td class="number strong">
                {figure?.index ? (
                  <Explain label={monthText(month, common)} facts={() => monthFacts(page, point)}>
                    {format.index(figure.index)}
                  </Explain>
                ) : figure === null ? (
                  words.hidden
                ) : (
                  common.noData
                )}
              </td>
              <td class="number range">{bounds ? `${bounds.low} – ${bounds.high}` : '–'}</td>
              {named && <td>{words.version(versions.join(', '))}</td>}
              <td class="words">{breaks.length > 0 ? breaks.map((one) => words.marks[one]).join(', ') : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
