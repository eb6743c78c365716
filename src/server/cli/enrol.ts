/** `npm run enrol`: makes a one-time code with which one tablet joins. */
import { parseArgs } from 'node:util';
import { print, runCommand, Stop, withFolder } from '../command.ts';
import { CODE_MINUTES, issueCode } from '../store/devices.ts';
import { listCounters } from '../store/office.ts';

const USAGE = `npm run enrol -- [--counter ID]

Prints a code to type into one tablet; it can be used once. Without --counter it is for the first counter.`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options: { counter: { type: 'string' } } });
  return withFolder(({ db, office, config }) => {
    const counters = listCounters(db, office).filter(({ retired }) => !retired);
    const counter = values.counter === undefined ? counters[0] : counters.find(({ id }) => id === values.counter);
    if (!counter) throw new Stop(`there is no such counter; known: ${counters.map(({ id }) => id).join(', ')}`);
    const now = Date.now();
    const until = new Date(now + CODE_MINUTES * 60_000);
    const time = until.toLocaleTimeString('vi-VN', { timeZone: config.zone, hour: '2-digit', minute: '2-digit' });
    print(`${issueCode(db, office, counter.id, now)}`);
    print(`${counter.name} (${counter.id}); dùng một lần, đến ${time} (${CODE_MINUTES} phút) / once, until ${time}`);
    return 0;
  });
});
