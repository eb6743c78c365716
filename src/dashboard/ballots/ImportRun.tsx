/** An import that runs on the server: how far it is, a way to stop it, and what came of it. */
import { useEffect, useState } from 'preact/hooks';
import { type ImportFile, ImportState } from '../../domain/paper-import.ts';
import { BALLOTS_IMPORT_WORDS } from '../../ui/words/ballots-import.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';

/** Milliseconds between two questions. */
const PAUSE = 400;

export interface ImportRunProps {
  file: ImportFile;
  first: ImportState;
  onAgain: () => void;
}

export function ImportRun({ file, first, onAgain }: ImportRunProps) {
  const { language, format, ask, announce } = useShell();
  const words = BALLOTS_IMPORT_WORDS[language];
  const [state, setState] = useState(first);
  const [problem, setProblem] = useState<'lost' | 'gone' | null>(null);
  const [stopping, setStopping] = useState(false);
  const running = state.state === 'running' && problem !== 'gone';
  useEffect(() => {
    if (!running || stopping) return undefined;
    const stop = new AbortController();
    const look = async () => {
      while (!stop.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        const asked = await ask(ImportState, `paper/files/${file.id}`, { signal: stop.signal });
        if (stop.signal.aborted) return;
        if (asked.state === 'ok') {
          setProblem(null);
          setState(asked.value);
        } else setProblem(asked.code === 'not-found' ? 'gone' : 'lost');
      }
    };
    void look();
    return () => stop.abort();
  }, [running, stopping]);
  useEffect(() => {
    if (!running) announce(words.results[state.state]);
  }, [running]);

  async function cancel(): Promise<void> {
    setStopping(true);
    const asked = await ask(ImportState, `paper/files/${file.id}`, { method: 'DELETE' });
    setStopping(false);
    if (asked.state === 'ok') setState(asked.value);
    else setProblem(asked.code === 'not-found' ? 'gone' : 'lost');
  }

  const { counts, total, code } = state;
  const done = format.count(counts.lines);
  return (
    <section class="panel ballots-run">
      <h2>{running ? words.running : problem === 'gone' ? words.results.failed : words.results[state.state]}</h2>
      {running && (
        <>
          <progress
            max={total ?? undefined}
            value={total === null ? undefined : counts.lines}
            aria-label={words.running}
          />
          <p class="number">{total === null ? done : words.progress(done, format.count(total))}</p>
        </>
      )}
      <p>{words.counts(format.count(counts.added), format.count(counts.known), format.count(counts.bad))}</p>
      {code !== null && <p class="fault">{words.problems[code]}</p>}
      {problem !== null && <p class="notice notice-alert">{problem === 'gone' ? words.gone : words.lost}</p>}
      {!running && state.state !== 'done' && problem === null && <p>{words.stays}</p>}
      <div class="buttons">
        {running ? (
          <button type="button" class="button button-quiet" disabled={stopping} onClick={() => void cancel()}>
            {words.stop}
          </button>
        ) : (
          <>
            <Link to="/dashboard" class="button">
              {words.seeResults}
            </Link>
            <button type="button" class="button button-quiet" onClick={onAgain}>
              {words.another}
            </button>
          </>
        )}
      </div>
    </section>
  );
}
