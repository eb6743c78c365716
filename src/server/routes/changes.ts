/** One open result page: told of changes as Server-Sent Events, until it goes or the process stops. */
import type { SSEStreamingApi } from 'hono/streaming';
import type { ChangeFeed } from '../changes.ts';

/** Milliseconds between signs of life, so that nothing in between takes the connection for dead. */
const HEARTBEAT = 20_000;
const HELLO = 'retry: 3000\n: connected\n\n';
const ALIVE = ': still here\n\n';
const CHANGE = 'event: change\ndata: {}\n\n';

/**
 * Resolves when the page has gone, `closing` is aborted, or who asked is no longer signed in; that is looked at before
 * everything it is told. A page that reads slowly is owed one event, not all it missed.
 */
export async function tellChanges(
  stream: SSEStreamingApi,
  changes: ChangeFeed,
  closing: AbortSignal,
  stillSignedIn: () => boolean,
): Promise<void> {
  let due = HELLO;
  let wake = () => {};
  const say = (text: string) => {
    if (due !== CHANGE) due = text;
    wake();
  };
  const end = () => wake();
  const stop = changes.onChange(() => say(CHANGE));
  const beat = setInterval(() => say(ALIVE), HEARTBEAT);
  stream.onAbort(end);
  closing.addEventListener('abort', end);
  try {
    while (!stream.aborted && !closing.aborted && stillSignedIn()) {
      const text = due;
      due = '';
      if (text !== '') await stream.write(text);
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
    clearInterval(beat);
    closing.removeEventListener('abort', end);
  }
}
