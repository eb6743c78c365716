/** The second factor of one's own account, and the codes for when the phone is lost. */
import { useState } from 'preact/hooks';
import { RecoveryCodesReply, type OwnAccount } from '../../domain/account.ts';
import { ACCOUNT_WORDS } from '../../ui/words/account.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { faultText } from '../people/fault-text.ts';
import { SetUpFactor } from '../people/SetUpFactor.tsx';
import { useShell } from '../shell/shell.ts';
import { Part, useEdited } from './Part.tsx';

/** With so few left it is time for new ones. */
const FEW = 3;

export interface FactorPartProps {
  own: OwnAccount;
  onCodes: (codes: readonly string[]) => void;
  onDone: (said: string) => void;
}

export function FactorPart({ own, onCodes, onDone }: FactorPartProps) {
  const { ask, language } = useShell();
  const { edited, open, close } = useEdited();
  const words = ACCOUNT_WORDS[language];
  const people = PEOPLE_WORDS[language];
  const { factor } = words;
  return (
    <>
      <Part heading={factor.heading} open={edited === 'factor'}>
        <p>
          <strong>{own.secondFactor ? factor.on : factor.off}.</strong>{' '}
          <span class="quiet">{own.secondFactor ? factor.onLead : factor.offLead}</span>
        </p>
        {edited === 'factor' ? (
          <>
            {own.secondFactor && <p class="quiet">{factor.changeLead}</p>}
            <SetUpFactor
              words={people}
              ask={ask}
              cancel={{ label: words.cancel, onCancel: close }}
              onCodes={(codes) => {
                onDone(factor.done);
                onCodes(codes);
              }}
              onFailed={({ code }) => {
                // Turned back at the gate: nothing has changed.
                if (code === 'not-fresh' || code === 'signed-out') close();
                return code === 'not-fresh' || code === 'signed-out';
              }}
            />
          </>
        ) : (
          <div class="buttons">
            <button type="button" class="button button-quiet" onClick={() => open('factor')}>
              {own.secondFactor ? factor.change : factor.turnOn}
            </button>
          </div>
        )}
      </Part>
      {own.secondFactor && <RecoveryPart own={own} onCodes={onCodes} onDone={onDone} />}
    </>
  );
}

function RecoveryPart({ own, onCodes, onDone }: FactorPartProps) {
  const { ask, language } = useShell();
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const words = ACCOUNT_WORDS[language].recovery;
  const make = async () => {
    setBusy(true);
    const asked = await ask(RecoveryCodesReply, 'account/recovery-codes', { method: 'POST' });
    setBusy(false);
    if (asked.state === 'failed') return setFault(faultText(PEOPLE_WORDS[language], asked));
    setFault('');
    onDone(words.done);
    return onCodes(asked.value.codes);
  };
  return (
    <Part heading={words.heading}>
      <p>
        {words.left(own.recoveryCodes)} {own.recoveryCodes < FEW && <span class="quiet">{words.few}</span>}
      </p>
      <p class="quiet">{words.againLead}</p>
      {fault !== '' && (
        <p class="notice notice-alert" role="alert">
          {fault}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="button button-quiet" aria-disabled={busy} onClick={() => !busy && void make()}>
          {words.again}
        </button>
      </div>
    </Part>
  );
}
