/** `npm run verify`: counts everything again from what is stored, and says where the tallies differ. */
import { parseArgs } from 'node:util';
import { print, runCommand, warn, withFolder } from '../command.ts';
import { verifyTallies } from '../store/verify.ts';

const USAGE = `npm run verify

Counts every stored submission again and compares with the tallies. Changes nothing. Ends with 1 when they differ.`;

const shown = (counts: readonly number[] | null) => (counts === null ? '–' : counts.join(' '));

await runCommand(USAGE, async () => {
  parseArgs({ options: {} });
  const { submissions, differences, altered } = await withFolder(({ db, office }) => verifyTallies(db, office));
  for (const { table, kind, key, derived, stored } of differences)
    warn(`${table} ${key}: ${kind}, counted again ${shown(derived)}, stored ${shown(stored)}`);
  for (const id of altered) warn(`submission ${id}: its bytes do not fit its hash or its columns`);
  const sound = differences.length === 0 && altered.length === 0;
  const found = `${differences.length} differences, ${altered.length} altered`;
  print(`${submissions} submissions counted again: ${sound ? 'all tallies are right' : found}`);
  return sound ? 0 : 1;
});
