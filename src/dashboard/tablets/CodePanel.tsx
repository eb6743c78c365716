/**
 * A one-time code, large and as a QR. The code stands in the fragment of the address, which browsers keep to themselves:
 * no server, proxy or log ever sees it.
 */
import { useEffect, useState } from 'preact/hooks';
import { type CodeReply, CodeState } from '../../domain/fleet.ts';
import { Qr } from '../../ui/Qr.tsx';
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { Link } from '../shell/Link.tsx';
import { isOnlyHere, OnlyHere } from './OnlyHere.tsx';
import { useShell } from '../shell/shell.ts';

const LOOK_MS = 3000;

/** What became of the code: asked every few seconds until it is used or over. */
function useCodeState(id: string): CodeState {
  const { ask } = useShell();
  const [found, setFound] = useState<CodeState>({ state: 'waiting', device: null });
  useEffect(() => {
    if (found.state !== 'waiting') return undefined;
    const stop = new AbortController();
    const timer = setInterval(() => {
      void ask(CodeState, `tablets/codes/${id}`, { signal: stop.signal }).then((asked) => {
        // A look that failed changes nothing: the next one follows.
        if (asked.state === 'ok' && !stop.signal.aborted) setFound(asked.value);
      });
    }, LOOK_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [id, found.state, ask]);
  return found;
}

/** Seconds that are left, counted from when the code came: the clock of this machine may be off. */
function useSecondsLeft(seconds: number): number {
  const { now } = useShell();
  const [end] = useState(() => now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.round((end - now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [end, now]);
  return left;
}

interface Props {
  reply: CodeReply;
  counter: string;
  onUsed: () => void;
  onAnother: () => void;
}

/** How long a code holds, in seconds. */
const CODE_SECONDS = 600;

export function CodePanel({ reply, counter, onUsed, onAnother }: Props) {
  const { language, announce } = useShell();
  const words = TABLET_WORDS[language];
  const { state, device } = useCodeState(reply.id);
  const left = useSecondsLeft(CODE_SECONDS);
  const over = state === 'expired' || left === 0;
  useEffect(() => {
    if (state === 'used') onUsed();
    if (state === 'used') announce(words.used);
    else if (over) announce(words.expired);
  }, [state, over]);
  const another = (
    <button type="button" class="button button-quiet" onClick={onAnother}>
      {words.another}
    </button>
  );
  if (state === 'used')
    return (
      <section class="state">
        <h1>{words.used}</h1>
        <div class="buttons">
          <Link to={`/dashboard/tablets/${encodeURIComponent(device ?? '')}`} class="button">
            {words.seeTablet}
          </Link>
          {another}
        </div>
      </section>
    );
  if (over)
    return (
      <section class="state">
        <h1>{words.expired}</h1>
        {another}
      </section>
    );
  const url = `${location.origin}/`;
  return (
    <section class="code" aria-label={words.codeTitle(counter)}>
      <h1>{words.codeTitle(counter)}</h1>
      <p class="code-letters" translate={false}>
        {reply.code}
      </p>
      <p class="quiet">
        {words.left(String(Math.floor(left / 60)), String(left % 60))}
        {!isOnlyHere() && (
          <>
            {' · '}
            <output>{words.waiting}</output>
          </>
        )}
      </p>
      {isOnlyHere() && <OnlyHere />}
      <div class="code-body">
        <Qr text={`${url}#ma=${reply.code}`} label={words.qrLabel} />
        <div class="code-how">
          <ol>
            {words.codeSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p>
            {words.address}: <strong translate={false}>{url}</strong>
          </p>
          {another}
        </div>
      </div>
    </section>
  );
}
