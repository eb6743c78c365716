/** One person: name and role, a link for another password, and locking the account. */
import { useState } from 'preact/hooks';
import { LinkHandedOut, ListedAccount, PersonName, type AccountChange } from '../../domain/account.ts';
import { ACCOUNTS_WORDS } from '../../ui/words/accounts.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { faultText } from '../people/fault-text.ts';
import { Form, type Faults } from '../people/Form.tsx';
import { TextField } from '../people/TextField.tsx';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { Handed } from './Handed.tsx';
import { stateText } from './PeopleTable.tsx';
import { RoleField } from './RoleField.tsx';

export interface EditPersonProps {
  account: ListedAccount;
  onChanged: (account: ListedAccount) => void;
}

export function EditPerson({ account, onChanged }: EditPersonProps) {
  const { ask, language, session, format, now, reloadSession } = useShell();
  const [name, setName] = useState(account.name);
  const [role, setRole] = useState(account.role);
  const [takesFactor, setTakesFactor] = useState(false);
  const [handed, setHanded] = useState<LinkHandedOut | null>(null);
  const [said, setSaid] = useState({ part: '', text: '' });
  const words = ACCOUNTS_WORDS[language];
  const people = PEOPLE_WORDS[language];
  const path = `accounts/${encodeURIComponent(account.id)}`;
  const own = account.id === session.account.id;
  const locked = account.disabledAt !== null;

  const change = async (part: string, body: AccountChange, done: string): Promise<Faults | null> => {
    setSaid({ part, text: '' });
    const asked = await ask(ListedAccount, path, { method: 'PATCH', body });
    if (asked.state === 'failed') return { '': faultText(people, asked) };
    onChanged(asked.value);
    setSaid({ part, text: done });
    if (own) void reloadSession();
    return null;
  };
  const save = async () =>
    PersonName.safeParse(name).success
      ? change('details', { name: name.trim(), ...(role === account.role ? {} : { role }) }, words.saved)
      : { name: people.required };
  const handOut = async (): Promise<Faults | null> => {
    setSaid({ part: '', text: '' });
    const asked = await ask(LinkHandedOut, `${path}/reset`, { method: 'POST', body: { secondFactor: takesFactor } });
    if (asked.state === 'failed') return { '': faultText(people, asked) };
    onChanged(asked.value.account);
    setHanded(asked.value);
    return null;
  };

  // Said where it was done, so that nobody has to look for it.
  const told = (part: string) => (
    <output class={said.part === part && said.text !== '' ? 'notice person-said' : 'visually-hidden'}>
      {said.part === part ? said.text : ''}
    </output>
  );
  if (handed) return <Handed handed={handed} onDone={() => setHanded(null)} />;
  return (
    <div class="person">
      <Link to="/dashboard/accounts" class="link">
        {words.toList}
      </Link>
      <div class="section-head">
        <div>
          <h1>
            <bdi>{account.name}</bdi>
          </h1>
          <p class="quiet">
            {account.signInName} · {stateText(account, words, now(), format.moment)}
          </p>
        </div>
      </div>
      <section>
        <h2>{words.details}</h2>
        {told('details')}
        <Form words={people} onSend={save} submit={words.save}>
          <TextField
            name="name"
            label={words.fields.name}
            value={name}
            onValue={setName}
            autocomplete="off"
            maxLength={80}
          />
          <RoleField value={role} onValue={setRole} />
          {role !== account.role && <p class="quiet">{words.roleEnds}</p>}
        </Form>
      </section>
      {!own && !locked && (
        <section>
          <h2>{account.hasPassword ? words.reset.heading : words.reset.inviteHeading}</h2>
          <p class="quiet">{words.reset.lead}</p>
          <Form
            words={people}
            onSend={handOut}
            tone="quiet"
            submit={account.hasPassword ? words.reset.send : words.reset.invite}
          >
            {account.secondFactor && (
              <label class="check">
                <input
                  type="checkbox"
                  checked={takesFactor}
                  onChange={(event) => setTakesFactor(event.currentTarget.checked)}
                />
                <span>{words.reset.factor}</span>
              </label>
            )}
          </Form>
        </section>
      )}
      <section>
        <h2>{locked ? words.disable.enableHeading : words.disable.heading}</h2>
        {told('lock')}
        {own ? (
          <p class="quiet">{words.disable.own}</p>
        ) : (
          <>
            <p class="quiet">{locked ? words.disable.enableLead : words.disable.lead}</p>
            <Form
              words={people}
              tone={locked ? 'quiet' : 'danger'}
              submit={locked ? words.disable.enable : words.disable.send}
              onSend={() =>
                change(
                  'lock',
                  { disabled: !locked },
                  locked ? words.disable.enabled(account.name) : words.disable.done(account.name),
                )
              }
            >
              {null}
            </Form>
          </>
        )}
      </section>
    </div>
  );
}
