/** Makes one backup in a thread of its own and ends (start.ts starts it): copying and sealing take seconds. Built as a file of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { type BackupPlace, makeBackup } from './make.ts';

parentPort?.postMessage(await makeBackup(workerData as BackupPlace, Date.now)); // as start.ts hands it over
