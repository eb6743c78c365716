/** A password: hidden until one asks to see it, hidden again when it is sent, pasted and filled in as one likes. */
import { useEffect, useState } from 'preact/hooks';
import { useForm } from './Form.tsx';
import { TextField, type TextFieldProps } from './TextField.tsx';

export type PasswordFieldProps = Omit<
  TextFieldProps,
  'type' | 'inputMode' | 'maxLength' | 'children' | 'autocomplete'
> & {
  /** `new-password` where one is chosen. */
  autocomplete: 'current-password' | 'new-password';
};

export function PasswordField(props: PasswordFieldProps) {
  const { words, busy } = useForm();
  const [shown, setShown] = useState(false);
  // What is sent as plain text would be kept by the browser among what was typed before.
  useEffect(() => {
    if (busy) setShown(false);
  }, [busy]);
  return (
    <TextField {...props} type={shown ? 'text' : 'password'}>
      <button
        type="button"
        class="field-show"
        aria-label={shown ? words.hidePassword : words.showPassword}
        onClick={() => setShown(!shown)}
      >
        {shown ? words.hide : words.show}
      </button>
    </TextField>
  );
}
