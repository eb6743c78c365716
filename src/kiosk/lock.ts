/**
 * One uploader at a time over all tabs, held for one batch. Without Web Locks every tab may send: receipts and the server's
 * constraints make that wasteful, never wrong.
 */
export type Lock = <T>(steal: boolean, work: () => Promise<T>) => Promise<T | 'busy'>;

const NAME = 'hai-long-upload';
/** Longer than a batch takes: whoever moves has let go of the lock by then. */
const MOVE_MS = 60_000;

/** `steal` waits for the lock, and takes it from a holder that does not move. */
export function createLock(locks: LockManager | undefined, moveMs = MOVE_MS): Lock {
  if (!locks) return (_steal, work) => work();
  const holder = async () => (await locks.query()).held?.find(({ name }) => name === NAME)?.clientId;
  return async (steal, work) => {
    if (!steal) return locks.request(NAME, { ifAvailable: true }, async (lock) => (lock ? work() : 'busy'));
    const before = await holder();
    let begun = false;
    const begin = () => {
      begun = true;
      return work();
    };
    /** What comes of it is not waited for here: the next one that waited may look as soon as there is another holder. */
    const take = async () =>
      (await holder()) === before ? [locks.request(NAME, { steal }, begin)] : ['busy' as const];
    return locks.request(NAME, { signal: AbortSignal.timeout(moveMs) }, begin).catch(async (error: unknown) => {
      if (begun) throw error;
      const [taken = 'busy'] = await locks.request(`${NAME}-taken`, take);
      return taken;
    });
  };
}
