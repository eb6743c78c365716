/**
 * Setting up the second factor: a new secret as a picture and as text, a code that proves it arrived. It is in force only
 * after that.
 */
import { useEffect, useState } from 'preact/hooks';
import { RecoveryCodesReply, TotpReply } from '../../domain/account.ts';
import { Qr } from '../../ui/Qr.tsx';
import type { PeopleWords } from '../../ui/words/people.ts';
import type { Ask, Failed } from '../api.ts';
import { CodeField } from './CodeField.tsx';
import { CopyButton } from './CopyButton.tsx';
import { faultText } from './fault-text.ts';
import { Form, type Faults } from './Form.tsx';

const PATH = 'account/second-factor';

export interface SetUpFactorProps {
  words: PeopleWords;
  ask: Ask;
  onCodes: (codes: readonly string[]) => void;
  /** Where a gate has to come first. @returns whether something else is shown now. */
  onFailed?: (failed: Failed) => boolean;
  cancel?: { label: string; onCancel: () => void } | null;
}

/** In fours, as people read a key out. */
const inFours = (secret: string) => secret.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');

export function SetUpFactor({ words, ask, onCodes, onFailed, cancel = null }: SetUpFactorProps) {
  const [turn, setTurn] = useState(0);
  const [totp, setTotp] = useState<TotpReply | Failed | null>(null);
  const [code, setCode] = useState('');
  const text = words.factor;
  useEffect(() => {
    let current = true;
    void ask(TotpReply, PATH, { method: 'POST' }).then((asked) => {
      if (!current) return;
      if (asked.state === 'ok') setTotp(asked.value);
      else if (onFailed?.(asked) !== true) setTotp(asked);
    });
    return () => void (current = false);
  }, [turn]);

  if (totp === null) return <p class="quiet">…</p>;
  if ('state' in totp)
    return (
      <div role="alert" class="form">
        <p class="notice notice-alert">{faultText(words, totp)}</p>
        <div class="buttons">
          <button
            type="button"
            class="button"
            onClick={() => {
              setTotp(null);
              setTurn(turn + 1);
            }}
          >
            {words.retry}
          </button>
        </div>
      </div>
    );
  const send = async (): Promise<Faults | null> => {
    if (code.trim() === '') return { code: words.required };
    const asked = await ask(RecoveryCodesReply, PATH, { method: 'PUT', body: { code } });
    if (asked.state === 'ok') {
      onCodes(asked.value.codes);
      return null;
    }
    if (onFailed?.(asked)) return null;
    return asked.code === 'proof-wrong' ? { code: text.wrong } : { '': faultText(words, asked) };
  };
  return (
    <div class="factor">
      <p>{text.scan}</p>
      <Qr text={totp.uri} label={text.qr} />
      {totp.uri.startsWith('otpauth:') && (
        <a class="link factor-open" href={totp.uri}>
          {text.open}
        </a>
      )}
      <p>{text.type}</p>
      <p class="factor-secret">
        <code>{inFours(totp.secret)}</code>
        <CopyButton text={totp.secret} words={words} />
      </p>
      <Form words={words} onSend={send} submit={text.send} cancel={cancel}>
        <CodeField kind="app" label={text.code} value={code} onValue={setCode} />
      </Form>
    </div>
  );
}
