/** A new person: names and role. The password is theirs to choose, with the link that is handed over. */
import { useState } from 'preact/hooks';
import { LinkHandedOut, PersonName, SignInName, type Role } from '../../domain/account.ts';
import { ACCOUNTS_WORDS } from '../../ui/words/accounts.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { faultText } from '../people/fault-text.ts';
import { Form, type Faults } from '../people/Form.tsx';
import { TextField } from '../people/TextField.tsx';
import { useShell } from '../shell/shell.ts';
import { Handed } from './Handed.tsx';
import { RoleField } from './RoleField.tsx';

export function AddPerson({ onChanged }: { onChanged: () => void }) {
  const { ask, language, go } = useShell();
  const [name, setName] = useState('');
  const [signInName, setSignInName] = useState('');
  const [role, setRole] = useState<Role>('team');
  const [handed, setHanded] = useState<LinkHandedOut | null>(null);
  const words = ACCOUNTS_WORDS[language];
  const people = PEOPLE_WORDS[language];
  const toList = () => go('/dashboard/accounts');

  if (handed) return <Handed handed={handed} onDone={toList} />;
  const send = async (): Promise<Faults | null> => {
    const body = { signInName: signInName.trim().toLowerCase(), name: name.trim(), role };
    const faults = {
      ...(PersonName.safeParse(body.name).success ? {} : { name: people.required }),
      ...(SignInName.safeParse(body.signInName).success ? {} : { signInName: people.signInNameFault }),
    };
    if (Object.keys(faults).length > 0) return faults;
    const asked = await ask(LinkHandedOut, 'accounts', { method: 'POST', body });
    if (asked.state === 'failed')
      return { [asked.code === 'name-taken' ? 'signInName' : '']: faultText(people, asked) };
    setHanded(asked.value);
    onChanged();
    return null;
  };
  return (
    <>
      <div class="section-head">
        <h1>{words.add}</h1>
      </div>
      <Form words={people} onSend={send} submit={words.create} cancel={{ label: words.cancel, onCancel: toList }}>
        <TextField
          name="name"
          label={words.fields.name}
          value={name}
          onValue={setName}
          // Another person's: the browser must not offer one's own.
          autocomplete="off"
          maxLength={80}
          focusFirst
        />
        <TextField
          name="signInName"
          label={words.fields.signInName}
          hint={words.fields.signInNameHint}
          value={signInName}
          onValue={setSignInName}
          autocomplete="off"
          maxLength={80}
        />
        <RoleField value={role} onValue={setRole} />
      </Form>
    </>
  );
}
