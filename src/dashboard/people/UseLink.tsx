/**
 * A one-time link: what it is for, and the password that it lets one choose. The token is taken out of the address at once,
 * so that neither the history nor someone looking over a shoulder keeps it.
 */
import { useEffect, useState } from 'preact/hooks';
import { LinkReply, type SignInReply } from '../../domain/account.ts';
import type { PeopleWords } from '../../ui/words/people.ts';
import type { Ask, Asked } from '../api.ts';
import { ChoosePassword } from './ChoosePassword.tsx';
import { faultText } from './fault-text.ts';
import { GateHeading } from './Frame.tsx';

/** The token in the fragment of the address, which is gone from there afterwards. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

export interface UseLinkProps {
  words: PeopleWords;
  ask: Ask;
  onOffice: (name: string) => void;
  onReply: (reply: SignInReply) => void;
  onSignIn: () => void;
}

export function UseLink({ words, ask, onOffice, onReply, onSignIn }: UseLinkProps) {
  const [token, setToken] = useState(takeToken);
  const [turn, setTurn] = useState(0);
  const [link, setLink] = useState<Asked<LinkReply> | null>(null);
  const text = words.link;
  useEffect(() => {
    // Another link pasted into the same tab changes nothing but the fragment.
    const changed = () => location.hash.length > 1 && setToken(takeToken());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  useEffect(() => {
    if (token === '') return undefined;
    let current = true;
    setLink(null);
    void ask(LinkReply, 'link', { method: 'POST', body: { token } }).then((asked) => {
      if (!current) return;
      setLink(asked);
      if (asked.state === 'ok') onOffice(asked.value.office.name);
    });
    return () => void (current = false);
  }, [token, turn]);

  const toSignIn = (
    <div class="buttons">
      <button type="button" class="button" onClick={onSignIn}>
        {text.toSignIn}
      </button>
    </div>
  );
  if (token === '')
    return (
      <>
        <GateHeading text={text.missing} focus />
        <p>{text.missingWhy}</p>
        {toSignIn}
      </>
    );
  if (link === null) return <GateHeading text={text.checking} />;
  if (link.state === 'failed' && link.code !== 'link-over')
    return (
      <div role="alert" class="form">
        <GateHeading text={text.checking} />
        <p class="notice notice-alert">{faultText(words, link)}</p>
        <div class="buttons">
          <button type="button" class="button" onClick={() => setTurn(turn + 1)}>
            {words.retry}
          </button>
        </div>
      </div>
    );
  const over = () => setLink({ state: 'failed', code: 'link-over' });
  return link.state === 'ok' ? (
    <ChoosePassword
      key={token}
      words={words}
      ask={ask}
      token={token}
      link={link.value}
      onReply={onReply}
      onOver={over}
    />
  ) : (
    <>
      <GateHeading text={text.over} focus />
      <p>{text.overWhy}</p>
      <p>{text.overHow}</p>
      <p class="quiet">{text.overSetUp}</p>
      {toSignIn}
    </>
  );
}
