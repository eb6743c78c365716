/**
 * One fixed history: a tablet joins, takes ballots with and without a network, sends them, gets receipts, removes what is
 * over after its time, and is started again. One operation of it fails; then all is healed, and nothing may be missing.
 */
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { type Blow, createPlan, type Plan } from './nth-plan.ts';
import { failingNetwork } from './nth-server.ts';
import { obey } from './nth-stores.ts';
import { createNthTablet } from './nth-tablet.ts';
import { listening } from './receipts.ts';
import type * as Parts from './sim-parts.ts';
import type { Beginning } from './sim-server.ts';
import { createSimTime, under } from './sim-time.ts';
import { createVisits } from './visits.ts';

const START = 1_795_000_000_000;
/** Longer than what was sent is kept. */
const LATER_MS = 15 * 86_400_000;
const HEAL_MS = 10 * 60_000;

export interface Ended {
  wrong: string[];
  seen: Plan['seen'];
  given: number;
  thanked: number;
  /** Records that were sent and not yet removed in the end. */
  kept: number;
}

/** @param blow `null`: nothing fails. */
export async function live(parts: typeof Parts, begin: Beginning, blow: Blow | null): Promise<Ended> {
  const random = randomFrom(blow?.nth ?? 0);
  const time = createSimTime();
  let later = 0;
  const now = () => Math.floor(START + later + time.now());
  const server = parts.createSimServer(begin, now);
  const visits = createVisits(random, now);
  const wrong: string[] = [];
  const receipted = new Set<string>();
  let line = true;
  let dead = false;

  function serverEnds(): void {
    dead = true;
    void time.pause(3000).then(() => {
      server.restart('disk');
      dead = false;
    });
  }
  const plan = createPlan(blow, (part) => (part === 'server' ? serverEnds() : tablet.off()));
  obey(plan);
  const ask = failingNetwork(server, plan, () => dead || !line);
  const send = listening(
    async (path, init) => {
      await time.pause(20);
      const reply = await under(ask(path, init));
      if (reply.status >= 500 && reply.status !== 503) wrong.push(`a reply with ${reply.status}`);
      if (path !== '/api/heartbeat' || reply.status !== 200) return reply;
      // This server tells of no backup, and without one nothing is ever over.
      const text = await reply.text();
      return new Response(text.replace('"backedUpAt":null', `"backedUpAt":${now()}`), reply);
    },
    (id) => receipted.add(id),
  );
  const kept = ((blow?.nth ?? 0) % 3) / 2;
  const tablet = createNthTablet(parts, time, { plan, now, random, send, kept });

  /** Lets this much time pass, and whatever was begun go on; when the power goes meanwhile the tablet is started again. */
  async function pass(ms: number, work: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    let done = false;
    const mine = Promise.race([work(), tablet.ended()]).finally(() => (done = true));
    for (let passed = 0; passed < ms || !done; passed += 1000) await time.advance(1000);
    await mine;
    while (!tablet.is()) await pass(1000, tablet.start);
  }
  const enrol = () => tablet.enrol(server.code);
  function give(ballots: number): void {
    for (let one = 0; one < ballots && tablet.is()?.signs(); one++) void visits.give(({ draft }) => tablet.keep(draft));
  }

  await pass(1000, tablet.start);
  await pass(3000, enrol);
  give(2);
  await pass(5000);
  line = false;
  give(2);
  await pass(20_000);
  line = true;
  tablet.is()?.returned();
  await pass(5000);
  later = LATER_MS;
  tablet.is()?.beat();
  await pass(70_000);
  line = false;
  give(2);
  await pass(3000);
  tablet.off();
  await pass(1000);
  line = true;
  give(1);
  await pass(70_000);

  plan.heal();
  const unsent = async () => (await tablet.is()?.state())?.unsent ?? 1;
  async function drained(): Promise<boolean> {
    for (let waited = 0; waited < HEAL_MS && (await unsent()) > 0; waited += 10_000) await pass(10_000);
    return (await unsent()) === 0;
  }
  await pass(1000, enrol);
  tablet.is()?.returned();
  // What only the next start can mend waits for it; a network, a server or want of room must not.
  const passes = blow?.part === 'network' || blow?.part === 'server' || blow?.way.startsWith('full');
  if (passes && !(await drained())) wrong.push('not drained before the next start');
  await pass(5000);
  tablet.off();
  await pass(2000);
  await pass(1000, enrol);
  await drained();
  await pass(5000);

  const state = await tablet.is()?.state();
  const inDatabase = state ? state.unsent + state.kept : 0;
  const inJournal = (await tablet.journal()?.facts())?.records;
  const end = { visits: visits.all, stored: server.stored(), refused: server.refused(), gaps: server.gaps() };
  wrong.push(...check({ ...end, unsent: await unsent() }), ...server.verify());
  const have = new Set(server.db().prepare<[], string>('select id from submissions').pluck().all());
  for (const id of receipted) if (!have.has(id)) wrong.push(`receipted and not stored: ${id}`);
  if (inJournal !== inDatabase) wrong.push(`the journal has ${inJournal} records, the database ${inDatabase}`);
  const thanked = visits.all.filter(({ told }) => told === 'thanked').length;
  if (blow?.way.endsWith('once') && thanked < visits.all.length)
    wrong.push(`${visits.all.length - thanked} were not saved, although it failed once`);
  tablet.off();
  server.close();
  return { wrong, seen: plan.seen, given: visits.all.length, thanked, kept: state?.kept ?? 0 };
}
