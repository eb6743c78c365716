import { describe, expect, it } from 'vitest';
import { REQUEST_PROBLEMS } from '../../src/domain/problem.ts';
import { ACCOUNT_WORDS } from '../../src/ui/words/account.ts';
import { ACCOUNTS_WORDS } from '../../src/ui/words/accounts.ts';
import { AUDIT_WORDS } from '../../src/ui/words/audit.ts';
import { BACKUP_WORDS } from '../../src/ui/words/backups.ts';
import { OFFICES_WORDS } from '../../src/ui/words/offices.ts';
import { PEOPLE_WORDS } from '../../src/ui/words/people.ts';
import { UNIT_WORDS } from '../../src/ui/words/units.ts';
import { SHELL_WORDS } from '../../src/ui/words/shell.ts';

/** Every text with its path; a text with numbers is given some. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(Reflect.apply(node, null, ['7', '8']))]];
  if (typeof node !== 'object' || node === null) throw new Error(`${path} is neither a text nor a group of texts`);
  return Object.entries(node).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

describe.each(
  Object.entries({
    shell: SHELL_WORDS,
    people: PEOPLE_WORDS,
    account: ACCOUNT_WORDS,
    accounts: ACCOUNTS_WORDS,
    audit: AUDIT_WORDS,
    backups: BACKUP_WORDS,
    offices: OFFICES_WORDS,
    units: UNIT_WORDS,
  }),
)('the words of %s', (_, words) => {
  const vi = texts(words.vi);
  const en = texts(words.en);
  it('are complete in both languages, with every number in them, and without an exclamation mark', () => {
    expect(en.map(([path]) => path)).toEqual(vi.map(([path]) => path));
    for (const [path, text] of [...vi, ...en]) {
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toMatch(/undefined|!/);
    }
  });
  it('have no Vietnamese left in the English', () => {
    for (const [path, text] of en.filter(([path]) => path !== '.product'))
      expect(text, path).not.toMatch(/[ạảãầấậẩẫằắặẳẵẹẻẽềếệểễịỉĩọỏốồộổỗớờợởỡụủũứừựửữỳỵỷỹđ]/i);
  });
});

it('every code of a gate that has words is one that the server knows', () => {
  const known = Object.keys(REQUEST_PROBLEMS);
  for (const code of Object.keys(PEOPLE_WORDS.vi.codes)) expect(known).toContain(code);
});
