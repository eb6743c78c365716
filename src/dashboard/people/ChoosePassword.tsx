/** What a one-time link asks for: a password, and for the first administrator both names. */
import { useState } from 'preact/hooks';
import { PersonName, SignInName, SignInReply, type LinkReply } from '../../domain/account.ts';
import type { PeopleWords } from '../../ui/words/people.ts';
import type { Ask } from '../api.ts';
import { faultText } from './fault-text.ts';
import { Form, type Faults } from './Form.tsx';
import { GateHeading } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { TextField } from './TextField.tsx';

export interface ChoosePasswordProps {
  words: PeopleWords;
  ask: Ask;
  token: string;
  link: LinkReply;
  onReply: (reply: SignInReply) => void;
  /** It has been used or has ended meanwhile. */
  onOver: () => void;
}

export function ChoosePassword({ words, ask, token, link, onReply, onOver }: ChoosePasswordProps) {
  const [name, setName] = useState('');
  const [signInName, setSignInName] = useState('');
  const [password, setPassword] = useState('');
  const { purpose, account, shortest } = link;
  const text = words.link;

  const send = async (): Promise<Faults | null> => {
    const person = { signInName: signInName.trim().toLowerCase(), name: name.trim() };
    const faults = {
      ...(account || PersonName.safeParse(person.name).success ? {} : { name: words.required }),
      ...(account || SignInName.safeParse(person.signInName).success ? {} : { signInName: words.signInNameFault }),
      ...(Array.from(password).length >= shortest ? {} : { password: words.passwordShort(shortest) }),
    };
    if (Object.keys(faults).length > 0) return faults;
    const body = { token, password, ...(account ? {} : { person }) };
    const asked = await ask(SignInReply, 'link/accept', { method: 'POST', body });
    if (asked.state === 'ok') {
      onReply(asked.value);
      return null;
    }
    if (asked.code === 'link-over') {
      onOver();
      return null;
    }
    const field = asked.code?.startsWith('password-') ? 'password' : asked.code === 'name-taken' ? 'signInName' : '';
    return { [field]: faultText(words, asked, shortest) };
  };
  const whose = account?.name ?? '';
  const { heading, lead } = {
    'set-up': { heading: text.setUp, lead: text.setUpLead },
    invitation: { heading: text.invitation(whose), lead: text.invitationLead },
    reset: { heading: text.reset, lead: text.resetLead(whose) },
  }[purpose];
  return (
    <>
      <GateHeading text={heading} focus />
      <p class="quiet">{lead}</p>
      <Form words={words} onSend={send} submit={account ? text.setPassword : text.createAccount}>
        {account ? (
          <>
            <p>
              {words.signInName}: <strong>{account.signInName}</strong>
            </p>
            {/* For the password manager, which keeps the password under this name. */}
            <input type="text" autocomplete="username" value={account.signInName} readOnly hidden />
          </>
        ) : (
          <>
            <TextField
              name="name"
              label={words.personName}
              value={name}
              onValue={setName}
              autocomplete="name"
              maxLength={80}
            />
            <TextField
              name="signInName"
              label={words.signInName}
              hint={words.signInNameHint}
              value={signInName}
              onValue={setSignInName}
              autocomplete="username"
              maxLength={80}
            />
          </>
        )}
        <PasswordField
          name="password"
          label={words.newPassword}
          hint={words.passwordRule(shortest)}
          value={password}
          onValue={setPassword}
          autocomplete="new-password"
        />
      </Form>
    </>
  );
}
