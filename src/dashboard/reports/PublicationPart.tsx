/** What the public page shows. An administrator decides; everyone else sees what was decided. */
import { useState } from 'preact/hooks';
import { mayAct } from '../../domain/account.ts';
import { type ReportEntry, ReportList } from '../../domain/report.ts';
import { periodText } from '../../domain/report-period.ts';
import { Publication } from '../../domain/report-publication.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault-text.ts';

const PAGE = '/ket-qua';
const capital = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

interface EditorProps {
  publication: Publication;
  reports: readonly ReportEntry[];
  onSaved: (publication: Publication) => void;
}

function Editor({ publication, reports, onSaved }: EditorProps) {
  const { ask, announce, language, format, session, words: shellWords } = useShell();
  const words = REPORT_WORDS[language];
  const [chosen, setChosen] = useState(publication);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const mayChange = mayAct(session.account.role, 'administrator');

  const save = async () => {
    setBusy(true);
    const asked = await ask(Publication, 'publication', { method: 'PUT', body: chosen });
    setBusy(false);
    setFault(asked.state === 'ok' ? null : faultText(asked.code, language, shellWords));
    if (asked.state !== 'ok') return;
    onSaved(asked.value);
    announce(asked.value.report === null ? words.withdrawn : words.publishedNow, 'seen');
  };
  const part = (name: 'counters' | 'fields' | 'reasons', label: string, hint?: string) => (
    <label class="check">
      <input
        type="checkbox"
        checked={chosen[name]}
        disabled={chosen.report === null}
        onChange={(event) => setChosen({ ...chosen, [name]: event.currentTarget.checked })}
      />
      <span>
        {label}
        {hint && <span class="field-hint report-line">{hint}</span>}
      </span>
    </label>
  );
  const choice = (report: string | null, label: string, detail?: string) => (
    <label key={report ?? ''} class="check">
      <input
        type="radio"
        name="publication"
        checked={chosen.report === report}
        onChange={() => setChosen({ ...chosen, report })}
      />
      <span>
        {label}
        {detail && <span class="field-hint report-line">{detail}</span>}
      </span>
    </label>
  );

  return (
    <form class="form" onSubmit={sends(save)}>
      {!mayChange && <p class="notice">{words.onlyAdministrator}</p>}
      {reports.length === 0 && <p>{words.noReports}</p>}
      <fieldset class="report-choices" disabled={!mayChange}>
        <legend>{words.which}</legend>
        {choice(null, words.nothingPublic)}
        {reports.map((entry) =>
          choice(
            entry.id,
            capital(periodText(entry, language)),
            `${words.number(format.count(entry.number))}. ${words.facts(format.count(entry.ballots), format.moment(entry.frozenAt), entry.frozenBy)}`,
          ),
        )}
      </fieldset>
      <fieldset class="report-choices" disabled={!mayChange}>
        <legend>{words.parts}</legend>
        {part('counters', words.counters, words.countersHint)}
        {part('fields', words.byField)}
        {part('reasons', words.reasons)}
      </fieldset>
      {fault !== null && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {mayChange && (
        <div class="buttons">
          <button type="submit" class="button" disabled={busy}>
            {words.publish}
          </button>
        </div>
      )}
    </form>
  );
}

export function PublicationPart() {
  const { language } = useShell();
  const words = REPORT_WORDS[language];
  const publication = useLoad(Publication, 'publication');
  const list = useLoad(ReportList, 'reports');
  const failed = [publication, list].find(({ state, value }) => state === 'failed' && value === null);
  return (
    <section class="panel" aria-labelledby="publication-title">
      <h2 id="publication-title">{words.publicationTitle}</h2>
      <p class="quiet report-why">{words.publicationWhy}</p>
      {publication.value && list.value ? (
        <>
          <Editor publication={publication.value} reports={list.value.reports} onSaved={publication.replace} />
          <p class="report-public">
            <a href={PAGE} target="_blank" rel="noopener">
              {words.openPage}
            </a>
          </p>
          <h3>{words.embed}</h3>
          <div class="field">
            <label for="report-embed">{words.embedHint}</label>
            <input
              id="report-embed"
              class="report-embed"
              readOnly
              value={`<iframe src="${location.origin}${PAGE}?nhung=1" title="${words.publicationTitle}" width="100%" height="900"></iframe>`}
              onFocus={(event) => event.currentTarget.select()}
            />
          </div>
        </>
      ) : failed ? (
        <LoadFailed code={failed.code} onRetry={failed.reload} />
      ) : (
        <Loading />
      )}
    </section>
  );
}
