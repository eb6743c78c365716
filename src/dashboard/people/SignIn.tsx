/** Name and password. A wrong name and a wrong password are said in the same words. */
import { useState } from 'preact/hooks';
import { SignInReply, type SessionReply } from '../../domain/account.ts';
import type { PeopleWords } from '../../ui/words/people.ts';
import type { Ask } from '../api.ts';
import { faultText } from './fault-text.ts';
import { Form, type Faults } from './Form.tsx';
import { GateHeading } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { TextField } from './TextField.tsx';

export interface SignInProps {
  words: PeopleWords;
  ask: Ask;
  /** Whose session has ended, if the page is still open. */
  before: SessionReply | null;
  onReply: (reply: SignInReply) => void;
}

export function SignIn({ words, ask, before, onReply }: SignInProps) {
  const [signInName, setSignInName] = useState(before?.account.signInName ?? '');
  const [password, setPassword] = useState('');
  const send = async (): Promise<Faults | null> => {
    const missing = {
      ...(signInName.trim() === '' ? { signInName: words.required } : {}),
      ...(password === '' ? { password: words.required } : {}),
    };
    if (Object.keys(missing).length > 0) return missing;
    const body = { signInName: signInName.trim(), password };
    const asked = await ask(SignInReply, 'session', { method: 'POST', body });
    if (asked.state === 'ok') {
      onReply(asked.value);
      return null;
    }
    const marks = asked.code === 'sign-in-failed' ? { signInName: '', password: '' } : {};
    return { '': faultText(words, asked), ...marks };
  };
  return (
    <>
      <GateHeading text={words.signIn.heading} />
      <p class="quiet">{before ? words.signIn.again(before.account.name) : words.signIn.lead}</p>
      <Form words={words} onSend={send} submit={words.signIn.send}>
        <TextField
          name="signInName"
          label={words.signInName}
          value={signInName}
          onValue={setSignInName}
          autocomplete="username"
          maxLength={200}
          focusFirst={before === null}
        />
        <PasswordField
          name="password"
          label={words.password}
          value={password}
          onValue={setPassword}
          autocomplete="current-password"
          focusFirst={before !== null}
        />
      </Form>
      <details class="gate-help">
        <summary>{words.signIn.forgotten}</summary>
        <p>{words.signIn.forgottenHow}</p>
      </details>
    </>
  );
}
