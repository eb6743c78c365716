/** How the tablets behave, and the PIN of the staff. Both reach a tablet with its next heartbeat. */
import { useState } from 'preact/hooks';
import { Saved } from '../../domain/fleet.ts';
import { KioskRules } from '../../domain/place.ts';
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Unsaved } from '../shell/Unsaved.tsx';
import { SaveRow } from './SaveRow.tsx';
import { type PartProps, useChange } from './use-change.ts';
import { useSave } from './use-save.ts';

function NumberField(props: {
  id: string;
  label: string;
  value: string;
  fault: string | null;
  onValue: (value: string) => void;
}) {
  const { id, label, value, fault, onValue } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="settings-number"
        inputMode="numeric"
        maxLength={3}
        autocomplete="off"
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
      {fault !== null && (
        <span class="field-fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

function RulesForm(props: PartProps) {
  const { rules } = props.settings;
  const { language, words: shell } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { state, change } = useChange(props);
  const kept = useKept('kiosk-rules', {
    idle: String(rules.idleSeconds),
    countdown: String(rules.countdownSeconds),
    onLeft: rules.onLeft,
  });
  const { idle, countdown, onLeft } = kept.value;
  const type = (typed: Partial<typeof kept.value>) => kept.set({ ...kept.value, ...typed });
  const parsed = KioskRules.safeParse({ idleSeconds: Number(idle), countdownSeconds: Number(countdown), onLeft });
  const within = (text: string, least: number, most: number) =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
      ? null
      : words.badRules(String(least), String(most));
  return (
    <form
      class="form"
      noValidate
      onSubmit={sends(() => parsed.success && change({ rules: parsed.data }).then((done) => done && kept.forget()))}
    >
      <h3>{words.rules}</h3>
      <NumberField
        id="idle"
        label={words.idle}
        value={idle}
        onValue={(text) => type({ idle: text })}
        fault={within(idle, 15, 120)}
      />
      <NumberField
        id="countdown"
        label={words.countdown}
        value={countdown}
        onValue={(text) => type({ countdown: text })}
        fault={within(countdown, 10, 60)}
      />
      <label class="field">
        <span>{words.onLeft}</span>
        <select
          value={onLeft}
          onChange={({ currentTarget }) => type({ onLeft: currentTarget.value === 'discard' ? 'discard' : 'keep' })}
        >
          <option value="keep">{words.keep}</option>
          <option value="discard">{words.discard}</option>
        </select>
      </label>
      <SaveRow state={state} label={shell.save}>
        <Unsaved kept={kept} />
      </SaveRow>
    </form>
  );
}

function PinForm() {
  const { language } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const [pin, setPin] = useState('');
  const [wrong, setWrong] = useState(false);
  const saving = useSave();
  const send = async () => {
    const good = /^\d{6}$/.test(pin);
    setWrong(!good);
    if (!good || saving.busy) return;
    if (await saving.save(Saved, 'office-settings/pin', { method: 'PUT', body: { pin } })) setPin('');
  };
  return (
    <form class="form" noValidate onSubmit={sends(send)}>
      <h3>{words.pin}</h3>
      <p>{words.pinIntro}</p>
      <div class="field">
        <label for="pin">{words.newPin}</label>
        <input
          id="pin"
          class="settings-number"
          inputMode="numeric"
          maxLength={6}
          autocomplete="off"
          value={pin}
          aria-invalid={wrong}
          aria-describedby={wrong ? 'pin-fault' : undefined}
          onInput={({ currentTarget }) => setPin(currentTarget.value)}
        />
        {wrong && (
          <span class="field-fault" id="pin-fault" role="alert">
            {words.badPin}
          </span>
        )}
      </div>
      <SaveRow state={saving} label={words.savePin} />
    </form>
  );
}

export function TabletsPart(props: PartProps) {
  return (
    <>
      <RulesForm {...props} />
      <PinForm />
    </>
  );
}
