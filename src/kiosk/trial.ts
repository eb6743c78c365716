/**
 * A tablet takes citizens' answers only when its storage has shown that it stays: it is persistent, and has survived a real
 * restart of the browser. A private window or a profile that is wiped when it closes never gets that far. Staff may decide
 * otherwise, with a reason, and the server is told.
 */
import type { Outbox } from './outbox.ts';
import type { Trial } from './record.ts';

/** Lives as long as the browser runs, in all its windows, and is gone after a restart. */
export interface SessionMark {
  read(): string | null;
  /** @returns false where the browser keeps none: then no restart can be told from a reload. */
  write(mark: string): boolean;
  clear(): void;
}
export interface TrialParts {
  outbox: Pick<Outbox, 'recall' | 'remember' | 'note'>;
  /** Beside the database: both must come through. */
  local: Pick<Storage, 'getItem' | 'setItem'>;
  session: SessionMark;
  persisted: () => Promise<boolean | null>;
}
/** `unchecked`: in use before there was a check, or a try-out on the machine itself. */
export type Protection = 'checked' | 'allowed' | 'unchecked' | 'waiting';
export interface TrialView {
  persisted: boolean | null;
  restarted: boolean;
  /** The storage came back without its mark, or a restart cannot be recognised: only staff can go on. */
  trouble: 'mark-lost' | 'no-session' | null;
}
export type TrialRun = ReturnType<typeof createTrial>;

const MARK = 'hai-long-trial';
const DONE: Trial = { mark: '', restarted: true, end: 'unchecked' };

export function createTrial({ outbox, local, session, persisted }: TrialParts) {
  let trial: Trial = DONE;
  let trouble: TrialView['trouble'] = null;
  const listeners = new Set<() => void>();

  async function take(next: Trial): Promise<void> {
    await outbox.remember('trial', next);
    trial = next;
    if (next.end !== null) session.clear();
    for (const listener of listeners) listener();
  }
  function mark(): string {
    const made = crypto.randomUUID();
    local.setItem(MARK, made);
    trouble = session.write(made) ? trouble : 'no-session';
    return made;
  }

  return {
    /** Whether citizens may use it. */
    passed: (): boolean => trial.end !== null,
    protection: (): Protection => trial.end ?? 'waiting',
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** Reads how far the check is; a start of the browser after the marks were set is the restart. */
    async load(): Promise<void> {
      trial = (await outbox.recall('trial')) ?? DONE;
      if (trial.end !== null || trial.restarted) return;
      if (local.getItem(MARK) !== trial.mark) {
        trouble = 'mark-lost';
        await take({ ...trial, mark: mark() });
      } else if (session.read() !== trial.mark) await take({ ...trial, restarted: true });
    },

    /** Before a new tablet joins with a code; what it is told then finds the check under way. */
    begin: () => take({ mark: mark(), restarted: false, end: null }),
    /** It joined on the machine itself, to be tried out. */
    exempt: () => take(DONE),

    /** How things stand; when nothing is wanting any more the tablet is in use. */
    async look(): Promise<TrialView> {
      const kept = await persisted();
      if (trial.end === null && trial.restarted && kept === true) await take({ ...trial, end: 'checked' });
      return { persisted: kept, restarted: trial.restarted, trouble };
    },

    /** Staff take the tablet into use as it is. */
    async allow(reason: string): Promise<void> {
      await outbox.note({ kind: 'unprotected', note: reason.slice(0, 200) });
      await take({ ...trial, end: 'allowed' });
    },
  };
}

/** A cookie without an end lives as long as the browser; the tab's own storage says the same of a tab. */
export function sessionMark(page: Pick<Document, 'cookie'>, tab: Storage): SessionMark {
  const name = 'hai-long-session';
  const cookie = () => new RegExp(`(?:^|; )${name}=([0-9a-f-]{36})`).exec(page.cookie)?.[1] ?? null;
  return {
    read: () => cookie() ?? tab.getItem(name),
    write(mark) {
      tab.setItem(name, mark);
      page.cookie = `${name}=${mark}; path=/; samesite=strict`;
      return cookie() === mark;
    },
    clear() {
      tab.removeItem(name);
      page.cookie = `${name}=; path=/; samesite=strict; max-age=0`;
    },
  };
}
