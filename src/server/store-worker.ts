/** The thread that stores what tablets send, and looks at the days of it (store-thread.ts starts it). It is built as a file of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Survey } from '../domain/survey.ts';
import { isStorageError } from './errors.ts';
import { packOutcomes, unpack } from './store-parcel.ts';
import type { Order, Reply, StorePlace } from './store-thread.ts';
import { createCatalogue } from './store/catalogue.ts';
import { joinStore } from './store/join.ts';
import { probeStore } from './store/probe.ts';
import { lookAtNext } from './store/signal-look.ts';
import { createSubmissionStore } from './store/submissions.ts';

const { office, zone, ...at } = workerData as StorePlace; // as store-thread.ts hands it over
const db = joinStore(at, office);
const catalogue = createCatalogue(db, office);
const store = createSubmissionStore(db, office, zone);

function surveyOf(version: number): Survey {
  const survey = catalogue.survey(version);
  if (!survey) throw new Error(`office ${office} has no survey ${version}`);
  return survey;
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
    return order === 'look' ? { looked: look() } : { outcomes: packOutcomes(store(unpack(order, surveyOf))) };
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
