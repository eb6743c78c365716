/**
 * Requests wait here while a person signs in (again) or proves who they are: nothing that was typed is lost, and each
 * request is repeated once the gate is open.
 */
export type GateKind = 'sign-in' | 'step-up';

export interface Gates {
  /** @returns whether the person passed; false when they turned back. */
  wait: (kind: GateKind) => Promise<boolean>;
  /** The gate that stands closed now. */
  closed: () => GateKind | null;
  open: (passed: boolean) => void;
  subscribe: (changed: () => void) => () => void;
}

export function createGates(): Gates {
  let kind: GateKind | null = null;
  let waiting: ((passed: boolean) => void)[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    wait(asked) {
      // Who is signed out cannot step up: signing in proves both.
      if (kind === null || asked === 'sign-in') {
        kind = asked;
        tell();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    closed: () => kind,
    open(passed) {
      const released = waiting;
      waiting = [];
      kind = null;
      tell();
      for (const release of released) release(passed);
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
