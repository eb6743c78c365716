/** The section "Ý kiến": the inbox for the team, the counts for a viewer, and for an administrator the ballots that do not count. */
import './remarks.css';
import './remark-pane.css';
import { mayAct } from '../../domain/account.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { Ballots } from './Ballots.tsx';
import { Counts } from './Counts.tsx';
import { Inbox } from './Inbox.tsx';
import { BALLOTS, INBOX } from './inbox-address.ts';

export function Section() {
  const { address, session, language } = useShell();
  const words = REMARK_WORDS[language];
  const { role } = session.account;
  const isBoss = mayAct(role, 'administrator');
  const showsBallots = isBoss && address.rest[0] === 'ballots';
  return (
    <>
      <div class="section-head">
        <div>
          <h1>{words.title}</h1>
          {mayAct(role, 'team') && <p class="quiet">{words.intro}</p>}
        </div>
        {isBoss && (
          <nav class="remark-views" aria-label={words.views}>
            <Link to={INBOX} class="remark-tab" aria-current={showsBallots ? undefined : 'page'}>
              {words.inbox}
            </Link>
            <Link to={BALLOTS} class="remark-tab" aria-current={showsBallots ? 'page' : undefined}>
              {words.ballots}
            </Link>
          </nav>
        )}
      </div>
      {!mayAct(role, 'team') ? <Counts /> : showsBallots ? <Ballots /> : <Inbox />}
    </>
  );
}
