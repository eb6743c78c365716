/**
 * Makes documents in a thread of their own, one after another: drawing and packing one takes the better part of a second, in which
 * this thread goes on taking what the tablets send.
 */
import { Worker } from 'node:worker_threads';
import type { DocumentBytes, DocumentJob, MakeDocument } from './document.ts';

/** @param file the built document-worker.ts. The thread is started with the first job, and keeps no process alive. */
export function createDocumentThread(file: string): MakeDocument {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const make = (job: DocumentJob) =>
    new Promise<DocumentBytes>((resolve, reject) => {
      const at = (worker ??= new Worker(file));
      const end = () => {
        at.off('message', done).off('error', failed).off('exit', gone);
        at.unref();
      };
      const done = (bytes: DocumentBytes) => {
        end();
        resolve(bytes);
      };
      const failed = (error: Error) => {
        end();
        worker = null; // A thread that failed has ended.
        reject(error);
      };
      const gone = () => failed(new Error('the thread of the documents has ended'));
      at.ref();
      at.on('message', done).on('error', failed).on('exit', gone).postMessage(job);
    });

  return (job) => {
    const made = last.then(() => make(job));
    last = made.catch(() => undefined);
    return made;
  };
}
