/** Changes settings of the office and shows what the server has stored. */
import { OfficeSettings, type OfficeSettingsChange } from '../../domain/office-settings.ts';
import { useShell } from '../shell/shell.ts';
import { type Save, useSave } from './use-save.ts';

export interface PartProps {
  settings: OfficeSettings;
  replace: (settings: OfficeSettings) => void;
}

export function useChange({ replace }: PartProps): {
  state: Pick<Save, 'busy' | 'fault'>;
  /** @param said is announced when it was stored. */
  change: (body: OfficeSettingsChange, said?: string) => Promise<boolean>;
} {
  const { reloadSession } = useShell();
  const state = useSave();
  return {
    state,
    async change(body, said) {
      if (state.busy) return false;
      const saved = await state.save(OfficeSettings, 'office-settings', { method: 'PATCH', body }, said);
      if (saved) replace(saved);
      // The frame shows the name, too.
      if (saved && body.name !== undefined) await reloadSession();
      return saved !== null;
    },
  };
}
