/** The section "Báo cáo": frozen periods and their documents, the export of ballots, the letterhead, and what is public. */
import './reports.css';
import { mayAct, type Role } from '../../domain/account.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { ExportPart } from './ExportPart.tsx';
import { LetterheadPart } from './LetterheadPart.tsx';
import { ListPart } from './ListPart.tsx';
import { PublicationPart } from './PublicationPart.tsx';

const PARTS = [
  { name: 'list', path: '', role: 'viewer', Part: ListPart },
  { name: 'export', path: 'export', role: 'team', Part: ExportPart },
  { name: 'letterhead', path: 'letterhead', role: 'team', Part: LetterheadPart },
  { name: 'publication', path: 'publication', role: 'viewer', Part: PublicationPart },
] as const satisfies readonly { name: string; path: string; role: Role; Part: () => unknown }[];

export function Section() {
  const { address, session, language } = useShell();
  const words = REPORT_WORDS[language];
  const mine = PARTS.filter(({ role }) => mayAct(session.account.role, role));
  const here = mine.find(({ path }) => path === (address.rest[0] ?? '')) ?? PARTS[0];
  return (
    <div class="reports">
      <div class="section-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.intro}</p>
        </div>
      </div>
      <nav class="report-tabs" aria-label={words.views}>
        {mine.map(({ name, path }) => (
          <Link
            key={name}
            class="report-tab"
            to={`/dashboard/reports${path && `/${path}`}`}
            aria-current={name === here.name ? 'page' : undefined}
          >
            {words.tabs[name]}
          </Link>
        ))}
      </nav>
      <here.Part />
    </div>
  );
}
