/** Where a file is chosen or dropped. */
import { useRef, useState } from 'preact/hooks';
import { BALLOTS_IMPORT_WORDS } from '../../ui/words/ballots-import.ts';
import { useShell } from '../shell/shell.ts';

export interface ImportFileFormProps {
  fault: string | null;
  busy: boolean;
  onFile: (file: File) => void;
}

export function ImportFileForm({ fault, busy, onFile }: ImportFileFormProps) {
  const words = BALLOTS_IMPORT_WORDS[useShell().language];
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
