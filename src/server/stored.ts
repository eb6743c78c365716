/** Tells open result pages that something was stored. It carries no data: they ask again. */
export interface StoredNotifier {
  /** @returns the way to stop listening. */
  onStored: (listener: () => void) => () => void;
  fire: () => void;
}

export function createStoredNotifier(): StoredNotifier {
  const listeners = new Set<() => void>();
  return {
    onStored(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fire() {
      for (const listener of listeners) listener();
    },
  };
}
