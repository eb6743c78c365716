/** How the ballot rated, in the order of the survey: a table that reads without colour. */
import type { BallotAnswer } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { useShell } from '../shell/shell.ts';

export function BallotFacts({ answers }: { answers: readonly BallotAnswer[] }) {
  const { language } = useShell();
  const words = REMARK_WORDS[language];
  if (answers.length === 0) return <p class="quiet">{words.noLevels}</p>;
  return (
    <table class="table remark-levels">
      <caption class="visually-hidden">{words.levels}</caption>
      <thead>
        <tr>
          <th scope="col">{words.criterion}</th>
          <th scope="col">{words.level}</th>
        </tr>
      </thead>
      <tbody>
        {answers.map(({ criterion, level, levelWords, reasons }, i) => (
          <tr key={i}>
            <th scope="row">{criterion[language]}</th>
            <td>
              {level !== null && <span class={`remark-level remark-level-${level}`} aria-hidden="true" />}
              {level === null ? levelWords[language] : `${level} – ${levelWords[language]}`}
              {reasons.length > 0 && (
                <span class="remark-reasons">{reasons.map((reason) => reason[language]).join('; ')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
