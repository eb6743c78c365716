/**
 * The tablet's stores with operations that fail as a plan says, in the ways in which browsers let them fail: a transaction
 * that is aborted for want of room or by an error of the disk, a database that does not open, a write that comes out short.
 */
import { forceCloseDatabase } from 'fake-indexeddb';
import type { Folder, SyncFile } from '../../src/kiosk/journal/file.ts';
import type { Harm, Plan } from './nth-plan.ts';

const NO_SPACE = 'Connection is closing because of: IO error: hai-long/000003.log: FILE_ERROR_NO_SPACE';
const NOT_OPENED = 'Internal error opening backing store for indexedDB.open.';
let current: Plan | null = null;
/** The databases of the one tablet that there is answer to this plan from now on. */
export const obey = (plan: Plan): void => void (current = plan);

/** How the transactions of the library are made: each call does one request, and the last one commits. */
interface Working {
  _state: string;
  _abort: (name: string) => void;
  mode: string;
  db: Parameters<typeof forceCloseDatabase>[0];
}

function abort(tx: Working, harm: Harm): void {
  const broken = harm === 'broken';
  tx._abort(broken ? 'UnknownError' : 'QuotaExceededError');
  if (!broken) return;
  Object.assign(tx, { error: new DOMException(NO_SPACE, 'UnknownError') });
  setImmediate(() => forceCloseDatabase(tx.db));
}

/** Lets requests, commits and opens fail; once for the whole process, after `fake-indexeddb/auto`. */
export function hookDatabases(): void {
  const start: unknown = Reflect.get(IDBTransaction.prototype, '_start');
  const open: unknown = Reflect.get(IDBFactory.prototype, 'open');
  if (typeof start !== 'function' || typeof open !== 'function')
    throw new Error('fake-indexeddb is made in another way than this file knows');
  Object.defineProperty(IDBTransaction.prototype, '_start', {
    value(this: Working) {
      const counts = this._state !== 'finished' && this.mode !== 'versionchange';
      const harm = counts ? current?.step('database', this.mode === 'readwrite') : null;
      if (harm === 'full' || harm === 'broken') abort(this, harm);
      if (!harm) Reflect.apply(start, this, []);
    },
  });
  Object.defineProperty(IDBFactory.prototype, 'open', {
    value(this: IDBFactory, ...given: unknown[]) {
      const harm = current?.step('database', false);
      if (!harm) return Reflect.apply(open, this, given) as unknown;
      const request = Reflect.construct(IDBOpenDBRequest, []) as IDBOpenDBRequest;
      const error = new DOMException(NOT_OPENED, 'UnknownError');
      if (harm !== 'off')
        setImmediate(() => {
          Object.assign(request, { error, readyState: 'done' });
          request.dispatchEvent(new IDBVersionChangeEvent('error'));
        });
      return request;
    },
  });
}

const full = () => new DOMException('the allowance is used up', 'QuotaExceededError');
const broken = () => new DOMException('the file cannot be read or written', 'InvalidStateError');
/** @throws when the operation cannot be done. */
function ask(plan: Plan, part: 'journal' | 'mark', writes: boolean): void {
  const harm = plan.step(part, writes);
  if (harm) throw harm === 'full' ? full() : broken();
}

/** Half of what finds no place is written all the same, every other time, and nothing is said. */
export function failingFolder(folder: Folder, plan: Plan): Folder {
  let turns = 0;
  const failing = (file: SyncFile): SyncFile => ({
    read(buffer, options) {
      ask(plan, 'journal', false);
      return file.read(buffer, options);
    },
    write(buffer, options) {
      const harm = plan.step('journal', true);
      if (harm === 'full' && turns++ % 2 === 0) return file.write(buffer.subarray(0, buffer.length >> 1), options);
      if (harm) throw harm === 'full' ? full() : broken();
      return file.write(buffer, options);
    },
    truncate(size) {
      ask(plan, 'journal', false);
      file.truncate(size);
    },
    flush() {
      ask(plan, 'journal', false);
      file.flush();
    },
    getSize: () => file.getSize(),
    close: () => file.close(),
  });
  return {
    async open(name) {
      ask(plan, 'journal', false);
      return failing(await folder.open(name));
    },
    async remove(name) {
      ask(plan, 'journal', false);
      await folder.remove(name);
    },
  };
}

export const failingMarks = (marks: Map<string, string>, plan: Plan): Pick<Storage, 'getItem' | 'setItem'> => ({
  getItem(name) {
    ask(plan, 'mark', false);
    return marks.get(name) ?? null;
  },
  setItem(name, value) {
    ask(plan, 'mark', true);
    marks.set(name, value);
  },
});
