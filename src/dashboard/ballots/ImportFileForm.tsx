/** Where a file is chosen or dropped. */
import { useRef, useState } from 'preact/hooks';
import type { PaperSetup } from '../../domain/paper.ts';
import { levelsOf, type Survey } from '../../domain/survey.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import { BALLOTS_IMPORT_WORDS } from '../../ui/words/ballots-import.ts';
import { saveCsv } from '../csv.ts';
import { useShell } from '../shell/shell.ts';

export interface ImportFileFormProps {
  /** What the file is about; not there yet while it loads. */
  setup: PaperSetup | null | undefined;
  fault: string | null;
  busy: boolean;
  onFile: (file: File) => void;
}

/** A file with the names of the columns and nothing else, as a spreadsheet here opens it. */
function saveTemplate(survey: Survey, language: Language): void {
  const words = BALLOTS_IMPORT_WORDS[language];
  const { date, counter, field, stage } = words.targets;
  const columns = [date, counter, field, stage, ...survey.criteria.map(({ name }) => name[language])];
  saveCsv([columns], language, words.templateName);
}

export function ImportFileForm({ setup, fault, busy, onFile }: ImportFileFormProps) {
  const { language } = useShell();
  const words = BALLOTS_IMPORT_WORDS[language];
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <div
      class={over ? 'ballots-drop ballots-drop-over' : 'ballots-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!busy) take(event.dataTransfer?.files);
      }}
    >
      <p>{words.how}</p>
      {setup && (
        <p>
          {words.marks(
            levelsOf(setup.survey)
              .map(({ level, label }) => `${level} – ${label[language].toLowerCase()}`)
              .join(', '),
          )}{' '}
          <button type="button" class="link" onClick={() => saveTemplate(setup.survey, language)}>
            {words.template}
          </button>
        </p>
      )}
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.choose}
        accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen again once it was corrected.
          event.currentTarget.value = '';
        }}
      />
      <div class="buttons">
        <button type="button" class="button" disabled={busy} onClick={() => input.current?.click()}>
          {busy ? words.uploading : words.choose}
        </button>
        <span class="quiet ballots-drop-hint">{words.drop}</span>
      </div>
      {fault !== null && (
        <div class="notice notice-alert" role="alert">
          <p>{fault}</p>
          <p>{words.nothingStored}</p>
        </div>
      )}
    </div>
  );
}
