/** The second step of signing in: a code of the authenticator, or a recovery code instead. */
import { useState } from 'preact/hooks';
import { SessionReply } from '../../domain/account.ts';
import type { PeopleWords } from '../../ui/words/people.ts';
import type { Ask } from '../api.ts';
import { CodeField } from './CodeField.tsx';
import { faultText } from './fault-text.ts';
import { Form, type Faults } from './Form.tsx';
import { GateHeading } from './Frame.tsx';

export interface SecondFactorProps {
  words: PeopleWords;
  ask: Ask;
  ticket: string;
  onSession: (session: SessionReply) => void;
  onStartOver: () => void;
}

export function SecondFactor({ words, ask, ticket, onSession, onStartOver }: SecondFactorProps) {
  const [kind, setKind] = useState<'app' | 'recovery'>('app');
  const [code, setCode] = useState('');
  const text = words.code;
  const app = kind === 'app';
  const send = async (): Promise<Faults | null> => {
    if (code.trim() === '') return { code: words.required };
    const asked = await ask(SessionReply, 'session/second-factor', { method: 'POST', body: { ticket, code } });
    if (asked.state === 'ok') {
      onSession(asked.value);
      return null;
    }
    if (asked.code === 'proof-wrong') return { code: faultText(words, asked) };
    // The ticket is over: nothing that is typed here can work any more.
    return { '': asked.code === 'link-over' ? text.over : faultText(words, asked) };
  };
  const change = () => {
    setKind(app ? 'recovery' : 'app');
    setCode('');
  };
  return (
    <>
      <GateHeading text={app ? text.heading : text.recoveryHeading} />
      <Form key={kind} words={words} onSend={send} submit={text.send}>
        <CodeField
          kind={kind}
          label={app ? text.label : text.recoveryLabel}
          hint={app ? text.hint : text.recoveryHint}
          value={code}
          onValue={setCode}
          focusFirst
        />
      </Form>
      <p class="gate-ways">
        <button type="button" class="link" onClick={change}>
          {app ? text.useRecovery : text.useApp}
        </button>
        <button type="button" class="link" onClick={onStartOver}>
          {text.startOver}
        </button>
      </p>
    </>
  );
}
