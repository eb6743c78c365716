/** Freezes the figures of a period that is over. It can be given up while the server works. */
import { useRef, useState } from 'preact/hooks';
import { ReportEntry } from '../../domain/report.ts';
import { isClosed, periodText } from '../../domain/report-period.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault-text.ts';
import { faultOf, firstChoice, PeriodFields } from './PeriodFields.tsx';

export function FreezeForm({ onFrozen }: { onFrozen: (entry: ReportEntry) => void }) {
  const { ask, announce, language, session, words: shellWords } = useShell();
  const words = REPORT_WORDS[language];
  const [chosen, setChosen] = useState(() => firstChoice(session.today));
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const sending = useRef<AbortController | null>(null);

  const send = async () => {
    const wrong = faultOf(chosen) ?? (isClosed(chosen, session.today) ? null : 'notOver');
    if (wrong) return setFault(words[wrong]);
    setFault(null);
    setBusy(true);
    sending.current = new AbortController();
    const { signal } = sending.current;
    const body = { from: chosen.from, to: chosen.to };
    const asked = await ask(ReportEntry, 'reports', { method: 'POST', body, signal });
    setBusy(false);
    if (asked.state === 'ok') {
      announce(words.frozen(periodText(asked.value, language)), 'seen');
      onFrozen(asked.value);
    } else if (asked.code !== 'aborted') setFault(faultText(asked.code, language, shellWords));
  };

  return (
    <form class="panel report-freeze" aria-labelledby="freeze-title" onSubmit={sends(send)}>
      <h2 id="freeze-title">{words.freezeTitle}</h2>
      <p class="quiet">{words.freezeWhy}</p>
      <div class="field-row">
        <PeriodFields value={chosen} onChoose={setChosen} />
        <button type="submit" class="button" disabled={busy}>
          {busy ? words.freezing : words.freeze}
        </button>
        {busy && (
          <button type="button" class="button button-quiet" onClick={() => sending.current?.abort()}>
            {words.cancel}
          </button>
        )}
      </div>
      {fault !== null && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
