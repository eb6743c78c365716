/** A line of text in a form: a visible label, a hint, and its fault, all tied to it. */
import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useForm } from './Form.tsx';

export interface TextFieldProps {
  /** Names the fault of this field. */
  name: string;
  label: string;
  hint?: string;
  value: string;
  onValue: (value: string) => void;
  /** What a password manager goes by. */
  autocomplete: string;
  type?: 'text' | 'password';
  inputMode?: InputHTMLAttributes['inputMode'];
  maxLength?: number;
  /** The one thing to do on a screen that was just opened for it. */
  focusFirst?: boolean;
  /** Stands at the end of the line, in the same box. */
  children?: ComponentChildren;
}

export function TextField({ name, label, hint, value, onValue, type, children, focusFirst, ...input }: TextFieldProps) {
  const { faults, faultId } = useForm();
  const id = useId();
  const element = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focusFirst) element.current?.focus();
  }, [focusFirst]);
  const fault = faults[name];
  const described = [
    hint === undefined ? null : `${id}-hint`,
    fault === undefined ? null : fault === '' ? faultId : `${id}-fault`,
  ].filter((one) => one !== null);
  const line = {
    ...input,
    id,
    name,
    value,
    ref: element,
    spellcheck: false,
    autocapitalize: 'none' as const, // or it would be any text
    'aria-invalid': fault !== undefined,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => onValue(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault !== undefined && fault !== '' && (
        <span class="field-fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
      <span class="field-line">
        {type === 'password' ? <input {...line} type="password" /> : <input {...line} type="text" />}
        {children}
      </span>
    </div>
  );
}
