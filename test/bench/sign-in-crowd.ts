/**
 * People who sign in again and again, in a process of their own: they come from other machines, and what their side costs must not
 * be taken for the server's. Told `{ open: true }` all press at once; told `{ open: false }` they stop, and it says what they saw.
 */
import { openAgent, PASSWORD, PEOPLE, personName, signIn } from './sign-in-parts.ts';

/** Who is told that the server is busy presses again after two to four seconds, each in their own time. */
const PATIENCE = { shortest: 2000, spread: 2000 };

export interface Seen {
  right: number;
  busy: number;
}

const url = process.argv[2] ?? '';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let open = false;
let seen: Seen = { right: 0, busy: 0 };
let all: Promise<unknown> = Promise.resolve();

async function person(i: number, agent: ReturnType<typeof openAgent>): Promise<void> {
  while (open) {
    const { status } = await signIn(url, agent, personName(i), PASSWORD, `198.51.100.${i}`);
    if (status !== 200 && status !== 503) throw new Error(`a right password was answered with ${status}`);
    seen[status === 200 ? 'right' : 'busy'] += 1;
    if (status === 503) await pause(PATIENCE.shortest + (PATIENCE.spread * i) / PEOPLE);
  }
}

process.on('message', (told: { open: boolean }) => {
  ({ open } = told);
  if (open) {
    seen = { right: 0, busy: 0 };
    const agent = openAgent();
    const everybody = Array.from({ length: PEOPLE }, (_, i) => person(i, agent));
    all = Promise.all(everybody).finally(() => agent.destroy());
    return;
  }
  void all.then(() => process.send?.(seen));
});
process.on('disconnect', () => process.exit());
process.send?.('here');
