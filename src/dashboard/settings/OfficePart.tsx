/** What the office is called. Its code is for good. */
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Unsaved } from '../shell/Unsaved.tsx';
import { SaveRow } from './SaveRow.tsx';
import { type PartProps, useChange } from './use-change.ts';

export function OfficePart(props: PartProps) {
  const { office, above } = props.settings;
  const { language, words: shell } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { state, change } = useChange(props);
  const kept = useKept('office', office.name);
  const { value: name, set: setName } = kept;
  return (
    <form
      class="form"
      onSubmit={sends(() => name.trim() !== '' && change({ name: name.trim() }).then((done) => done && kept.forget()))}
    >
      <label class="field">
        <span>{words.officeName}</span>
        <input
          value={name}
          required
          maxLength={120}
          autocomplete="off"
          aria-describedby="office-name-hint"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <span class="field-hint" id="office-name-hint">
          {words.officeNameHint}
        </span>
      </label>
      <p class="quiet">{words.officeCode(office.code)}</p>
      {above.length > 0 && <p class="quiet">{words.above(above.map((one) => one.name).join(', '))}</p>}
      <SaveRow state={state} label={shell.save}>
        <Unsaved kept={kept} />
      </SaveRow>
    </form>
  );
}
