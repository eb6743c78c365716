/** One honest line for each tablet of which submissions have not arrived: the figures may still change. */
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { Link } from '../shell/Link.tsx';
import { usePage } from './page.ts';

export function Missing() {
  const { results, language, format } = usePage();
  const words = TABLET_EVIDENCE_WORDS[language];
  const lacking = results.devices.flatMap(({ id, name, missing }) => (missing ? [{ id, name, ...missing }] : []));
  if (lacking.length === 0) return null;
  return (
    <div class="notice notice-alert missing">
      {lacking.map(({ id, name, count, since }) => (
        <p key={id}>{words.missingLine(format.count(count), name, format.time(since, results.today))}</p>
      ))}
      <p class="screen-only">
        <Link to="/dashboard/tablets" class="link">
          {words.missingLink}
        </Link>
      </p>
    </div>
  );
}
