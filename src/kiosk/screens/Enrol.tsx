/** Connects a tablet with a one-time code, or without one where the tablet is the server itself. For staff. */
import { useEffect, useState } from 'preact/hooks';
import '../../ui/staff.css';
import type { Language } from '../../ui/kiosk-words.ts';
import { STAFF_WORDS, staffSentence } from '../../ui/staff-words.ts';
import { useFocus } from '../page.ts';
import type { KioskPort } from '../port.ts';

/** The code of a QR that was scanned: it stands after the #, so that no server ever sees it in an address. */
const scannedCode = () => /^#ma=([A-Z-]{1,40})$/i.exec(location.hash)?.[1] ?? '';

/** `onDone` is there for a tablet that was connected before: it is called when it is again, or is not to be. */
export function Enrol({ port, language, onDone }: { port: KioskPort; language: Language; onDone?: () => void }) {
  const words = STAFF_WORDS[language];
  const input = useFocus<HTMLInputElement>();
  const [code, setCode] = useState(scannedCode);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    port.waiting().then(setWaiting, (error: unknown) => console.error(error));
  }, [port]);

  async function enrol(given: string | undefined): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await port.enrol(given);
      // When it is right the settings of a new tablet arrive, and this screen gives way.
      setProblem(answer.ok ? null : answer.code);
      if (!answer.ok) return;
      history.replaceState(history.state, '', location.pathname);
      onDone?.();
    } catch (error) {
      console.error(error);
      setProblem('fault');
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="enrol"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') void enrol(code.trim());
      }}
    >
      <h1 class="staff-title">{words.enrolTitle}</h1>
      <p class="hint" id="enrol-hint">
        {words.enrolHint}
      </p>
      {waiting > 0 && <p class="staff-note">{words.formsWait(waiting)}</p>}
      <label class="enrol-field">
        <span>{words.enrolCode}</span>
        <input
          ref={input}
          value={code}
          aria-describedby="enrol-hint enrol-problem"
          aria-invalid={problem !== null}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={40}
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
      </label>
      <output class="staff-note" id="enrol-problem">
        {busy ? words.enrolling : problem === null ? '' : staffSentence(problem, language)}
      </output>
      <div class="staff-actions">
        <button type="submit" class="button primary" disabled={busy}>
          {words.enrol}
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => void enrol(undefined)}>
          {words.enrolHere}
        </button>
        {onDone && (
          <button type="button" class="button" onClick={onDone}>
            {words.close}
          </button>
        )}
      </div>
    </form>
  );
}
