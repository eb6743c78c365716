/**
 * Whether the time of a sign-in tells that an account exists: wrong passwords for names that there are and for names that there
 * are not, one after the other. Only the count of failed tries is taken back now and then, or nobody could try that often.
 */
import { median, type Outcome } from './measure.ts';
import { addPeople, openAgent, openStage, signIn } from './sign-in-parts.ts';

const TRIES = 2000;
/** What the medians may differ by, in milliseconds. */
const ALLOWED = 2;
const NAMES = 20;
const names = (stem: string) => Array.from({ length: NAMES }, (_, i) => `${stem}-${i + 10}`);

/** How often a known name took longer than an unknown one: one half tells nothing. */
function longerShare(known: readonly number[], unknown: readonly number[]): number {
  const sorted = [...unknown].sort((a, b) => a - b);
  let from = 0;
  let longer = 0;
  for (const ms of [...known].sort((a, b) => a - b)) {
    while (from < sorted.length && (sorted[from] ?? 0) < ms) from += 1;
    longer += from;
  }
  return longer / (known.length * unknown.length);
}

export async function benchSignInTime(): Promise<Outcome> {
  const stage = await openStage();
  const agent = openAgent();
  const [known, unknown] = [names('can-bo'), names('vo-danh')];
  const times = { known: [] as number[], unknown: [] as number[] };
  const forget = stage.db.prepare('delete from failed_tries');
  try {
    await addPeople(stage, known);
    const one = async (kind: keyof typeof times, i: number) => {
      const name = { known, unknown }[kind][i % NAMES] ?? '';
      const { status, ms } = await signIn(stage.url, agent, name, `sai ${i}`);
      if (status !== 401) throw new Error(`a wrong password was answered with ${status}`);
      times[kind].push(ms);
    };
    for (let i = -10; i < TRIES; i++) {
      if (i === 0) times.known.length = times.unknown.length = 0;
      if (i % 10 === 0) forget.run();
      // Each goes first as often as the other.
      await one(i % 2 === 0 ? 'known' : 'unknown', Math.abs(i));
      await one(i % 2 === 0 ? 'unknown' : 'known', Math.abs(i));
    }
    const [ours, baseline] = [median(times.known), median(times.unknown)];
    const share = (100 * longerShare(times.known, times.unknown)).toFixed(1);
    return {
      name: 'sign-in: what the time tells of an account',
      detail: `median ${ours.toFixed(2)} ms for names that there are, ${baseline.toFixed(2)} ms for others (${TRIES} each), of ${ALLOWED} ms that they may differ by; the known one took longer in ${share} % of all pairs`,
      ratio: Math.abs(ours - baseline) / ALLOWED,
      bound: 1,
      sense: 'most',
    };
  } finally {
    agent.destroy();
    await stage.end();
  }
}
