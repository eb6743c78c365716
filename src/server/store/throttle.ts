/**
 * Failed tries, in the data file, so that a restart forgives nothing. A try is counted before it is judged and taken back
 * when it was right: tries that come all at once cannot slip through together.
 */
import type { Database } from './engine.ts';
import { keyedName } from './secret.ts';

export interface Limit {
  /** Tries that may fail before one has to wait. */
  free: number;
  /** The first wait, in milliseconds; each further failure doubles it. */
  first: number;
  longest: number;
  /** After so many nothing is tried any more, until something else clears it. */
  most: number;
  /** After so long without a failure it is forgotten; in milliseconds. */
  forget: number;
}
const NEVER = Number.MAX_SAFE_INTEGER;
const proof = { free: 5, first: 2000, longest: 15 * 60_000, most: 100, forget: NEVER };

export const LIMITS = {
  /** One name, tried from browsers that never signed in with it. NIST SP 800-63B: at most 100 in a row. */
  account: proof,
  /** One name in one browser that has: strangers' tries do not count here. */
  browser: proof,
  /** The second step, the step-up, and the current password of a change. */
  proof,
  /** One address (an IPv6 network): an office has a single one, so it is wide. */
  address: { free: 30, first: 2000, longest: 15 * 60_000, most: NEVER, forget: 3_600_000 },
  /** Everybody from browsers that are not known. */
  everybody: { free: 300, first: 1000, longest: 10_000, most: NEVER, forget: 60_000 },
} as const satisfies Record<string, Limit>;

export interface Key {
  kind: keyof typeof LIMITS;
  name: string;
}
interface Row {
  failures: number;
  lastAt: number;
}

/** Milliseconds to wait; Infinity for a door that stays shut. */
function waitOf({ free, first, longest, most, forget }: Limit, { failures, lastAt }: Row, now: number): number {
  const since = now - lastAt;
  if (failures < free || since > forget) return 0;
  if (failures >= most) return Infinity;
  return Math.max(0, Math.min(longest, first * 2 ** Math.min(30, failures - free)) - since);
}

/**
 * Counts a try under all keys, unless one of them has to wait.
 * @returns 0 when it may be made, else milliseconds to wait, or Infinity.
 */
export function beginTry(db: Database, office: number, keys: readonly Key[], now: number): number {
  const find = db.prepare<[number, string, string], Row>(
    'select failures, last_at as lastAt from failed_tries where office_id = ? and kind = ? and name = ?',
  );
  const save = db.prepare(
    `insert into failed_tries (office_id, kind, name, failures, last_at) values (?, ?, ?, ?, ?)
     on conflict (office_id, kind, name) do update set failures = excluded.failures, last_at = excluded.last_at`,
  );
  return db
    .transaction(() => {
      const rows = keys.map(({ kind, name }) => {
        const keyed = keyedName(db, 'throttle', `${kind} ${name}`);
        const row = find.get(office, kind, keyed) ?? { failures: 0, lastAt: now };
        // A time ahead is from before the clock was set back: then the wait begins now.
        if (row.lastAt > now) save.run(office, kind, keyed, row.failures, (row.lastAt = now));
        return { kind, keyed, row };
      });
      const wait = Math.max(0, ...rows.map(({ kind, row }) => waitOf(LIMITS[kind], row, now)));
      if (wait > 0) return wait;
      for (const { kind, keyed, row } of rows) {
        const forgotten = now - row.lastAt > LIMITS[kind].forget;
        save.run(office, kind, keyed, forgotten ? 1 : row.failures + 1, now);
      }
      return 0;
    })
    .immediate();
}

const ONE = 'where office_id = ? and kind = ? and name = ?';
const TAKE_BACK = `update failed_tries set failures = failures - 1 ${ONE} and failures > 0`;

/** All keys in one write to the disk. */
function change(db: Database, office: number, keys: readonly Key[], sqlFor: (kind: Key['kind']) => string): void {
  const all = db.transaction(() => {
    for (const { kind, name } of keys)
      db.prepare(sqlFor(kind)).run(office, kind, keyedName(db, 'throttle', `${kind} ${name}`));
  });
  all.immediate();
}

/** The try was right: what was counted in a row is over, and of what is shared by many the try is taken back. */
export const endTry = (db: Database, office: number, keys: readonly Key[]): void =>
  change(db, office, keys, (kind) => (LIMITS[kind].most === NEVER ? TAKE_BACK : `delete from failed_tries ${ONE}`));

/** The try was never judged (the server was busy): it does not count. */
export const dropTry = (db: Database, office: number, keys: readonly Key[]): void =>
  change(db, office, keys, () => TAKE_BACK);

/** Rows of names that nobody tries any more: kept for 30 days, so that a name made up costs nothing for good. */
export function forgetOldTries(db: Database, office: number, now: number): void {
  db.prepare('delete from failed_tries where office_id = ? and last_at < ?').run(office, now - 30 * 86_400_000);
}
