/**
 * What two hundred people who sign in at once cost the tablets: ballots come one at a time at a steady pace, and each is timed from
 * the moment at which it was due, so that a server that stands still is not measured less often.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { batchText, WIRE_VERSION } from '../../src/domain/wire.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { inTurn, type Outcome } from './measure.ts';
import type { Seen } from './sign-in-crowd.ts';
import { addPeople, openAgent, openStage, PEOPLE, personName, post, type Stage } from './sign-in-parts.ts';

const TABLETS = 100;
const A_SECOND = 100;
const SECONDS = 10;
const ROUNDS = 3;
const ORIGIN = 'https://khaosat.example.gov.vn';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
const quantile = (values: readonly number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN;

/** A way to send the ballots of one measurement. @returns their times in milliseconds. */
function tablets({ db, office, url }: Stage) {
  const agent = openAgent();
  const senders = Array.from({ length: TABLETS }, (_, i) => {
    const { device, token } = addDevice(db, office, `quay-${(i % 3) + 1}`, `Máy ${i}`, Date.now());
    return { token, maker: ballotMaker(device.id, i + 1) };
  });
  let made = 0;
  const sendOne = async (due: number): Promise<number> => {
    const sender = senders[made++ % TABLETS];
    if (!sender) throw new Error('no sender');
    const envelope = { wire: WIRE_VERSION, nonce: `bench-nonce-${made}`, sentAt: Date.now(), records: 1 } as const;
    const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${sender.token}` };
    const body = Buffer.from(batchText(envelope, [sender.maker.next({ answeredAt: Date.now() }).body]));
    const { status } = await post(`${url}/api/submissions`, agent, headers, body);
    if (status !== 200) throw new Error(`a ballot was answered with ${status}`);
    return performance.now() - due;
  };
  const send = async () => {
    const sent: Promise<number>[] = [];
    const start = performance.now();
    for (let i = 0; i < A_SECOND * SECONDS; i++) {
      const due = start + (i * 1000) / A_SECOND;
      await pause(due - performance.now());
      const one = sendOne(due);
      // Told by the whole, once all have been sent.
      one.catch(() => undefined);
      sent.push(one);
    }
    return Promise.all(sent);
  };
  return { send, close: () => agent.destroy() };
}

/** The people of sign-in-crowd.ts, who wait for `come`. */
async function openCrowd({ url }: Stage) {
  const child = fork('dist/bench/crowd.js', [url], { execArgv: [] });
  await once(child, 'message');
  const come = () => child.send({ open: true });
  const leave = async (): Promise<Seen> => {
    child.send({ open: false });
    const [seen] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Seen | number | null];
    if (seen === null || typeof seen === 'number') throw new Error(`the people who sign in ended with ${seen}`);
    return seen;
  };
  return { come, leave, close: () => child.disconnect() };
}

export async function benchSignInLoad(): Promise<Outcome> {
  const stage = await openStage({ PUBLIC_ORIGIN: ORIGIN });
  const all: Seen = { right: 0, busy: 0 };
  try {
    await addPeople(
      stage,
      Array.from({ length: PEOPLE }, (_, i) => personName(i)),
    );
    const { send, close } = tablets(stage);
    const crowd = await openCrowd(stage);
    const { ours, baseline } = await inTurn(
      ROUNDS,
      async () => {
        crowd.come();
        const times = await send();
        const { right, busy } = await crowd.leave();
        all.right += right;
        all.busy += busy;
        return quantile(times, 0.99);
      },
      async () => quantile(await send(), 0.99),
    );
    crowd.close();
    close();
    const a = (count: number) => Math.round(count / (ROUNDS + 1) / SECONDS);
    return {
      name: `ballots while ${PEOPLE} people sign in`,
      detail: `p99 ${ours.toFixed(1)} ms from the moment a ballot was due, against ${baseline.toFixed(1)} ms without them (${A_SECOND} ballots/s); ${a(all.right)} sign-ins/s, ${a(all.busy)}/s told to come back`,
      ratio: ours / baseline,
      bound: 5,
      sense: 'most',
    };
  } finally {
    await stage.end();
  }
}
