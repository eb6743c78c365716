/**
 * The levels that the survey versions of a period offered, for whatever tells answers level by level: only these are
 * shown, and where the versions differ it is said which of them had a level.
 */
import * as z from 'zod/mini';
import { Level, LEVELS, type Survey } from './survey.ts';

/** `versions`: those that offered the level, oldest first. `label`: what they call it, the newest first. */
export const ScaleLevel = z.object({
  level: Level,
  label: z.object({ vi: z.string(), en: z.string() }),
  versions: z.array(z.int()),
});
export type ScaleLevel = z.infer<typeof ScaleLevel>;
/** The best level first. */
export const Scale = z.array(ScaleLevel);
export type Scale = z.infer<typeof Scale>;

const all = (texts: readonly string[]): string => [...new Set(texts)].join(' / ');

/** @param surveys newest first */
export const scaleOf = (surveys: readonly Pick<Survey, 'version' | 'levels'>[]): Scale =>
  [...LEVELS].reverse().flatMap((level): ScaleLevel[] => {
    const offered = surveys.flatMap(({ version, levels: { [level]: label } }) => (label ? [{ version, label }] : []));
    if (offered.length === 0) return [];
    const label = { vi: all(offered.map((one) => one.label.vi)), en: all(offered.map((one) => one.label.en)) };
    return [{ level, label, versions: offered.map(({ version }) => version).reverse() }];
  });

/** The levels that some version of the period did not offer. All versions have the ends of the scale. */
export const partlyOffered = <One extends Pick<ScaleLevel, 'versions'>>(scale: readonly One[]): One[] =>
  scale.filter(({ versions }) => versions.length < (scale[0]?.versions.length ?? 0));
