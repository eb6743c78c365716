/** A list of things that a citizen chooses from: reasons, stages or fields. */
import { useRef } from 'preact/hooks';
import type { DraftChoice } from '../../domain/survey-draft.ts';
import { fieldId, moved, replaced, without } from './edit.ts';
import { problemText, useEditing, useSurveyWords } from './editing.ts';
import { OrderButtons } from './OrderButtons.tsx';
import { WordsField } from './WordsField.tsx';

export interface ChoiceListProps {
  path: string;
  title: string;
  hint: string;
  /** The name of a row: "Lý do 2". */
  rowName: (number: string) => string;
  addLabel: string;
  list: readonly DraftChoice[];
  limit: number;
  most: number;
  newId: () => string;
  onChange: (list: DraftChoice[], removes?: boolean) => void;
}

export function ChoiceList(props: ChoiceListProps) {
  const { path, title, hint, rowName, addLabel, list, limit, most, newId, onChange } = props;
  const { problems, mayEdit } = useEditing();
  const { words, language } = useSurveyWords();
  const add = useRef<HTMLButtonElement>(null);
  const mine = problems.filter(
    ({ path: where }) => where === path || (where.startsWith(`${path}.`) && where.endsWith('.id')),
  );
  const append = () => {
    const at = list.length;
    onChange([...list, { id: newId(), label: { vi: '', en: '' } }]);
    requestAnimationFrame(() => document.getElementById(fieldId(`${path}.${at}.label.vi`))?.focus());
  };
  return (
    <section class="survey-list" id={fieldId(path)} tabIndex={-1}>
      <h3>{title}</h3>
      <p class="field-hint">{hint}</p>
      {mine.map((problem) => (
        <p key={problem.path} class="field-fault">
          {problemText(problem, words)}
        </p>
      ))}
      {list.length > 0 && (
        <ol>
          {list.map((choice, at) => {
            const name = choice.label[language].trim() || rowName(String(at + 1));
            const order = {
              at,
              count: list.length,
              name,
              onMove: (to: number) => onChange(moved(list, at, to)),
              onRemove: () => {
                onChange(without(list, at), true);
                add.current?.focus();
              },
            };
            return (
              <li key={choice.id}>
                <WordsField
                  path={`${path}.${at}.label`}
                  label={rowName(String(at + 1))}
                  value={choice.label}
                  limit={limit}
                  quiet
                  onChange={(label) => onChange(replaced(list, at, { ...choice, label }))}
                />
                <OrderButtons {...order} />
              </li>
            );
          })}
        </ol>
      )}
      {mayEdit && list.length < most && (
        <button type="button" class="button button-quiet" ref={add} onClick={append}>
          {addLabel}
        </button>
      )}
    </section>
  );
}
