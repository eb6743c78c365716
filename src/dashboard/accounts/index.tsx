/** The people of the office, for administrators: the list, a new person, and one person. */
import { useEffect, useRef } from 'preact/hooks';
import { AccountsReply } from '../../domain/account.ts';
import { ACCOUNTS_WORDS } from '../../ui/words/accounts.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import '../people/people.css';
import './accounts.css';
import { AddPerson } from './AddPerson.tsx';
import { EditPerson } from './EditPerson.tsx';
import { PeopleTable } from './PeopleTable.tsx';

export function Section() {
  const { address, language, words: shellWords } = useShell();
  const list = useLoad(AccountsReply, 'accounts');
  const words = ACCOUNTS_WORDS[language];
  const [which] = address.rest;
  const shown = useRef(which);
  useEffect(() => {
    if (shown.current === which) return;
    shown.current = which;
    // Another page to whoever reads it: from the top, without the focus on what is gone. A field may have taken it already.
    scrollTo(0, 0);
    const main = document.getElementById('main');
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [which]);

  if (which === 'new') return <AddPerson onChanged={list.reload} />;
  if (!list.value) return list.state === 'failed' ? <LoadFailed code={list.code} onRetry={list.reload} /> : <Loading />;
  const { accounts } = list.value;
  if (which === undefined)
    return (
      <>
        <div class="section-head">
          <div>
            <h1>{words.heading}</h1>
            <p class="quiet">{words.lead}</p>
          </div>
          <Link to="/dashboard/accounts/new" class="button">
            {words.add}
          </Link>
        </div>
        <PeopleTable accounts={accounts} />
        {accounts.length === 1 && <p class="empty quiet">{words.alone}</p>}
      </>
    );
  const account = accounts.find(({ id }) => id === which);
  if (!account)
    return (
      <section class="state">
        <h1>{shellWords.notFound}</h1>
        <Link to="/dashboard/accounts" class="link">
          {words.toList}
        </Link>
      </section>
    );
  const replace = (changed: (typeof accounts)[number]) =>
    list.replace({ accounts: accounts.map((one) => (one.id === changed.id ? changed : one)) });
  return <EditPerson key={account.id} account={account} onChanged={replace} />;
}
