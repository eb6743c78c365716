/** One tablet: how it is, its name and counter, and the end of its access. */
import { useState } from 'preact/hooks';
import { mayAct } from '../../domain/account.ts';
import { Changed, type Fleet, type Tablet } from '../../domain/fleet.ts';
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { Link } from '../shell/Link.tsx';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { SaveRow } from '../settings/SaveRow.tsx';
import { useSave } from '../settings/use-save.ts';
import { KeyPart } from './KeyPart.tsx';
import { TabletEvents } from './TabletEvents.tsx';
import { StateBadge, TabletFacts, useStateText } from './TabletFacts.tsx';

interface Props {
  tablet: Tablet;
  fleet: Fleet;
  reload: () => void;
}

function ChangeForm({ tablet, fleet, reload }: Props) {
  const { language, words: shell } = useShell();
  const words = TABLET_WORDS[language];
  const [name, setName] = useState(tablet.name);
  const [counter, setCounter] = useState(tablet.counter);
  const saving = useSave();
  const save = async () => {
    const body = { name, ...(counter === tablet.counter ? {} : { counter }) };
    if (await saving.save(Changed, `tablets/${tablet.id}`, { method: 'PATCH', body })) reload();
  };
  return (
    <form class="form panel" onSubmit={sends(() => !saving.busy && name.trim() !== '' && save())}>
      <h2>{words.change}</h2>
      <label class="field">
        <span>{words.name}</span>
        <input
          value={name}
          maxLength={80}
          required
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{words.atCounter}</span>
        <select value={counter} onChange={({ currentTarget }) => setCounter(currentTarget.value)}>
          {fleet.counters
            .filter(({ id, retired }) => !retired || id === tablet.counter)
            .map(({ id, name: label, retired }) => (
              <option key={id} value={id}>
                {retired ? `${label} (${words.retired})` : label}
              </option>
            ))}
        </select>
      </label>
      <p class="field-hint">{words.changeHint}</p>
      <SaveRow state={saving} label={shell.save} />
    </form>
  );
}

function Revocation({ tablet, reload }: Props) {
  const { language, format } = useShell();
  const words = TABLET_WORDS[language];
  const [asking, setAsking] = useState(false);
  const saving = useSave();
  const unsent = tablet.report?.unsent ?? 0;
  const revoke = async () => {
    const path = `tablets/${tablet.id}/revocation`;
    if (await saving.save(Changed, path, { method: 'POST' }, words.revoked)) reload();
  };
  return (
    <form
      class="form panel"
      onSubmit={sends(() => {
        if (!asking) setAsking(true);
        else if (!saving.busy) void revoke();
      })}
    >
      <h2>{words.revokeTitle}</h2>
      <p>{words.revokeText}</p>
      {unsent > 0 && <p class="notice notice-alert">{words.revokeUnsent(format.count(unsent))}</p>}
      {asking && (
        <p role="alert">
          <strong>{words.revokeSure(tablet.name)}</strong>
        </p>
      )}
      <SaveRow
        state={saving}
        label={asking ? words.revokeYes : words.revoke}
        look={asking ? 'danger' : 'quiet'}
        {...(asking && { onCancel: () => setAsking(false) })}
      />
    </form>
  );
}

export function TabletPage(props: Props) {
  const { tablet, fleet } = props;
  const { language, session } = useShell();
  const words = TABLET_WORDS[language];
  const stateText = useStateText();
  const counter = fleet.counters.find(({ id }) => id === tablet.counter)?.name ?? tablet.counter;
  const editable = tablet.revokedAt === null && mayAct(session.account.role, 'administrator');
  return (
    <>
      <Link to="/dashboard/tablets" class="link">
        {words.back}
      </Link>
      <div class="section-head">
        <div>
          <h1>
            {tablet.name} <StateBadge tablet={tablet} now={fleet.now} />
          </h1>
          <p class="tablet-state">
            {counter} · {stateText(tablet, fleet.now)}
          </p>
        </div>
      </div>
      <div class="tablet-page">
        <section class="panel" aria-label={words.title}>
          <TabletFacts tablet={tablet} />
        </section>
        {tablet.revokedAt === null && <KeyPart tablet={tablet} reload={props.reload} />}
        <TabletEvents events={tablet.events} />
        {editable && <ChangeForm key={`${tablet.name}|${tablet.counter}`} {...props} />}
        {editable && <Revocation {...props} />}
      </div>
    </>
  );
}
