/** The queues of this page, one for each typing of a batch; while any of them holds something, closing the page warns. */
import { useEffect, useState } from 'preact/hooks';
import { type Pass, TypedReply } from '../../domain/paper.ts';
import type { Ask } from '../api.ts';
import { createQueue, pendingIn, type Queue, type QueueState } from './save-queue.ts';

const queues = new Map<string, Queue>();

const warn = (event: BeforeUnloadEvent) => event.preventDefault();
function keepWarning(): void {
  const left = [...queues.values()].some((queue) => pendingIn(queue.state()) > 0);
  if (left) addEventListener('beforeunload', warn);
  else removeEventListener('beforeunload', warn);
}

/** Random, in the shape of a UUID; also where the page did not come over HTTPS, and `randomUUID` is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function queueFor(batch: string, pass: Pass, ask: Ask): Queue {
  const key = `${batch} ${pass}`;
  const known = queues.get(key);
  if (known) return known;
  const queue = createQueue({
    pass,
    newId,
    send: ({ id, content }) =>
      ask(TypedReply, `paper/batches/${batch}/ballots`, { method: 'POST', body: { id, pass, ...content } }),
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
  });
  queue.subscribe(keepWarning);
  addEventListener('online', () => pendingIn(queue.state()) > 0 && queue.flush());
  queues.set(key, queue);
  return queue;
}

/** Follows a queue; what it holds is sent when the screen is left. */
export function useQueue(queue: Queue): QueueState {
  const [state, setState] = useState(queue.state);
  useEffect(() => {
    setState(queue.state());
    const stop = queue.subscribe(() => setState(queue.state()));
    return () => {
      stop();
      queue.flush();
    };
  }, [queue]);
  return state;
}
