/**
 * A day, written dd/MM/yyyy whatever the language of the browser: its own date field would show an English one the month
 * first. The calendar beside it is the browser's.
 */
import { useId, useRef, useState } from 'preact/hooks';
import { isDay } from '../../domain/period.ts';
import { printDay, typedDay } from '../../domain/typed-day.ts';
import { SHELL_WORDS } from '../../ui/words/shell.ts';
import { useShell } from './shell.ts';

export interface DateFieldProps {
  label: string;
  /** yyyy-MM-dd, or '' for none. */
  value: string;
  /** A day as it is stored; '' while what is typed is none. */
  onDay: (day: string) => void;
  /** yyyy-MM-dd */
  min?: string | undefined;
  max?: string | undefined;
  /** What the form has to say about it. */
  fault?: string | null;
  hint?: string | undefined;
  /** The id of what describes it elsewhere. */
  describedBy?: string | undefined;
}

export function DateField({ label, value, onDay, min, max, fault = null, hint, describedBy }: DateFieldProps) {
  const words = SHELL_WORDS[useShell().language];
  const id = useId();
  const native = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<{ text: string; before: string } | null>(null);
  const [left, setLeft] = useState(false);
  // What is typed is shown until a day comes from elsewhere: not the one that was sent, nor the one that stood before.
  const isMine = typed !== null && [typed.before, typedDay(typed.text) ?? ''].includes(value);
  const text = isMine ? typed.text : printDay(value);
  const day = typedDay(text);
  const outside = day !== null && ((min !== undefined && day < min) || (max !== undefined && day > max));
  const wrong =
    text.trim() !== '' && day === null
      ? words.badDay
      : outside
        ? words.dayOutside(printDay(min ?? ''), printDay(max ?? ''))
        : null;
  const shown = fault ?? (left ? wrong : null);
  const about = [describedBy, hint === undefined ? null : `${id}-hint`, shown === null ? null : `${id}-fault`];
  const take = (next: string) => {
    setTyped({ text: next, before: value });
    const found = typedDay(next) ?? '';
    if (found !== value) onDay(found);
  };
  return (
    <div class="field date-field">
      <label for={id}>{label}</label>
      <span class="date-row">
        <input
          id={id}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          maxLength={10}
          placeholder={words.dayForm}
          value={text}
          aria-invalid={shown !== null}
          aria-describedby={about.filter((one) => one !== null && one !== undefined).join(' ') || undefined}
          onInput={(event) => take(event.currentTarget.value)}
          onBlur={() => setLeft(true)}
          onFocus={() => setLeft(false)}
        />
        <input
          class="date-native"
          ref={native}
          type="date"
          tabIndex={-1}
          aria-hidden="true"
          min={min}
          max={max}
          value={isDay(value) ? value : ''}
          onInput={(event) => take(printDay(event.currentTarget.value))}
        />
        <button
          type="button"
          class="date-pick"
          aria-label={words.pickDay(label)}
          onClick={() => {
            // Older browsers have no showPicker: there the day is typed.
            if (native.current && 'showPicker' in native.current) native.current.showPicker();
          }}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5" />
          </svg>
        </button>
      </span>
      {hint !== undefined && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {shown !== null && (
        <span class="field-fault" id={`${id}-fault`}>
          {shown}
        </span>
      )}
    </div>
  );
}
