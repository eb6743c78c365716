/** A code of the authenticator, which phones fill in from the app or the clipboard, or a recovery code from the paper. */
import { TextField } from './TextField.tsx';

export interface CodeFieldProps {
  kind: 'app' | 'recovery';
  label: string;
  hint?: string;
  value: string;
  onValue: (value: string) => void;
  focusFirst?: boolean;
}

export function CodeField({ kind, ...field }: CodeFieldProps) {
  // Spaces are left as they come: the server does not mind them, and a limit would cut a pasted code.
  return (
    <TextField
      {...field}
      name="code"
      autocomplete={kind === 'app' ? 'one-time-code' : 'off'}
      inputMode={kind === 'app' ? 'numeric' : 'text'}
    />
  );
}
