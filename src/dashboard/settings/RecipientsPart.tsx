/** Who is written to when an alert opens, and whether the server can write at all. */
import { useState } from 'preact/hooks';
import { AlertRecipients } from '../../domain/alert-rules.ts';
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Unsaved } from '../shell/Unsaved.tsx';
import { SaveRow } from './SaveRow.tsx';
import { type PartProps, useChange } from './use-change.ts';

export function RecipientsPart(props: PartProps) {
  const { recipients, delivery } = props.settings;
  const { language, words: shell } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { state, change } = useChange(props);
  const kept = useKept('recipients', recipients.join('\n'));
  const { value: text, set: setText } = kept;
  const [wrong, setWrong] = useState<string | null>(null);
  const send = () => {
    const lines = text.split(/[\n,;]/).flatMap((line) => line.trim() || []);
    const bad = lines.filter((line) => !AlertRecipients.safeParse([line]).success);
    setWrong(bad.length > 0 ? bad.join(', ') : null);
    if (bad.length === 0) void change({ recipients: [...new Set(lines)] }).then((done) => done && kept.forget());
  };
  return (
    <form class="form" noValidate onSubmit={sends(send)}>
      <p>{words.recipientsIntro}</p>
      <p class={delivery.email ? 'quiet' : 'notice'}>{delivery.email ? words.mailOn : words.mailOff}</p>
      <p class="quiet">{delivery.webhook ? words.webhookOn : words.webhookOff}</p>
      <div class="field">
        <label for="recipients">{words.recipients}</label>
        <textarea
          id="recipients"
          rows={5}
          value={text}
          maxLength={6000}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={wrong !== null}
          aria-describedby={wrong === null ? undefined : 'recipients-fault'}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {wrong !== null && (
          <span class="field-fault" id="recipients-fault" role="alert">
            {words.badRecipients(wrong)}
          </span>
        )}
      </div>
      <SaveRow state={state} label={shell.save}>
        <Unsaved kept={kept} />
      </SaveRow>
    </form>
  );
}
