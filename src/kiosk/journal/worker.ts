/** The journal's own thread: the only place that may open its files. Does what the page calls for, and answers each call. */
import { failed, type Call, type End } from './calls.ts';
import { ownFolder } from './folder.ts';
import { openJournal, type Journal } from './journal.ts';

let journal: Journal | null = null;
const answer = (end: End) => globalThis.postMessage(end);

async function run({ method, args }: Call): Promise<unknown> {
  if (method === 'open') {
    journal = await openJournal(await ownFolder(navigator.storage), String(args[0]));
    return null;
  }
  if (!journal) throw new Error('the journal is not open');
  // The page's side gives every method the arguments that it asks for (start.ts).
  const call = journal[method] as (...args: readonly unknown[]) => Promise<unknown>;
  return call(...args);
}

globalThis.addEventListener('message', ({ data }: MessageEvent<Call>) => {
  void run(data).then(
    (value) => answer({ id: data.id, value }),
    (error: unknown) => answer(failed(data.id, error)),
  );
});
