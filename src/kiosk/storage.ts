/** What the browser says about the tablet's storage, and the request never to clear it by itself. Absent APIs give `null`. */
export interface StorageState {
  persisted: boolean | null;
  usage: number | null;
  quota: number | null;
}

const whole = (bytes: number | undefined) => (bytes === undefined ? null : Math.round(bytes));

/** Asks that the storage be kept under pressure. The answer is in `storageState`; a refusal changes nothing else. */
export async function askToPersist(storage: StorageManager | undefined): Promise<void> {
  try {
    await storage?.persist();
  } catch (error) {
    console.warn('persistent storage could not be asked for', error);
  }
}

/** Bytes used and allowed. */
export async function storageState(storage: StorageManager | undefined): Promise<StorageState> {
  try {
    const [persisted, estimate] = await Promise.all([storage?.persisted(), storage?.estimate()]);
    return { persisted: persisted ?? null, usage: whole(estimate?.usage), quota: whole(estimate?.quota) };
  } catch {
    return { persisted: null, usage: null, quota: null }; // Says as much: nothing is known.
  }
}
