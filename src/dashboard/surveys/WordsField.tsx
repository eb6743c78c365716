/** The same words in both languages, side by side; each says by itself what is wrong with it. */
import type { DraftWords } from '../../domain/survey-draft.ts';
import { lettersIn } from '../../domain/survey-problems.ts';
import { fieldId } from './edit.ts';
import { problemText, useEditing, useSurveyWords } from './editing.ts';

const LANGUAGES = ['vi', 'en'] as const;
/** About the letters of one line of the field. */
const LINE = 60;

export interface WordsFieldProps {
  /** Where it is in the draft, as in the problems. */
  path: string;
  label: string;
  hint?: string | undefined;
  value: DraftWords;
  /** The most characters; shown once a text comes near to it. */
  limit: number;
  long?: boolean;
  /** The label is there for screen readers only, where the rows of a list explain one another. */
  quiet?: boolean;
  onChange: (value: DraftWords) => void;
}

/** As many lines as the words need where the browser does not see to it itself. */
const rowsOf = (text: string): number =>
  Math.max(
    3,
    text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / LINE), 0),
  );

export function WordsField({
  path,
  label,
  hint,
  value,
  limit,
  long = false,
  quiet = false,
  onChange,
}: WordsFieldProps) {
  const { problems, mayEdit } = useEditing();
  const { words } = useSurveyWords();
  return (
    <fieldset class="survey-words">
      <legend class={quiet ? 'visually-hidden' : ''}>{label}</legend>
      {hint !== undefined && <p class="field-hint">{hint}</p>}
      {LANGUAGES.map((language) => {
        const where = `${path}.${language}`;
        const id = fieldId(where);
        const found = problems.filter((problem) => problem.path === where);
        const count = lettersIn(value[language]);
        const about = found.length > 0 ? { 'aria-describedby': `${id}-fault`, 'aria-invalid': 'true' as const } : {};
        const shared = {
          id,
          lang: language,
          value: value[language],
          readOnly: !mayEdit,
          maxLength: 2000,
          ...about,
          onInput: (event: { currentTarget: { value: string } }) =>
            onChange({ ...value, [language]: event.currentTarget.value }),
        };
        return (
          <div key={language} class="field">
            <label for={id}>
              {quiet && <span class="visually-hidden">{label}, </span>}
              {words.languages[language]}
            </label>
            {long ? (
              <textarea {...shared} rows={rowsOf(value[language])} />
            ) : (
              <input {...shared} type="text" autoComplete="off" />
            )}
            {found.length > 0 && (
              <span class="field-fault" id={`${id}-fault`}>
                {found.map((problem) => problemText(problem, words)).join('; ')}
              </span>
            )}
            {count > limit * 0.8 && <span class="field-hint">{words.letters(String(count), String(limit))}</span>}
          </div>
        );
      })}
    </fieldset>
  );
}
