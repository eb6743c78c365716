/** Changing one's own password: the present one is asked for, whoever may sit at the open page. */
import { useState } from 'preact/hooks';
import { SessionReply, type OwnAccount } from '../../domain/account.ts';
import { ACCOUNT_WORDS } from '../../ui/words/account.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { faultText } from '../people/fault-text.ts';
import { Form, type Faults } from '../people/Form.tsx';
import { PasswordField } from '../people/PasswordField.tsx';
import { useShell } from '../shell/shell.ts';
import { Part, useEdited } from './Part.tsx';

export interface PasswordPartProps {
  own: OwnAccount;
  onDone: (said: string) => void;
}

export function PasswordPart({ own, onDone }: PasswordPartProps) {
  const { language } = useShell();
  const { edited, open } = useEdited();
  const words = ACCOUNT_WORDS[language].password;
  return (
    <Part heading={words.heading} open={edited === 'password'}>
      {edited === 'password' ? (
        <ChangePassword own={own} onDone={onDone} />
      ) : (
        <div class="buttons">
          <button type="button" class="button button-quiet" onClick={() => open('password')}>
            {words.change}
          </button>
        </div>
      )}
    </Part>
  );
}

function ChangePassword({ own, onDone }: PasswordPartProps) {
  const { ask, language } = useShell();
  const { close } = useEdited();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const words = ACCOUNT_WORDS[language];
  const people = PEOPLE_WORDS[language];
  const { shortest, account } = own;

  const send = async (): Promise<Faults | null> => {
    const faults = {
      ...(current === '' ? { current: people.required } : {}),
      ...(Array.from(password).length < shortest ? { password: people.passwordShort(shortest) } : {}),
    };
    if (Object.keys(faults).length > 0) return faults;
    const asked = await ask(SessionReply, 'account/password', { method: 'PUT', body: { current, password } });
    if (asked.state === 'ok') {
      onDone(words.password.done);
      return null;
    }
    if (asked.code === 'proof-wrong') return { current: words.password.wrong };
    return { [asked.code?.startsWith('password-') ? 'password' : '']: faultText(people, asked, shortest) };
  };
  return (
    <>
      <p class="quiet">{words.password.lead}</p>
      <Form words={people} onSend={send} submit={words.password.send} cancel={{ label: words.cancel, onCancel: close }}>
        {/* For the password manager, which keeps the password under this name. */}
        <input type="text" autocomplete="username" value={account.signInName} readOnly hidden />
        <PasswordField
          name="current"
          label={people.currentPassword}
          value={current}
          onValue={setCurrent}
          autocomplete="current-password"
        />
        <PasswordField
          name="password"
          label={people.newPassword}
          hint={people.passwordRule(shortest)}
          value={password}
          onValue={setPassword}
          autocomplete="new-password"
        />
      </Form>
    </>
  );
}
