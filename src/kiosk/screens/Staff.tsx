/** For staff, behind a PIN: how the tablet is, send now, take the unsent forms away in a file, connect again. Closes by itself. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import '../../ui/staff.css';
import type { Language } from '../../ui/kiosk-words.ts';
import { STAFF_WORDS } from '../../ui/staff-words.ts';
import type { KioskPort, StaffState } from '../port.ts';
import { useIdle } from '../idle.ts';
import { useFocus } from '../page.ts';
import { Enrol } from './Enrol.tsx';
import { Pin } from './Pin.tsx';
import { StaffFacts } from './StaffFacts.tsx';

const REFRESH_MS = 3000;
/** No countdown of its own: the panel holds nothing that could be lost. */
const CLOSING = { idleSeconds: 60, countdownSeconds: 0 };

function useStaffState(port: KioskPort): [StaffState | null, () => Promise<void>] {
  const [state, setState] = useState<StaffState | null>(null);
  const refresh = useCallback(async () => setState(await port.staffState()), [port]);
  useEffect(() => {
    const look = () => void refresh().catch((error: unknown) => console.error(error));
    look();
    const timer = setInterval(look, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return [state, refresh];
}

/** Hands a file to the browser's downloads. */
function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function Panel(props: { port: KioskPort; language: Language; pending: number; onClose: () => void }) {
  const { port, language, pending, onClose } = props;
  const words = STAFF_WORDS[language];
  const [state, refresh] = useStaffState(port);
  const heading = useFocus<HTMLHeadingElement>();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [joining, setJoining] = useState(false);

  async function run(work: () => Promise<string>): Promise<void> {
    setBusy(true);
    setNote('');
    try {
      setNote(await work());
    } catch (error) {
      console.error(error);
      setNote(words.failed);
    } finally {
      setBusy(false);
    }
  }
  const send = () =>
    run(async () => {
      await port.sendNow();
      await refresh();
      return '';
    });
  const save = () =>
    run(async () => {
      const file = await port.exportUnsent();
      const stamp = new Date().toISOString().slice(0, 16).replace('T', '-').replace(':', '');
      download(file, `hai-long-${state?.device.replace(/[^\p{L}\p{N}]+/gu, '-') ?? ''}-${stamp}.ndjson`);
      return words.exported;
    });

  if (joining) return <Enrol {...{ port, language }} onDone={() => setJoining(false)} />;
  return (
    <div class="staff">
      <h1 class="staff-title" ref={heading} tabIndex={-1}>
        {words.staffTitle}
      </h1>
      {state && <StaffFacts {...{ state, language, pending }} />}
      <output class="staff-note">{note}</output>
      <div class="staff-actions">
        <button type="button" class="button primary" disabled={busy} onClick={() => void send()}>
          {words.sendNow}
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => void save()}>
          {words.exportUnsent}
        </button>
        <button type="button" class="button" onClick={() => setJoining(true)}>
          {words.enrolAgain}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </div>
  );
}

export function Staff(props: { port: KioskPort; language: Language; pending: number; onClose: () => void }) {
  const { port, language, onClose } = props;
  const [open, setOpen] = useState(false);
  useIdle(CLOSING, onClose);
  if (open) return <Panel {...props} />;
  return <Pin check={(pin) => port.checkPin(pin)} onRight={() => setOpen(true)} {...{ language, onClose }} />;
}
