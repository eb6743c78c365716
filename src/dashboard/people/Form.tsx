/**
 * A form of one step: sent once at a time, every fault tied to its field, the focus moved to the first one. Nothing that
 * was typed is taken away.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks';
import type { PeopleWords } from '../../ui/words/people.ts';
import { sends } from '../shell/sends.ts';

/** By the name of the field; '' is the whole form. An empty text marks a field whose fault is said for the whole form. */
export type Faults = Readonly<Record<string, string>>;

interface FormState {
  faults: Faults;
  /** The id of the sentence for the whole form. */
  faultId: string;
  busy: boolean;
  words: PeopleWords;
}
const FormContext = createContext<FormState | null>(null);

export function useForm(): FormState {
  const state = useContext(FormContext);
  if (state === null) throw new Error('a field needs a Form around it');
  return state;
}

export interface FormProps {
  words: PeopleWords;
  /** @returns the faults, or `null` when it is done. */
  onSend: () => Promise<Faults | null>;
  /** What the button does. */
  submit: string;
  tone?: 'primary' | 'quiet' | 'danger';
  cancel?: { label: string; onCancel: () => void } | null;
  children: ComponentChildren;
}

export function Form({ words, onSend, submit, tone = 'primary', cancel = null, children }: FormProps) {
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const faultId = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]')?.focus();
  }, [faults]);

  const send = async () => {
    setBusy(true);
    const found = await onSend();
    setBusy(false);
    setFaults(found ?? {});
  };
  const whole = faults[''] ?? '';
  return (
    <FormContext.Provider value={{ faults, faultId, busy, words }}>
      <form ref={form} class="form" noValidate aria-busy={busy} onSubmit={sends(() => !busy && send())}>
        {whole !== '' && (
          <p class="notice notice-alert" role="alert" id={faultId} data-fault tabIndex={-1}>
            {whole}
          </p>
        )}
        {children}
        <div class="buttons">
          {/* Not `disabled`: that would take the focus away from whoever sent it with the keyboard. */}
          <button type="submit" class={tone === 'primary' ? 'button' : `button button-${tone}`} aria-disabled={busy}>
            {busy ? words.working : submit}
          </button>
          {cancel && (
            <button type="button" class="button button-quiet" onClick={cancel.onCancel}>
              {cancel.label}
            </button>
          )}
        </div>
      </form>
    </FormContext.Provider>
  );
}
