/** One's own account: the password, the second factor, and where one is signed in. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { OwnAccount } from '../../domain/account.ts';
import { ACCOUNT_WORDS } from '../../ui/words/account.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { RecoveryCodes } from '../people/RecoveryCodes.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import '../people/people.css';
import './account.css';
import { FactorPart } from './FactorPart.tsx';
import { PasswordPart } from './PasswordPart.tsx';
import { SessionsPart } from './SessionsPart.tsx';

export function Section() {
  const { session, language, words: shellWords, go } = useShell();
  const words = ACCOUNT_WORDS[language];
  const people = PEOPLE_WORDS[language];
  const own = useLoad(OwnAccount, 'account');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [said, setSaid] = useState('');
  const [turn, setTurn] = useState(0);
  const { account, office } = session;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(codes);
  useEffect(() => {
    if (shown.current !== codes) heading.current?.focus();
    shown.current = codes;
  }, [codes]);

  if (codes !== null)
    return (
      <div class="account">
        <h1 ref={heading} tabIndex={-1}>
          {people.recovery.heading}
        </h1>
        <RecoveryCodes
          words={people}
          codes={codes}
          owner={people.recovery.forWhom(account.name, office.name)}
          onDone={() => setCodes(null)}
        />
      </div>
    );
  const done = (text: string) => {
    setSaid(text);
    go('/dashboard/account', { replace: true });
    own.reload();
    // Other sessions have ended with it.
    setTurn(turn + 1);
  };
  return (
    <div class="account">
      <h1 ref={heading} tabIndex={-1}>
        {words.heading}
      </h1>
      <p class="quiet">{words.signedInAs(account.name, shellWords.roles[account.role])}</p>
      <p class="quiet">
        {words.signInName}: {account.signInName}
      </p>
      <output class={said === '' ? 'visually-hidden' : 'notice account-said'}>{said}</output>
      {own.value ? (
        <>
          <PasswordPart own={own.value} onDone={done} />
          <FactorPart own={own.value} onCodes={setCodes} onDone={done} />
          <SessionsPart key={turn} />
        </>
      ) : own.state === 'failed' ? (
        <LoadFailed code={own.code} onRetry={own.reload} />
      ) : (
        <Loading />
      )}
    </div>
  );
}
