/** By which column a table is sorted; `key` is `null` while it stands in the order of its own. */
import { useState } from 'preact/hooks';

export interface Sorting<Key> {
  key: Key | null;
  descending: boolean;
}

/** Each time a column is chosen: lowest first, then highest first, then the order of the table's own again. */
export function useSorting<Key>(): [Sorting<Key>, (key: Key) => void] {
  const [sorting, setSorting] = useState<Sorting<Key>>({ key: null, descending: false });
  const choose = (key: Key) =>
    setSorting((now) =>
      now.key === key && now.descending ? { key: null, descending: false } : { key, descending: now.key === key },
    );
  return [sorting, choose];
}
