/** A claim is a ratio against a baseline that was measured in the same run, the two in turn, so that a noisy machine cancels out. */
export interface Outcome {
  name: string;
  /** What was measured and against what, in words. */
  detail: string;
  ratio: number;
  bound: number;
  /** `least`: the ratio must reach the bound. `most`: it must not pass it. */
  sense: 'least' | 'most';
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

export const holds = ({ ratio, bound, sense }: Outcome): boolean =>
  sense === 'least' ? ratio >= bound : ratio <= bound;

/** Runs both in turn, `rounds` times each after one warm-up, and gives the medians. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<{ ours: number; baseline: number }> {
  const values = { ours: [] as number[], baseline: [] as number[] };
  await ours();
  await baseline();
  for (let round = 0; round < rounds; round++) {
    values.ours.push(await ours());
    values.baseline.push(await baseline());
  }
  return { ours: median(values.ours), baseline: median(values.baseline) };
}

export function print(outcome: Outcome): void {
  const { name, detail, ratio, bound, sense } = outcome;
  const sign = sense === 'least' ? '≥' : '≤';
  console.log(
    `${holds(outcome) ? 'ok  ' : 'FAIL'} ${name}: ${ratio.toFixed(2)}× (must be ${sign} ${bound}×)\n       ${detail}`,
  );
}
