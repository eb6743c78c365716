/**
 * Signals that lie in how ballots of one tablet follow one another. Their order is that of the tablet's sequence; the time
 * between two is told by the tablet's own clock, so that a queue sent at once after a day without a network is no burst.
 * Where that clock was set back in between, nothing is said about the time between the two.
 */
import { msPerAnswer, type SeenBallot } from './signal-ballot.ts';
import type { SignalThresholds } from './signal-thresholds.ts';

/** Ballots that belong together, and the numbers that say why. */
export interface Run {
  found: SeenBallot[];
  facts: Record<string, number>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Ballots from which what is usual can be told, and what is taken for it, in ms for each answer, where they are fewer. */
const USUAL_FROM = 10;
const USUAL_MS = 4000;

const seconds = (run: readonly SeenBallot[]): number => {
  const [first, last] = [run[0], run.at(-1)];
  return first && last ? Math.round((last.answeredAt - first.answeredAt) / SECOND) : 0;
};

/** Cuts the day where the clock was set back. */
function stretches(ballots: readonly SeenBallot[]): SeenBallot[][] {
  const cut: SeenBallot[][] = [];
  let before = Infinity;
  for (const ballot of ballots) {
    if (ballot.answeredAt < before) cut.push([]);
    cut.at(-1)?.push(ballot);
    before = ballot.answeredAt;
  }
  return cut;
}

/** Every ballot that is one of `limit.ballots` within `limit.minutes`; those whose windows overlap are one burst. */
export function findBursts(ballots: readonly SeenBallot[], limit: SignalThresholds['burst']): Run[] {
  const runs: Run[] = [];
  for (const stretch of stretches(ballots)) {
    let found: SeenBallot[] = [];
    let upTo = -1;
    const close = () => {
      if (found.length > 0)
        runs.push({ found, facts: { seconds: seconds(found), limit: limit.ballots, minutes: limit.minutes } });
      found = [];
    };
    for (const [at, last] of stretch.entries()) {
      const from = at - limit.ballots + 1;
      const first = stretch[from];
      if (!first || last.answeredAt - first.answeredAt > limit.minutes * MINUTE) continue;
      if (from > upTo) close();
      found.push(...stretch.slice(Math.max(from, upTo + 1), at + 1));
      upTo = at;
    }
    close();
  }
  return runs;
}

/** All that was answered, in one word; `null` where not every answer is a 5, or it is one answer only. */
function topPattern({ answers }: SeenBallot): string | null {
  if (answers.length < 2 || answers.some(({ level }) => level !== 5)) return null;
  return answers.map(({ criterion }) => criterion).join(' ');
}

/** The longest rows of ballots with the same answers, all 5, each soon after the one before. */
export function findTopRuns(ballots: readonly SeenBallot[], limit: SignalThresholds['straightTop']): Run[] {
  const runs: Run[] = [];
  for (const stretch of stretches(ballots)) {
    let found: SeenBallot[] = [];
    const close = () => {
      if (found.length >= limit.ballots) runs.push({ found, facts: { seconds: seconds(found), limit: limit.ballots } });
      found = [];
    };
    for (const ballot of stretch) {
      const [pattern, before] = [topPattern(ballot), found.at(-1)];
      const goesOn =
        before !== undefined &&
        topPattern(before) === pattern &&
        ballot.answeredAt - before.answeredAt <= limit.seconds * SECOND;
      if (!goesOn) close();
      if (pattern !== null) found.push(ballot);
    }
    close();
  }
  return runs;
}

const isTop = (ballot: SeenBallot) => topPattern(ballot) !== null;
const isLow = ({ answers }: SeenBallot) => answers.some(({ level }) => level === 1 || level === 2);

/** The median pace of those that finished and are not all 5: what is entered to make good must not set its own measure. */
function usualPace(ballots: readonly SeenBallot[]): number {
  const paces = ballots
    .filter((ballot) => ballot.end === 'finished' && !isTop(ballot))
    .map(msPerAnswer)
    .sort((a, b) => a - b);
  return paces.length < USUAL_FROM ? USUAL_MS : (paces[Math.floor(paces.length / 2)] ?? USUAL_MS);
}

/** Ballots all 5, quicker than usual, soon after one with a 1 or 2. The bad one itself is not among them. */
export function findCompensations(ballots: readonly SeenBallot[], limit: SignalThresholds['compensation']): Run[] {
  const usual = usualPace(ballots);
  const quick = (usual * limit.percentOfUsual) / 100;
  const runs: Run[] = [];
  const facts = { usual: Math.round(usual), minutes: limit.minutes, percent: limit.percentOfUsual };
  for (const stretch of stretches(ballots)) {
    let low = -Infinity;
    let found: SeenBallot[] = [];
    const close = () => {
      if (found.length > 0)
        runs.push({ found, facts: { ...facts, quickest: Math.round(Math.min(...found.map(msPerAnswer))) } });
      found = [];
    };
    for (const ballot of stretch) {
      if (isLow(ballot)) {
        close();
        low = ballot.answeredAt;
      } else if (ballot.answeredAt - low <= limit.minutes * MINUTE && isTop(ballot) && msPerAnswer(ballot) < quick)
        found.push(ballot);
    }
    close();
  }
  return runs;
}
