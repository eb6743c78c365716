/** The thread that stores what tablets send, and looks at the days of it (store-thread.ts starts it). It is built as a file of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Submission } from '../domain/submission.ts';
import { isStorageError } from './errors.ts';
import type { Order, Reply, Sent, StorePlace } from './store-thread.ts';
import { createCatalogue } from './store/catalogue.ts';
import { openConnection } from './store/connection.ts';
import { probeStore } from './store/probe.ts';
import { lookAtNext } from './store/signal-look.ts';
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

function look() {
  const began = performance.now();
  const looked = lookAtNext(db, office, zone);
  return looked && { ...looked, took: performance.now() - began };
}

function tried(): Reply {
  probeStore(db, office, Date.now());
  return { tried: true };
}

function answer(order: NonNullable<Order>): Reply {
  try {
    if (order === 'try') return tried();
    return order === 'look' ? { looked: look() } : { outcomes: store(order.map(received)) };
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { storage: isStorageError(error), error: said };
  }
}

parentPort?.on('message', (order: Order) => {
  if (order) return parentPort?.postMessage(answer(order));
  db.close();
  parentPort?.close();
});
