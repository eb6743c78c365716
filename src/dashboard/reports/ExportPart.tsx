/** Single ballots as a file: which days, how many, and how far the download is. */
import { useState } from 'preact/hooks';
import { ExportSize } from '../../domain/report.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault-text.ts';
import { faultOf, firstChoice, PeriodFields } from './PeriodFields.tsx';
import { useDownload } from './use-download.ts';

export function ExportPart() {
  const { language, session, format, words: shellWords } = useShell();
  const words = REPORT_WORDS[language];
  const [chosen, setChosen] = useState(() => firstChoice(session.today));
  const wrong = faultOf(chosen);
  const query = `from=${chosen.from}&to=${chosen.to}`;
  const size = useLoad(ExportSize, wrong ? null : `exports/submissions?${query}`);
  const { download, start, stop } = useDownload();
  const rows = size.value?.rows ?? 0;
  const isRunning = download.state === 'running';
  const said = {
    idle: '',
    running: '',
    done: words.downloaded,
    stopped: words.cancelled,
    failed: download.state === 'failed' ? faultText(download.code, language, shellWords) : '',
  }[download.state];

  return (
    <section class="panel report-export" aria-labelledby="export-title">
      <h2 id="export-title">{words.exportTitle}</h2>
      <p class="quiet">
        {words.exportWhy} {words.exportRemarks}
      </p>
      <div class="field-row">
        <PeriodFields value={chosen} onChoose={setChosen} />
      </div>
      {wrong ? (
        <p class="fault" role="alert">
          {words[wrong]}
        </p>
      ) : size.state === 'failed' ? (
        <LoadFailed code={size.code} onRetry={size.reload} />
      ) : (
        <p>{!size.value ? words.counting : rows === 0 ? words.nothing : words.rows(format.count(rows))}</p>
      )}
      {isRunning && (
        <div class="report-progress">
          <progress max={rows} value={download.lines} aria-label={words.exportTitle} />
          <span class="number">{words.downloading(format.count(download.lines), format.count(rows))}</span>
        </div>
      )}
      <div class="buttons">
        {isRunning ? (
          <button type="button" class="button button-quiet" onClick={stop}>
            {words.cancel}
          </button>
        ) : (
          <button
            type="button"
            class="button"
            disabled={wrong !== null || rows === 0}
            onClick={() => void start(`/api/exports/submissions.csv?${query}`, `phieu-${chosen.from}-${chosen.to}.csv`)}
          >
            {words.download}
          </button>
        )}
      </div>
      <output class={`report-said ${download.state === 'failed' ? 'fault' : 'quiet'}`}>{said}</output>
    </section>
  );
}
