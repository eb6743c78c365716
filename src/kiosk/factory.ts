/**
 * Where the tablet's database lies. A browser can come to a point at which it opens nothing of what it keeps here any more, at no
 * later start either (Chromium, once the manifest of its store is gone). A bucket of the same site has a store of its own, empty;
 * the journal fills it, and the tablet stays there from then on.
 */
interface Bucket {
  indexedDB: IDBFactory;
}
/** https://wicg.github.io/storage-buckets/ */
export interface Buckets {
  keys(): Promise<string[]>;
  open(name: string, options: { durability: 'strict'; persisted: true }): Promise<Bucket>;
}
declare global {
  interface Navigator {
    storageBuckets?: Buckets;
  }
}

const SECOND = 'second';
const TRIES = 4;
const BETWEEN_MS = 600;
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** How Chromium says that it cannot open what is there. For want of room it says something else. */
const isShut = (error: unknown) =>
  error instanceof Error && error.name === 'UnknownError' && error.message.includes('opening backing store');

const openSecond = async (buckets: Buckets): Promise<IDBFactory> =>
  (await buckets.open(SECOND, { durability: 'strict', persisted: true })).indexedDB;

/** The bucket once a database is in it; until then what every page has. */
async function chosen(buckets: Buckets): Promise<IDBFactory> {
  try {
    if (!(await buckets.keys()).includes(SECOND)) return indexedDB;
    const second = await openSecond(buckets);
    return (await second.databases()).length > 0 ? second : indexedDB;
  } catch (error) {
    console.warn('the buckets cannot be asked for', error);
    return indexedDB;
  }
}

/**
 * @param open tried anew where the store cannot be opened, for the one who held it may just have ended; and at last in the bucket.
 * @param buckets missing where the browser has none.
 * @throws what `open` throws for other reasons, or where there is no bucket.
 */
export async function openSomewhere<T>(
  open: (factory: IDBFactory) => Promise<T>,
  buckets: Buckets | undefined,
): Promise<T> {
  if (!buckets) return open(indexedDB);
  const first = await chosen(buckets);
  for (let tried = 1; ; tried++) {
    try {
      return await open(first);
    } catch (error) {
      if (!isShut(error) || (tried === TRIES && first !== indexedDB)) throw error;
      if (tried === TRIES) {
        console.error('the database cannot be opened: another is begun', error);
        return open(await openSecond(buckets));
      }
      await wait(BETWEEN_MS);
    }
  }
}
