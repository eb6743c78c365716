/**
 * Which operation of a history fails, and how: each part (the tablet's database, its journal, its mark, its network, the
 * server's statements) counts its own, and the n-th of one of them is hit.
 */
export const PARTS = ['database', 'journal', 'mark', 'network', 'server'] as const;
export type Part = (typeof PARTS)[number];
/** `power`: the tablet goes off in the middle of it, or the server's process ends. The first two pass by themselves. */
export const WAYS = ['full once', 'broken once', 'full', 'broken', 'power'] as const;
export type Way = (typeof WAYS)[number];
export interface Blow {
  part: Part;
  nth: number;
  way: Way;
}
/** What becomes of an operation; `off`: nothing, there is no power any more. `null`: it is done as always. */
export type Harm = 'full' | 'broken' | 'off' | null;

export interface Plan {
  /** Every operation asks, before it is done. @param writes whether it needs room */
  step: (part: Part, writes: boolean) => Harm;
  /** Nothing fails from now on. */
  heal: () => void;
  /** Whether each operation of a part writes, in order. */
  seen: ReadonlyMap<Part, readonly boolean[]>;
}

const ON_TABLET: readonly Part[] = ['database', 'journal', 'mark'];
/** A disk that is full is full for everything on it, a part that is broken is broken alone. */
const also = ({ part: hit, way }: Blow, part: Part, writes: boolean): Harm => {
  if (way === 'broken') return part === hit ? 'broken' : null;
  const sameDisk = part === hit || (ON_TABLET.includes(hit) && ON_TABLET.includes(part));
  return way === 'full' && writes && sameDisk ? 'full' : null;
};

/** @param off called when the power goes. */
export function createPlan(blow: Blow | null, off: (part: Part) => void): Plan {
  const seen = new Map<Part, boolean[]>(PARTS.map((part) => [part, []]));
  let state: 'before' | 'hit' | 'healed' = blow ? 'before' : 'healed';
  return {
    seen,
    heal: () => void (state = 'healed'),
    step(part, writes) {
      const count = seen.get(part)?.push(writes);
      if (!blow || state === 'healed') return null;
      if (state === 'hit') return also(blow, part, writes);
      if (part !== blow.part || count !== blow.nth) return null;
      state = 'hit';
      if (blow.way !== 'power') return blow.way.startsWith('full') ? 'full' : 'broken';
      off(part);
      return 'off';
    },
  };
}

/** All blows that mean something for the operations of a history: what only reads needs no room. */
export function blowsFor(seen: Plan['seen'], parts: readonly Part[]): Blow[] {
  return parts.flatMap((part) =>
    (seen.get(part) ?? []).flatMap((writes, at) =>
      WAYS.filter((way) => writes || !way.startsWith('full')).map((way) => ({ part, nth: at + 1, way })),
    ),
  );
}
export const nameOf = ({ part, nth, way }: Blow): string => `${part} ${nth}, ${way}`;
