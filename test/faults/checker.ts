/**
 * One checker for all faults. Each ballot that somebody gave has a number of its own (`mark`); in the end it is asked of
 * each: was it thanked for, and how often and with which content is it on the server, or does it still wait on its tablet?
 */
import type { Draft } from '../../src/domain/submission.ts';
import type { Run } from '../../src/domain/wire.ts';

/** A visit in a harness: `mark` is the ballot's `tookMs`, which nothing else uses. */
export interface Visit {
  mark: number;
  draft: Draft;
  /** `waiting`: nobody was told anything, as when the tablet went off during the save. */
  told: 'thanked' | 'not-saved' | 'waiting';
}
/** A record as it lies on the server: what it says, its hash as it came, and its place. */
export interface Found {
  mark: number;
  content: string;
  device: string;
  epoch: number;
  seq: number;
}
export interface End {
  visits: readonly Visit[];
  stored: readonly Found[];
  /** Codes of what the server refused; it is kept there, and on the tablet. */
  refused?: readonly string[];
  /** Records that tablets still hold unsent after everything was healed and time was given. */
  unsent: number;
  /** The places that the server says are missing, for each device. */
  gaps?: readonly { device: string; runs: readonly Run[] }[];
  /** The last place of each epoch that each device gave out. */
  given?: readonly { device: string; epoch: number; seq: number }[];
}

/** What a ballot says, in an order of its own: equal for equal answers. */
export const contentOf = (draft: Draft): string => {
  const { survey, counter, field, stage, channel, language, end, answeredAt, tookMs, answers, remark } = draft;
  return JSON.stringify([survey, counter, field, stage, channel, language, end, answeredAt, tookMs, answers, remark]);
};

const placesMissing = (end: End): string[] => {
  const have = new Set(end.stored.map(({ device, epoch, seq }) => `${device}/${epoch}/${seq}`));
  return (end.given ?? []).flatMap(({ device, epoch, seq }) =>
    Array.from({ length: seq }, (_, at) => `${device}/${epoch}/${at + 1}`).filter((place) => !have.has(place)),
  );
};
const placesTold = ({ gaps = [] }: End): string[] =>
  gaps.flatMap(({ device, runs }) =>
    runs.flatMap(({ epoch, first, last }) =>
      Array.from({ length: last - first + 1 }, (_, at) => `${device}/${epoch}/${first + at}`),
    ),
  );

/** @returns one line for each violation: lost, duplicate, phantom, altered, refused, wrong gap, not drained. */
export function check(end: End): string[] {
  const byMark = new Map<number, Found[]>();
  for (const found of end.stored) byMark.set(found.mark, [...(byMark.get(found.mark) ?? []), found]);
  const known = new Map(end.visits.map((visit) => [visit.mark, visit]));
  const wrong: string[] = [];
  for (const { mark, draft, told } of end.visits) {
    const found = byMark.get(mark) ?? [];
    if (told === 'thanked' && found.length === 0) wrong.push(`lost: ${mark}`);
    if (told === 'not-saved' && found.length > 0) wrong.push(`phantom: ${mark} was said not to be saved`);
    if (found.length > 1) wrong.push(`duplicate: ${mark} is there ${found.length} times`);
    if (found.some(({ content }) => content !== contentOf(draft))) wrong.push(`altered: ${mark}`);
  }
  for (const mark of byMark.keys()) if (!known.has(mark)) wrong.push(`phantom: ${mark} was never given`);
  for (const code of end.refused ?? []) wrong.push(`refused: ${code}`);
  if (end.unsent > 0) wrong.push(`not drained: ${end.unsent}`);
  if (end.gaps) {
    const missing = new Set(placesMissing(end));
    const told = new Set(placesTold(end));
    for (const place of missing) if (!told.has(place)) wrong.push(`gap not told: ${place}`);
    for (const place of told) if (!missing.has(place)) wrong.push(`gap told that is none: ${place}`);
  }
  return wrong;
}
