/** The settings of one counter: its name, and for field and stage whether it asks, has a fixed value, or neither. */
import { useEffect, useRef } from 'preact/hooks';
import { type CounterChange, type Fleet, ListedCounter } from '../../domain/fleet.ts';
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { SaveRow } from './SaveRow.tsx';
import type { Save } from './use-save.ts';

export type CounterDraft = Omit<CounterChange, 'retired'>;
export const NEW_COUNTER: CounterDraft = { name: '', asksField: true, field: null, asksStage: true, stage: null };

/** The two values of a select that are no id: ids hold no `*`. */
const ASKS = '*asks';
const NOTHING = '*nothing';

function AskField(props: {
  label: string;
  choices: Fleet['fields'];
  asks: boolean;
  fixed: string | null;
  onChange: (asks: boolean, fixed: string | null) => void;
}) {
  const { label, choices, asks, fixed, onChange } = props;
  const { language } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={asks ? ASKS : (fixed ?? NOTHING)}
        onChange={({ currentTarget: { value } }) => onChange(value === ASKS, value.startsWith('*') ? null : value)}
      >
        <option value={ASKS}>{words.asks}</option>
        {choices.map(({ id, label: choice }) => (
          <option key={id} value={id}>
            {words.fixed(choice[language])}
          </option>
        ))}
        <option value={NOTHING}>{words.nothing}</option>
      </select>
    </label>
  );
}

export function CounterForm(props: {
  /** '' for a new one. */
  id: string;
  start: CounterDraft;
  fleet: Fleet;
  state: Pick<Save, 'busy' | 'fault'>;
  /** @returns whether it was stored. */
  onSave: (draft: CounterDraft) => Promise<boolean>;
  onCancel: () => void;
}) {
  const { id, start, fleet, state, onSave, onCancel } = props;
  const { language, words: shell } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const kept = useKept(`counter ${id}`, start);
  const { value: draft, set: setDraft } = kept;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      class="form"
      onSubmit={sends(() => {
        if (!state.busy && draft.name.trim() !== '')
          void onSave({ ...draft, name: draft.name.trim() }).then((done) => done && kept.forget());
      })}
    >
      <label class="field">
        <span>{words.counterName}</span>
        <input
          value={draft.name}
          required
          maxLength={120}
          autocomplete="off"
          ref={first}
          onInput={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
        />
      </label>
      <AskField
        label={words.field}
        choices={fleet.fields}
        asks={draft.asksField}
        fixed={draft.field}
        onChange={(asksField, field) => setDraft({ ...draft, asksField, field })}
      />
      <AskField
        label={words.stage}
        choices={fleet.stages}
        asks={draft.asksStage}
        fixed={draft.stage}
        onChange={(asksStage, stage) => setDraft({ ...draft, asksStage, stage })}
      />
      <SaveRow
        state={state}
        label={shell.save}
        onCancel={() => {
          kept.forget();
          onCancel();
        }}
      />
    </form>
  );
}

export const draftOf = ({ name, asksField, field, asksStage, stage }: ListedCounter): CounterDraft => ({
  name,
  asksField,
  field,
  asksStage,
  stage,
});
