/** Proving again who is there, before something delicate: with the password, or with a code where there is one. */
import { useState } from 'preact/hooks';
import { SessionReply } from '../../domain/account.ts';
import type { PeopleWords } from '../../ui/words/people.ts';
import type { Ask } from '../api.ts';
import { CodeField } from './CodeField.tsx';
import { faultText } from './fault-text.ts';
import { Form, type Faults } from './Form.tsx';
import { GateHeading } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';

export interface StepUpProps {
  words: PeopleWords;
  ask: Ask;
  session: SessionReply;
  onSession: (session: SessionReply) => void;
  /** The session itself has ended meanwhile. */
  onSignedOut: () => void;
  onCancel: (() => void) | null;
}

export function StepUp({ words, ask, session, onSession, onSignedOut, onCancel }: StepUpProps) {
  const [by, setBy] = useState<'password' | 'code'>('password');
  const [proof, setProof] = useState('');
  const text = words.stepUp;
  const send = async (): Promise<Faults | null> => {
    if (proof.trim() === '') return { [by]: words.required };
    const asked = await ask(SessionReply, 'session/step-up', { method: 'POST', body: { [by]: proof } });
    if (asked.state === 'ok') {
      onSession(asked.value);
      return null;
    }
    if (asked.code === 'signed-out') {
      onSignedOut();
      return null;
    }
    return { [asked.code === 'proof-wrong' ? by : '']: faultText(words, asked) };
  };
  const change = () => {
    setBy(by === 'password' ? 'code' : 'password');
    setProof('');
  };
  return (
    <>
      <GateHeading text={text.heading} />
      <p class="quiet">{text.lead}</p>
      <Form
        key={by}
        words={words}
        onSend={send}
        submit={text.send}
        cancel={onCancel && { label: text.cancel, onCancel }}
      >
        {/* Tells a password manager whose password is asked for. */}
        <input type="text" autocomplete="username" value={session.account.signInName} readOnly hidden />
        {by === 'password' ? (
          <PasswordField
            name="password"
            label={words.password}
            value={proof}
            onValue={setProof}
            autocomplete="current-password"
            focusFirst
          />
        ) : (
          <CodeField
            kind="app"
            label={words.code.label}
            hint={words.code.hint}
            value={proof}
            onValue={setProof}
            focusFirst
          />
        )}
      </Form>
      <p class="gate-ways">
        <button type="button" class="link" onClick={change}>
          {by === 'password' ? text.useCode : text.usePassword}
        </button>
      </p>
    </>
  );
}
