/** The frozen periods, newest first, each with the documents that can be made from it. */
import { mayAct } from '../../domain/account.ts';
import { type ReportEntry, ReportList } from '../../domain/report.ts';
import { periodText } from '../../domain/report-period.ts';
import { Publication } from '../../domain/report-publication.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { LetterheadHint } from './LetterheadHint.tsx';
import { FreezeForm } from './FreezeForm.tsx';

const capital = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

function Entry({ entry, isPublic }: { entry: ReportEntry; isPublic: boolean }) {
  const { language, format } = useShell();
  const words = REPORT_WORDS[language];
  const period = periodText(entry, language);
  const base = `/api/reports/${encodeURIComponent(entry.id)}`;
  return (
    <li class="report-entry">
      <div>
        <h3>
          {capital(period)} {isPublic && <span class="tag tag-strong">{words.published}</span>}
        </h3>
        <p class="quiet">
          {words.number(format.count(entry.number))}.{' '}
          {words.facts(format.count(entry.ballots), format.moment(entry.frozenAt), entry.frozenBy)}
        </p>
      </div>
      <ul class="report-documents" aria-label={words.documentsOf(period)}>
        <li>
          <a class="button" href={`${base}/docx`} download>
            {words.docx}
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={`${base}/xlsx`} download>
            {words.xlsx}
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={`${base}/poster`} target="_blank" rel="noopener">
            {words.posterA4}
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={`${base}/poster?size=a3`} target="_blank" rel="noopener">
            {words.posterA3}
          </a>
        </li>
      </ul>
    </li>
  );
}

export function ListPart() {
  const { language, session } = useShell();
  const words = REPORT_WORDS[language];
  const list = useLoad(ReportList, 'reports');
  const publication = useLoad(Publication, 'publication');
  const mayFreeze = mayAct(session.account.role, 'team');
  const reports = list.value?.reports;
  return (
    <>
      {mayFreeze && (
        <FreezeForm onFrozen={(entry) => (reports ? list.replace({ reports: [entry, ...reports] }) : list.reload())} />
      )}
      {!reports && list.state === 'loading' && <Loading />}
      {!reports && list.state === 'failed' && <LoadFailed code={list.code} onRetry={list.reload} />}
      {reports && reports.length === 0 && (
        <section class="empty">
          <h2>{words.none}</h2>
          <p>{words.noneHint}</p>
        </section>
      )}
      {reports && reports.length > 0 && (
        <section class="report-list" aria-labelledby="report-list-title">
          <h2 id="report-list-title">{words.listTitle}</h2>
          <LetterheadHint />
          <ul>
            {reports.map((entry) => (
              <Entry key={entry.id} entry={entry} isPublic={publication.value?.report === entry.id} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
