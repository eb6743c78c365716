/**
 * One uploader at a time over all tabs, held for one batch. Without Web Locks every tab may send: receipts and the server's
 * constraints make that wasteful, never wrong.
 */
export type Lock = <T>(steal: boolean, work: () => Promise<T>) => Promise<T | 'busy'>;

const NAME = 'hai-long-upload';

/** `steal` takes the lock from a holder that has not moved for too long. */
export function createLock(locks: LockManager | undefined): Lock {
  if (!locks) return (_steal, work) => work();
  return async (steal, work) =>
    locks.request(NAME, steal ? { steal } : { ifAvailable: true }, async (lock) => (lock ? work() : 'busy'));
}
