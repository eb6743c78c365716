/** Six digits, by touch or keyboard. How fast one may try is the port's business; here it is only said. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../ui/kiosk-words.ts';
import { STAFF_WORDS } from '../../ui/staff-words.ts';
import { useFocus } from '../page.ts';
import type { PinResult } from '../port.ts';

const LENGTH = 6;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'erase', '0'] as const;

export function Pin(props: {
  language: Language;
  check: (pin: string) => Promise<PinResult>;
  onRight: () => void;
  onClose: () => void;
}) {
  const { language, check, onRight, onClose } = props;
  const words = STAFF_WORDS[language];
  const heading = useFocus<HTMLHeadingElement>();
  const [pin, setPin] = useState('');
  const [wrong, setWrong] = useState(false);
  const [waitSeconds, setWait] = useState(0);

  useEffect(() => {
    if (waitSeconds <= 0) return;
    const timer = setTimeout(() => setWait(waitSeconds - 1), 1000);
    return () => clearTimeout(timer);
  }, [waitSeconds]);

  useEffect(() => {
    if (pin.length < LENGTH) return;
    check(pin).then(
      (answer) => {
        setPin('');
        setWrong(answer.result === 'wrong');
        if (answer.result === 'wait') setWait(Math.ceil(answer.seconds));
        if (answer.result === 'right') onRight();
      },
      (error: unknown) => {
        console.error(error);
        setPin('');
      },
    );
    // A check belongs to the six digits, not to the functions of a later drawing.
  }, [pin]);

  const press = (key: string) => {
    if (waitSeconds > 0) return;
    setWrong(false);
    setPin((digits) => (key === 'erase' ? digits.slice(0, -1) : digits.length < LENGTH ? digits + key : digits));
  };
  const pressed = useRef(press);
  pressed.current = press;
  useEffect(() => {
    const typed = ({ key }: KeyboardEvent) => {
      if (/^\d$/.test(key)) pressed.current(key);
      else if (key === 'Backspace') pressed.current('erase');
    };
    window.addEventListener('keydown', typed);
    return () => window.removeEventListener('keydown', typed);
  }, []);

  return (
    <div class="pin">
      <div class="pin-head">
        <h1 class="staff-title" ref={heading} tabIndex={-1}>
          {words.pinTitle}
        </h1>
        <p class="hint">{words.pinHint}</p>
        <output class="unseen">{words.pinEntered(pin.length)}</output>
        <p class="pin-dots" aria-hidden="true">
          {Array.from({ length: LENGTH }, (_, at) => (
            <span key={at} class={at < pin.length ? 'pin-dot full' : 'pin-dot'} />
          ))}
        </p>
        <output class="staff-note">{waitSeconds > 0 ? words.pinWait(waitSeconds) : wrong ? words.pinWrong : ''}</output>
      </div>
      <div class="pin-keys">
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            class="button"
            disabled={waitSeconds > 0}
            aria-label={key === 'erase' ? words.erase : key}
            onClick={() => press(key)}
          >
            {key === 'erase' ? '⌫' : key}
          </button>
        ))}
        <button type="button" class="button pin-close" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </div>
  );
}
