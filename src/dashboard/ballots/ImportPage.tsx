/** Importing a file, step by step: chosen, its columns mapped, read as a whole, and only then stored. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ImportFile, ImportState, UploadReply } from '../../domain/paper-import.ts';
import { PaperSetup } from '../../domain/paper.ts';
import { BALLOTS_IMPORT_WORDS, type BallotsImportWords } from '../../ui/words/ballots-import.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault-text.ts';
import { ImportFileForm } from './ImportFileForm.tsx';
import { ImportMapping } from './ImportMapping.tsx';
import { ImportRun } from './ImportRun.tsx';

type Step =
  | { at: 'choose'; fault: string | null; busy: boolean }
  | { at: 'map'; file: ImportFile }
  | { at: 'run'; file: ImportFile; state: ImportState };

const FILE_FAULTS = ['too-large'] as const;
const problemOf = (words: BallotsImportWords, code: string | null) =>
  FILE_FAULTS.some((one) => one === code) ? words.problems['too-large'] : null;

export function ImportPage() {
  const shell = useShell();
  const { language, ask } = shell;
  const words = BALLOTS_IMPORT_WORDS[language];
  const [step, setStep] = useState<Step>({ at: 'choose', fault: null, busy: false });
  const setup = useLoad(PaperSetup, 'paper/setup');
  const again = () => setStep({ at: 'choose', fault: null, busy: false });

  async function bring(file: File): Promise<void> {
    setStep({ at: 'choose', fault: null, busy: true });
    const path = `paper/files?name=${encodeURIComponent(file.name)}`;
    const asked = await ask(UploadReply, path, { method: 'POST', body: file });
    if (asked.state === 'ok' && asked.value.state === 'ready') return setStep({ at: 'map', file: asked.value.file });
    const fault =
      asked.state === 'ok'
        ? asked.value.state === 'refused'
          ? words.problems[asked.value.code]
          : null
        : (problemOf(words, asked.code) ?? faultText(shell, asked.code));
    setStep({ at: 'choose', fault, busy: false });
  }

  // The copy on the server goes when the person goes elsewhere, unless it is being imported.
  const waiting = step.at === 'map' ? step.file.id : null;
  const running = step.at === 'run';
  const started = useRef<string | null>(null);
  useEffect(() => {
    if (waiting === null) return undefined;
    return () => {
      if (started.current !== waiting) void ask(ImportState, `paper/files/${waiting}`, { method: 'DELETE' });
    };
  }, [waiting]);

  return (
    <>
      <div class="section-head">
        <h1>{words.title}</h1>
        <Link to="/dashboard/ballots" class="link">
          {BALLOTS_WORDS[language].toBatches}
        </Link>
      </div>
      {step.at === 'choose' && (
        <ImportFileForm setup={setup.value} fault={step.fault} busy={step.busy} onFile={(file) => void bring(file)} />
      )}
      {step.at === 'map' && !setup.value && setup.state === 'failed' && (
        <LoadFailed code={setup.code} onRetry={setup.reload} />
      )}
      {step.at === 'map' && !setup.value && setup.state === 'loading' && <Loading />}
      {step.at === 'map' && setup.value && (
        <ImportMapping
          key={step.file.id}
          file={step.file}
          setup={setup.value}
          onAgain={again}
          onStarted={(state) => {
            started.current = step.file.id;
            setStep({ at: 'run', file: step.file, state });
          }}
        />
      )}
      {running && <ImportRun file={step.file} first={step.state} onAgain={again} />}
    </>
  );
}
