/** The thread that makes documents (document-thread.ts starts it). It is built as a file of its own. */
import { parentPort } from 'node:worker_threads';
import { type DocumentJob, documentOf } from './document.ts';

parentPort?.on('message', (job: DocumentJob) => {
  const bytes = documentOf(job);
  parentPort?.postMessage(bytes, [bytes.buffer]);
});
