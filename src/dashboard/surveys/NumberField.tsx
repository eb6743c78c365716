/** A number as people type it here: with a comma in Vietnamese, a point in English, and both are understood. */
import { useState } from 'preact/hooks';
import { fieldId } from './edit.ts';
import { problemText, useEditing, useSurveyWords } from './editing.ts';

/** @returns `null` for nothing typed, `undefined` for what is no number. */
export function numberOf(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  return /^-?\d{1,6}(\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined;
}

export function NumberField(props: {
  path: string;
  label: string;
  hint?: string | undefined;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { path, label, hint, value, onChange } = props;
  const { problems, mayEdit } = useEditing();
  const { words, language } = useSurveyWords();
  const printed = value === null ? '' : language === 'vi' ? String(value).replace('.', ',') : String(value);
  // What is typed stays as it was typed while it means the value ("85," on the way to "85,5").
  const [typed, setTyped] = useState(printed);
  const shown = numberOf(typed.replace(/[.,]$/, '')) === value ? typed : printed;
  const id = fieldId(path);
  const found = problems.filter((problem) => problem.path === path);
  return (
    <div class="field survey-number">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        readOnly={!mayEdit}
        aria-invalid={found.length > 0}
        aria-describedby={found.length > 0 ? `${id}-fault` : undefined}
        onInput={(event) => {
          const text = event.currentTarget.value.replace(/[^\d.,-]/g, '');
          const number = numberOf(text.replace(/[.,]$/, ''));
          setTyped(text);
          if (number !== undefined) onChange(number);
        }}
      />
      {found.length > 0 && (
        <span class="field-fault" id={`${id}-fault`}>
          {found.map((problem) => problemText(problem, words)).join('; ')}
        </span>
      )}
      {hint !== undefined && <span class="field-hint">{hint}</span>}
    </div>
  );
}
