/** All that stands against publishing, each a link to the field that it is about. */
import { useState } from 'preact/hooks';
import type { SurveyDraft } from '../../domain/survey-draft.ts';
import type { DraftProblem } from '../../domain/survey-problems.ts';
import type { SurveysWords } from '../../ui/words/surveys.ts';
import { useShell } from '../shell/shell.ts';
import { fieldId } from './edit.ts';
import { problemText, useEditing, useSurveyWords } from './editing.ts';
import { tabAddress, tabOf } from './Parts.tsx';

/** A place of the draft as people call it: "Tiêu chí 2, Câu hỏi trên máy tính bảng, Tiếng Anh". */
export function placeText(path: string, words: SurveysWords): string {
  const [first = '', second = '', third = '', fourth = ''] = path.split('.');
  const number = (text: string) => String(Number(text) + 1);
  const last = path.endsWith('.vi') ? words.languages.vi : path.endsWith('.en') ? words.languages.en : '';
  const parts = (() => {
    switch (first) {
      case 'criteria': {
        if (second === '') return [words.tabs.criteria];
        const part =
          third === 'reasons'
            ? fourth === ''
              ? words.reasons
              : words.reason(number(fourth))
            : third === 'stages'
              ? words.askedAt
              : third === 'question'
                ? words.question
                : third === 'weight'
                  ? words.weight
                  : words.name;
        return [words.criterion(number(second)), part];
      }
      case 'stages':
        return [second === '' ? words.stages : words.stage(number(second))];
      case 'fields':
        return [second === '' ? words.fields : words.field(number(second))];
      case 'levels':
        return [words.level(second)];
      case 'goal':
        return [words.goal];
      case 'unknown':
        return [words.unknown];
      case 'otherReason':
        return [words.otherReason];
      case 'title':
        return [words.surveyTitle];
      default:
        return [words.invitation];
    }
  })();
  return [...parts, last].filter((part) => part !== '').join(', ');
}

/** The field, or the list or card that holds it where it is no field of its own. */
function focusOn(path: string): void {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length--) {
    const element = document.getElementById(fieldId(parts.slice(0, length).join('.')));
    if (!element) continue;
    element.focus();
    element.scrollIntoView({ block: 'center' });
    return;
  }
}

const openOf = (path: string, draft: SurveyDraft): string | null => {
  const [first, at] = path.split('.');
  return first === 'criteria' ? (draft.criteria[Number(at)]?.id ?? null) : null;
};

const FEW = 5;

export function ProblemList() {
  const { draft, problems } = useEditing();
  const { go } = useShell();
  const { words } = useSurveyWords();
  const [all, setAll] = useState(false);
  if (problems.length === 0) return null;
  const show = ({ path }: DraftProblem) => {
    go(tabAddress(tabOf(path), openOf(path, draft)), { replace: true });
    // The tab or the card is drawn first.
    setTimeout(() => focusOn(path), 50);
  };
  const shown = all ? problems : problems.slice(0, FEW);
  return (
    <section class="survey-problems" aria-labelledby="survey-problems">
      <h2 id="survey-problems">{words.problemCount(String(problems.length))}</h2>
      <ul>
        {shown.map((problem) => (
          <li key={`${problem.path} ${problem.code}`}>
            <button type="button" class="link" onClick={() => show(problem)}>
              {words.problemAt(placeText(problem.path, words), problemText(problem, words))}
            </button>
          </li>
        ))}
      </ul>
      {shown.length < problems.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {words.allProblems}
        </button>
      )}
    </section>
  );
}
