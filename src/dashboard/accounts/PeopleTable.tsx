/** Who can sign in, what they may do, and how it stands with each: a table, and on a phone a list of the same cells. */
import type { ListedAccount } from '../../domain/account.ts';
import { dayHour } from '../../domain/period.ts';
import { ACCOUNTS_WORDS, type AccountsWords } from '../../ui/words/accounts.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';

/** @param moment an instant as people write it. */
export function stateText(
  { disabledAt, hasPassword, linkUntil }: ListedAccount,
  words: AccountsWords,
  now: number,
  moment: (at: number) => string,
): string {
  const link = linkUntil !== null && linkUntil > now ? moment(linkUntil) : null;
  if (disabledAt !== null) return words.states.disabled(moment(disabledAt));
  if (!hasPassword) return link === null ? words.states.uninvited : words.states.invited(link);
  return link === null ? words.states.active : words.states.resetting(link);
}

export function PeopleTable({ accounts }: { accounts: readonly ListedAccount[] }) {
  const { language, format, words: shellWords, session, now } = useShell();
  const words = ACCOUNTS_WORDS[language];
  const { columns } = words;
  const today = dayHour(now(), session.zone).day;
  return (
    <table class="table people">
      <thead>
        <tr>
          {[columns.person, columns.role, columns.lastSignIn, columns.factor, columns.state].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.id} class={account.disabledAt === null ? undefined : 'people-locked'}>
            <th scope="row">
              <Link to={`/dashboard/accounts/${encodeURIComponent(account.id)}`} class="people-name">
                <bdi>{account.name}</bdi>
              </Link>{' '}
              {account.id === session.account.id && <span class="tag">{words.you}</span>}
              <span class="people-sign-in quiet">{account.signInName}</span>
            </th>
            <td data-label={columns.role}>{shellWords.roles[account.role]}</td>
            <td data-label={columns.lastSignIn} class="people-time">
              {account.lastSignInAt === null ? words.never : format.time(account.lastSignInAt, today)}
            </td>
            <td data-label={columns.factor}>{account.secondFactor ? words.factorOn : words.factorOff}</td>
            <td data-label={columns.state}>{stateText(account, words, now(), format.moment)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
