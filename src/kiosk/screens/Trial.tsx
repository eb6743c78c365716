/**
 * For staff, once after a tablet was connected: what must be sure before citizens use it, what to do about it, and the
 * key's fingerprint to compare with the dashboard. Gives way by itself when all is well.
 */
import { useEffect, useState } from 'preact/hooks';
import '../../ui/staff.css';
import type { Language } from '../../ui/kiosk-words.ts';
import { STAFF_WORDS } from '../../ui/staff-words.ts';
import { useFocus } from '../page.ts';
import type { KioskPort, TrialState } from '../port.ts';
import { Pin } from './Pin.tsx';

const REFRESH_MS = 2000;
const SHORTEST = 5;

function Check({ done, title, children }: { done: boolean; title: string; children: string }) {
  return (
    <li class="check" data-done={done}>
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <circle cx="16" cy="16" r="13" />
        {done && <path d="M9 16.5L14 21.5L23 11" />}
      </svg>
      <div>
        <h2 class="check-title">{title}</h2>
        <p class="hint">{children}</p>
      </div>
    </li>
  );
}

export function Trial({ port, language }: { port: KioskPort; language: Language }) {
  const words = STAFF_WORDS[language];
  const heading = useFocus<HTMLHeadingElement>();
  const [state, setState] = useState<TrialState | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);

  useEffect(() => {
    const look = () => void port.trialState().then(setState, (error: unknown) => console.error(error));
    look();
    const timer = setInterval(look, REFRESH_MS);
    return () => clearInterval(timer);
  }, [port]);

  if (asked && reason !== null)
    return (
      <Pin
        check={(pin) => port.checkPin(pin)}
        onRight={() => void port.allowUse(reason.trim())}
        onClose={() => setAsked(false)}
        language={language}
      />
    );
  const { persisted = null, restarted = false, trouble = null, fingerprint = null } = state ?? {};
  return (
    <form
      class="staff trial"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== null && reason.trim().length >= SHORTEST) setAsked(true);
      }}
    >
      <h1 class="staff-title" ref={heading} tabIndex={-1}>
        {words.trialTitle}
      </h1>
      <p class="hint">{words.trialWhy}</p>
      {state && (
        // Where the list is longer than the screen, the keyboard must be able to scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ol class="checks" tabIndex={0}>
          <Check done title={words.trialConnected}>
            {fingerprint === null ? words.keyNone : words.trialFingerprint(fingerprint)}
          </Check>
          <Check done={persisted === true} title={words.trialPersisted}>
            {persisted === true ? words.trialPersistedYes : words.trialPersistedNo}
          </Check>
          <Check done={restarted} title={words.trialRestart}>
            {restarted ? words.trialRestartYes : trouble ? words.trialTrouble[trouble] : words.trialRestartNo}
          </Check>
        </ol>
      )}
      {reason === null ? (
        <div class="staff-actions">
          <button type="button" class="button" onClick={() => setReason('')}>
            {words.trialAllow}
          </button>
        </div>
      ) : (
        <>
          <label class="enrol-field">
            <span>{words.trialReason}</span>
            <input
              value={reason}
              autocomplete="off"
              spellcheck={false}
              maxLength={200}
              onInput={({ currentTarget }) => setReason(currentTarget.value)}
            />
          </label>
          <div class="staff-actions">
            <button type="submit" class="button primary" disabled={reason.trim().length < SHORTEST}>
              {words.trialGoOn}
            </button>
            <button type="button" class="button" onClick={() => setReason(null)}>
              {words.close}
            </button>
          </div>
        </>
      )}
    </form>
  );
}
