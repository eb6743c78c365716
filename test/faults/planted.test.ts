/** The soak seldom runs, and a control whose bug finds its place no more proves nothing: each place is looked up here. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const textsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') }));
const BUG = /file: '([^']+)',\s*find:\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\/(?:[^/\\]|\\.)+\/)/g;
const placeOf = (literal: string): string | RegExp =>
  literal.startsWith('/')
    ? new RegExp(literal.slice(1, -1))
    : literal
        .slice(1, -1)
        .replaceAll(String.raw`\n`, '\n')
        .replaceAll(/\\(.)/g, '$1');

const sources = textsIn('src');
const harnesses = textsIn('test/faults').map(({ name, text }) => ({ name, bugs: [...text.matchAll(BUG)] }));

describe('the bugs of the controls', () => {
  it.each(harnesses.filter(({ bugs }) => bugs.length > 0))('find their places: $name', ({ bugs }) => {
    const astray = bugs.filter(([, file = '', literal = '']) => {
      const place = placeOf(literal);
      const found = (text: string) => (typeof place === 'string' ? text.includes(place) : place.test(text));
      return !sources.some(({ name, text }) => name.endsWith(file) && found(text));
    });
    expect(astray.map(([bug]) => bug)).toEqual([]);
  });
});
