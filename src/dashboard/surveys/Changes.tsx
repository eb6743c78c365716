/** What is different between two surveys, a line each; ▲ marks what keeps figures from being compared. */
import { breaksComparison, surveyChanges, type SurveyChange } from '../../domain/survey-diff.ts';
import type { DraftWords, SurveyDraft } from '../../domain/survey-draft.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import { CHANGE_WORDS, type ChangeWords } from '../../ui/words/survey-changes.ts';
import type { SurveysWords } from '../../ui/words/surveys.ts';
import { useSurveyWords } from './editing.ts';

type Text = (of: DraftWords) => string;
/** A number as the language writes it. */
const local = (value: number, language: Language) =>
  language === 'vi' ? String(value).replace('.', ',') : String(value);

function settingText(
  change: Extract<SurveyChange, { deed: 'set' }>,
  side: 'before' | 'after',
  of: SurveysWords,
  words: ChangeWords,
  language: Language,
): string {
  const value = change[side];
  if (change.setting === 'wordingToConfirm') return value === true ? words.no : words.yes;
  if (value === null) return words.empty;
  const names: Readonly<Record<string, string>> =
    change.setting === 'method'
      ? of.methods
      : change.setting === 'overall'
        ? of.overalls
        : change.setting === 'order'
          ? of.orders
          : {};
  return typeof value === 'number' ? local(value, language) : (names[String(value)] ?? String(value));
}

const From = ({ before, after }: { before: string; after: string }) => (
  <span class="survey-from">
    <del>{before}</del> <span aria-hidden="true">→</span> <ins>{after}</ins>
  </span>
);

function Line({ change, text }: { change: SurveyChange; text: Text }) {
  const { words: of, language } = useSurveyWords();
  const words = CHANGE_WORDS[language];
  const suffix = (name: DraftWords | null) => (name ? words.of(text(name)) : '');
  switch (change.deed) {
    case 'added':
    case 'removed':
      return (
        <>
          {words[change.deed][change.thing]}: <strong>{text(change.name)}</strong>
          {suffix(change.of)}
        </>
      );
    case 'reordered':
      return (
        <>
          {words.reordered[change.thing]}
          {suffix(change.of)}
        </>
      );
    case 'reworded': {
      const isNamed = change.thing === 'question';
      return (
        <>
          {words.things[change.thing]}
          {isNamed && ` “${text(change.name)}”`}
          {suffix(change.of)}, {words.languages[change.language]}:{' '}
          <From before={change.before || words.empty} after={change.after || words.empty} />
        </>
      );
    }
    case 'weighed': {
      const shown = (value: number | null) => (value === null ? words.empty : local(value, language));
      return (
        <>
          {words.weight} “{text(change.name)}”: <From before={shown(change.before)} after={shown(change.after)} />
        </>
      );
    }
    case 'staged': {
      const shown = (stages: DraftWords[]) => stages.map(text).join(', ') || words.everyStage;
      return (
        <>
          {words.stages} “{text(change.name)}”: <From before={shown(change.before)} after={shown(change.after)} />
        </>
      );
    }
    case 'set':
      return (
        <>
          {words.settings[change.setting]}:{' '}
          <From
            before={settingText(change, 'before', of, words, language)}
            after={settingText(change, 'after', of, words, language)}
          />
        </>
      );
  }
}

export function Changes({ before, after }: { before: SurveyDraft; after: SurveyDraft }) {
  const { words, language } = useSurveyWords();
  const changes = surveyChanges(before, after);
  const text: Text = (of) => of[language].trim() || of.vi.trim() || words.unnamed;
  if (changes.length === 0) return <p class="field-hint">{words.noChanges}</p>;
  return (
    <>
      <ul class="survey-changes">
        {changes.map((change, at) => (
          // Two changes can read the same; their place in the list is what tells them apart.
          <li key={at}>
            {breaksComparison(change) && (
              <span class="survey-breaks" title={words.breaks}>
                <span aria-hidden="true">▲</span>
                <span class="visually-hidden">{words.breaks}:</span>
              </span>
            )}
            <span>
              <Line change={change} text={text} />
            </span>
          </li>
        ))}
      </ul>
      {changes.some(breaksComparison) && <p class="field-hint">{words.breaksWhy}</p>}
    </>
  );
}
