/**
 * The server's nonces that were not used yet. Each proves one request; every reply brings another, so that the extra request
 * for some is made at the start and after a long silence only.
 */
const MOST = 6;
/** A request for some that has not come back after this time never will: nothing waits for it any longer. */
const LEASE_MS = 60_000;

export type Asking<Failure> = { ok: true; nonces: readonly [string, ...string[]] } | { ok: false; failure: Failure };
export type Taken<Failure> = { ok: true; nonce: string } | { ok: false; failure: Failure };

export interface Nonces<Failure> {
  /** A nonce that nobody else is given; the failure of the request for more where there was none left. */
  take(): Promise<Taken<Failure>>;
  /** One that came with a reply. */
  put(nonce: string): void;
  /** Forgets all but the youngest: one was too old, and its reply has just brought another. */
  dropOld(): void;
}

/** @param more asks the server for some. @param now milliseconds since 1970, by a clock that may be set at any moment. */
export function createNonces<Failure>(more: () => Promise<Asking<Failure>>, now: () => number): Nonces<Failure> {
  let kept: string[] = [];
  let asking: { since: number; reply: Promise<Asking<Failure>> } | null = null;

  const put = (nonce: string) => {
    kept = [...kept, nonce].slice(-MOST);
  };
  async function ask(): Promise<Asking<Failure>> {
    try {
      const reply = await more();
      if (reply.ok) reply.nonces.forEach(put);
      return reply;
    } finally {
      asking = null;
    }
  }
  function shared(): Promise<Asking<Failure>> {
    const age = asking ? now() - asking.since : 0;
    if (asking && age >= 0 && age <= LEASE_MS) return asking.reply;
    const reply = ask();
    asking = { since: now(), reply };
    return reply;
  }

  return {
    async take() {
      for (;;) {
        // The youngest first: the older ones are the first to run out.
        const nonce = kept.pop();
        if (nonce !== undefined) return { ok: true, nonce };
        // Requests that find nothing at the same time share what comes; whoever is left without asks again.
        const reply = await shared();
        if (!reply.ok) return reply;
      }
    },
    put,
    dropOld() {
      kept = kept.slice(-1);
    },
  };
}
