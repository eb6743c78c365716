/** Where the value of a part is from, and the way back to the one from above. Nothing where there is no office above. */
import type { Inherited } from '../../domain/office-settings.ts';
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { useShell } from '../shell/shell.ts';
import { type PartProps, useChange } from './use-change.ts';

export function FromAbove({ part, ...props }: PartProps & { part: Inherited }) {
  const { language } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { state, change } = useChange(props);
  const { from, above } = props.settings;
  if (above.length === 0) return null;
  const source = from[part];
  if (source === 'shipped') return <p class="quiet">{words.shipped}</p>;
  if (source !== 'own') return <p class="notice">{words.fromAbove(source.name)}</p>;
  return (
    <div class="notice settings-source">
      <p>{words.ownValue}</p>
      <button
        type="button"
        class="button button-quiet"
        aria-disabled={state.busy}
        onClick={() => void change({ inherit: [part] }, words.inherited)}
      >
        {words.inherit}
      </button>
      {state.fault !== null && <p role="alert">{state.fault}</p>}
    </div>
  );
}
