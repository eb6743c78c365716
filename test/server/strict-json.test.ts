/** JSON that means one thing: a key that stands twice is found however it is written, and nothing else is taken for one. */
import { describe, expect, it } from 'vitest';
import { compile } from 'zod/v4/core';
import { SealedRecord } from '../../src/domain/sealed-record.ts';
import { Submission } from '../../src/domain/submission.ts';
import { Envelope } from '../../src/domain/wire.ts';
import { hasRepeatedKey } from '../../src/server/strict-json.ts';
import { randomFrom } from '../helpers/drafts.ts';

const repeats = (text: string) => hasRepeatedKey(new TextEncoder().encode(text), JSON.parse(text));

describe('a key that stands twice', () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":[{"d":"x","d":"y"}]}}',
    String.raw`{"id":1,"\u0069d":2}`,
    String.raw`{"a\"b":1,"a\u0022b":2}`,
    String.raw`{"\\":1,"\u005c":2}`,
    '{"__proto__":1,"__proto__":2}',
    '{"a":{"b":"c","d":["e"]},"a":null}',
    '{"":"","":""}',
    '{"đ":1,"đ":2}',
  ])('is found: %s', (text) => expect(repeats(text)).toBe(true));

  it.each([
    '{}',
    'null',
    '"a"',
    '{"a":"a","b":{"a":"a"}}',
    '[{"a":1},{"a":1}]',
    String.raw`{"a":"say \"a\":1,\"a\":2","b":"\\\"\\"}`,
    String.raw`{"\"":"\\","\\":"\""}`,
    '{"__proto__":1,"toString":"2"}',
    '{"đ":"“đ”","d":"đ"}',
  ])('is not seen where there is none: %s', (text) => expect(repeats(text)).toBe(false));

  it('is told from any other object of a random text, seed 7', () => {
    const random = randomFrom(7);
    const some = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // never empty
    // Each word in two spellings.
    const words = ['"a"', String.raw`"\u0061"`, String.raw`"\""`, String.raw`"\u0022"`, String.raw`"\\"`, '"đ"', '""'];
    let twice = false;
    const value = (depth: number): string => {
      const kind = random();
      if (depth > 3 || kind < 0.4) return some([...words, '1', 'true', 'null']);
      const parts = Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
      if (kind < 0.6) return `[${parts.join(',')}]`;
      const keys = parts.map(() => some(words));
      if (new Set(keys.map((key) => String(JSON.parse(key)))).size < keys.length) twice = true;
      return `{${parts.map((part, at) => `${keys[at]}:${part}`).join(', ')}}`;
    };
    const seen = [0, 0];
    for (let n = 0; n < 20_000; n++) {
      twice = false;
      const text = value(0);
      expect(repeats(text), text).toBe(twice);
      seen[twice ? 1 : 0] = (seen[twice ? 1 : 0] ?? 0) + 1;
    }
    expect(Math.min(...seen)).toBeGreaterThan(1000);
  });
});

it('what every record is held against can be compiled', () => {
  for (const schema of [Submission, SealedRecord, Envelope]) expect(compile(schema, { strict: true })).not.toBe(schema);
});
