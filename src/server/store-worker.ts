/** The thread that stores what tablets send (store-thread.ts starts it). It is built as a file of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Submission } from '../domain/submission.ts';
import { isStorageError } from './errors.ts';
import type { Reply, Sent, StorePlace } from './store-thread.ts';
import { createCatalogue } from './store/catalogue.ts';
import { openConnection } from './store/connection.ts';
import { type Checked, createSubmissionStore } from './store/submissions.ts';

const { dataDir, office, zone } = workerData as StorePlace; // as store-thread.ts hands it over
const db = openConnection(dataDir);
const catalogue = createCatalogue(db, office);
const store = createSubmissionStore(db, office, zone);

function received(record: Sent): Checked {
  if (!record.ok) return record;
  const submission = JSON.parse(record.body) as Submission; // checked where it came in
  const survey = catalogue.survey(submission.survey);
  if (!survey) throw new Error(`office ${office} has no survey ${submission.survey}`);
  return { ...record, submission, survey };
}

function answer(records: readonly Sent[]): Reply {
  try {
    return { outcomes: store(records.map(received)) };
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { storage: isStorageError(error), error: said };
  }
}

parentPort?.on('message', (records: readonly Sent[] | null) => {
  if (records) return parentPort?.postMessage(answer(records));
  db.close();
  parentPort?.close();
});
