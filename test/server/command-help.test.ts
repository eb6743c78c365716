/** What a command says of itself: in Vietnamese first, and whole in English after it. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const COMMANDS = [
  'account',
  'backup',
  'demo',
  'enrol',
  'import',
  'keys',
  'offices',
  'restore',
  'settings',
  'summary',
  'verify',
];
const VIETNAMESE = /[ăâđêôơưạảấầẩậắằặẹẻếềểệịỉọỏốồổộớờởợụủứừửựỳỵỷ]/i;
/** Words that no Vietnamese text has. */
const ENGLISH = /\b(the|with|which|of)\b/;

it.each(COMMANDS)('npm run %s -- --help', (name) => {
  const lines = execFileSync(process.execPath, [`dist/server/${name}.js`, '--help'], { encoding: 'utf8' }).split('\n');
  const vietnamese = lines.findIndex((line) => VIETNAMESE.test(line));
  const english = lines.findIndex((line) => ENGLISH.test(line));
  expect(vietnamese).toBeGreaterThanOrEqual(0);
  expect(english).toBeGreaterThan(vietnamese);
});
