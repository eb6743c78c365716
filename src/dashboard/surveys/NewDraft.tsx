/** Begins a draft: from the version in use, from a preset, or from an older version. */
import { useState } from 'preact/hooks';
import { SavedDraft } from '../../domain/survey-admin.ts';
import { draftOf } from '../../domain/survey-draft.ts';
import { PRESETS, type PresetId } from '../../domain/survey-presets.ts';
import type { Survey } from '../../domain/survey.ts';
import { useShell } from '../shell/shell.ts';
import { endKeeper } from './draft-keeper.ts';
import { type SurveysProps, useSurveyWords } from './editing.ts';
import { failedText } from './failed-text.ts';

// Why: Object.keys forgets that the keys of a record are its names.
const PRESET_IDS = Object.keys(PRESETS) as PresetId[];

export function NewDraft({ reply, onStored }: SurveysProps) {
  const { ask, go, format, language } = useShell();
  const { words } = useSurveyWords();
  const [from, setFrom] = useState(`v${reply.current}`);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const preset = PRESET_IDS.find((id) => id === from);
  const note = Object.entries(words.presetNotes).find(([id]) => id === preset)?.[1];

  const begin = async () => {
    const found: Survey | undefined = preset
      ? PRESETS[preset]
      : reply.versions.find(({ survey }) => `v${survey.version}` === from)?.survey;
    if (!found) return;
    setBusy(true);
    const body = draftOf(found);
    const asked = await ask(SavedDraft, 'surveys/draft', {
      method: 'PUT',
      body: { revision: 0, base: reply.current, body },
    });
    setBusy(false);
    // Begun by someone else meanwhile: that draft is shown.
    if (asked.state === 'failed' && asked.code !== 'draft-changed') return setFailed(failedText(asked.code, language));
    endKeeper();
    onStored();
    go('/dashboard/surveys/draft');
  };

  return (
    <section class="panel survey-draft-box" aria-labelledby="survey-begin">
      <h2 id="survey-begin">{words.begin}</h2>
      <p class="field-hint">{words.beginWhy}</p>
      <div class="field-row">
        <div class="field">
          <label for="survey-from">{words.beginFrom}</label>
          <select id="survey-from" value={from} onChange={(event) => setFrom(event.currentTarget.value)}>
            <option value={`v${reply.current}`}>{words.current(String(reply.current))}</option>
            {PRESET_IDS.map((id) => (
              <option key={id} value={id}>
                {words.presets[id]}
              </option>
            ))}
            {reply.versions
              .filter(({ survey }) => survey.version !== reply.current)
              .map(({ survey, validFrom }) => (
                <option key={survey.version} value={`v${survey.version}`}>
                  {words.older(String(survey.version), format.day(validFrom))}
                </option>
              ))}
          </select>
        </div>
        <button type="button" class="button" disabled={busy} onClick={() => void begin()}>
          {words.begin}
        </button>
      </div>
      {note !== undefined && <p class="notice">{note}</p>}
      {preset && <p class="field-hint">{words.presetNote}</p>}
      {failed !== null && (
        <p class="field-fault" role="alert">
          {words.failed(failed)}
        </p>
      )}
    </section>
  );
}
