/** Before a document is made: what its head and foot still lack, and the way to fill it in. */
import { mayAct } from '../../domain/account.ts';
import { Letterhead, letterheadGaps } from '../../domain/letterhead.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { Link } from '../shell/Link.tsx';
import { useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';

export function LetterheadHint() {
  const { language, session } = useShell();
  const words = REPORT_WORDS[language];
  const { value } = useLoad(Letterhead, 'letterhead');
  const gaps = value ? letterheadGaps(value) : [];
  if (gaps.length === 0) return null;
  const missing = gaps.flatMap((gap) => (gap === 'authority' ? [] : [words.fields[gap].toLocaleLowerCase(language)]));
  return (
    <p class="notice">
      {missing.length > 0 && `${words.gaps.missing(missing.join(', '))} `}
      {gaps.includes('authority') && `${words.gaps.authority} `}
      {mayAct(session.account.role, 'team') && <Link to="/dashboard/reports/letterhead">{words.gaps.fill}</Link>}
    </p>
  );
}
