/** The words of "why" and "compare": complete, different in the two languages, and without shouting. */
import { expect, it } from 'vitest';
import { COMPARE_WORDS } from '../../src/ui/words/compare.ts';
import { WHY_WORDS } from '../../src/ui/words/why.ts';

function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const given = ['⓵', '⓶', '⓷'].slice(0, node.length);
    const text = String(Reflect.apply(node, null, given));
    for (const one of given) expect(text, path).toContain(one);
    return [[path, text]];
  }
  if (typeof node !== 'object' || node === null) throw new Error(`${path} is neither a text nor a group of texts`);
  return Object.entries(node).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

it.each([
  ['why', WHY_WORDS],
  ['compare', COMPARE_WORDS],
])('the words of "%s" are complete in both languages and use all that they are given', (_, words) => {
  const [vi, en] = [texts(words.vi), texts(words.en)];
  expect(en.map(([path]) => path)).toEqual(vi.map(([path]) => path));
  for (const [path, text] of [...vi, ...en]) {
    expect(text.trim(), path).not.toBe('');
    expect(text, path).not.toMatch(/!|undefined/);
  }
  for (const [path, text] of en) expect(text, path).not.toMatch(/[ạảãầấậẩẫằắặẳẵẹẻẽềếệểễịỉĩọỏốồộổỗớờợởỡụủũứừựửữỳỵỷỹđ]/i);
});
