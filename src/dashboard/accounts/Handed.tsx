/** A one-time link, shown this once, with how to hand it over. */
import { useEffect, useRef } from 'preact/hooks';
import type { LinkHandedOut } from '../../domain/account.ts';
import { Qr } from '../../ui/Qr.tsx';
import { ACCOUNTS_WORDS } from '../../ui/words/accounts.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { CopyButton } from '../people/CopyButton.tsx';
import { useShell } from '../shell/shell.ts';

export function Handed({ handed, onDone }: { handed: LinkHandedOut; onDone: () => void }) {
  const { language, format } = useShell();
  const words = ACCOUNTS_WORDS[language].handed;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { account, path, expiresAt } = handed;
  const link = new URL(path, location.origin).href;
  return (
    <div class="handed">
      <h1 ref={heading} tabIndex={-1}>
        {words.heading(account.name)}
      </h1>
      <p>{words.lead}</p>
      <Qr text={link} label={words.qr(account.name)} />
      <div class="field">
        <label for="handed-link">{words.label}</label>
        <input
          id="handed-link"
          type="text"
          readOnly
          value={link}
          autocomplete="off"
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      <CopyButton text={link} words={PEOPLE_WORDS[language]} />
      <p>{words.until(format.moment(expiresAt))}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={onDone}>
          {words.done}
        </button>
      </div>
    </div>
  );
}
