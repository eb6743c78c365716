import { describe, expect, it } from 'vitest';
import { createFormat } from '../../src/dashboard/format.ts';
import { periodLabel } from '../../src/dashboard/overview/labels.ts';
import { pageHead } from '../../src/dashboard/sheets.ts';
import { fraction } from '../../src/domain/fraction.ts';
import { DASHBOARD_WORDS } from '../../src/ui/dashboard-words.ts';

/** Every text with its path; a text with numbers is given some. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(Reflect.apply(node, null, ['1', '2', '3']))]];
  if (typeof node !== 'object' || node === null) throw new Error(`${path} is neither a text nor a group of texts`);
  return Object.entries(node).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

describe('the words', () => {
  const vi = texts(DASHBOARD_WORDS.vi);
  const en = texts(DASHBOARD_WORDS.en);
  it('are complete in both languages, none empty, none left undefined', () => {
    expect(en.map(([path]) => path)).toEqual(vi.map(([path]) => path));
    expect(vi.length).toBeGreaterThan(100);
    for (const [path, text] of [...vi, ...en]) {
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toContain('undefined');
    }
  });
  it('use every number that they are given', () => {
    for (const words of Object.values(DASHBOARD_WORDS))
      for (const [key, value] of Object.entries(words))
        if (typeof value === 'function') {
          const given = ['⓵', '⓶', '⓷'].slice(0, value.length);
          const text = String(Reflect.apply(value, null, given));
          if (!/^(month|quarter)Is$/.test(key)) for (const one of given) expect(text, key).toContain(one);
        }
  });
  it('have no exclamation mark, and no Vietnamese left in the English', () => {
    for (const [path, text] of [...vi, ...en]) expect(text, path).not.toContain('!');
    for (const [path, text] of en)
      expect(text, path).not.toMatch(/[ạảãầấậẩẫằắặẳẵẹẻẽềếệểễịỉĩọỏốồộổỗớờợởỡụủũứừựửữỳỵỷỹđ]/i);
  });
});

describe('numbers and days', () => {
  const vi = createFormat('vi', 'Asia/Ho_Chi_Minh', 85);
  const en = createFormat('en', 'Asia/Ho_Chi_Minh', 85);
  it('have a comma in Vietnamese and a point in English', () => {
    expect(vi.index(fraction(84_996, 1000))).toBe('84,996');
    expect(en.index(fraction(84_996, 1000))).toBe('84.996');
    expect([vi.count(28_424), en.count(28_424)]).toEqual(['28.424', '28,424']);
    expect([vi.goal, en.goal]).toEqual(['85\u00a0%', '85%']);
  });
  it('keep the bounds of an interval on their side of the goal', () => {
    expect(vi.interval({ low: 84.97, high: 85.02 })).toEqual({ low: '84,97', high: '85,02' });
    expect(vi.interval({ low: 84.97, high: 89.61 })).toEqual({ low: '84,97', high: '89,61' });
    expect(vi.interval({ low: 84.93, high: 89.61 })).toEqual({ low: '84,9', high: '89,6' });
  });
  it('name periods as people do', () => {
    const label = (name: Parameters<typeof periodLabel>[0], from: string, to: string) =>
      periodLabel(name, { from, to }, '2026-11-22', DASHBOARD_WORDS.vi, vi);
    expect(label('today', '2026-11-22', '2026-11-22')).toBe('Hôm nay, 22/11/2026');
    expect(label('quarter', '2026-10-01', '2026-12-31')).toBe('Quý IV/2026');
    expect(label('month', '2026-07-01', '2026-07-31')).toBe('Tháng 7/2026');
    expect(label('range', '2026-07-01', '2026-07-09')).toBe('Từ 01/07/2026 đến 09/07/2026');
  });
  it('say the hour alone for today and the day with it for another', () => {
    const seen = Date.UTC(2026, 10, 22, 0, 58);
    expect(vi.time(seen, '2026-11-22')).toBe('07:58');
    expect(vi.time(seen, '2026-11-23')).toBe('07:58, 22/11/2026');
  });
});

describe('a sheet of paper', () => {
  it('is headed with a name that cannot break out of its style sheet', () => {
    expect(pageHead('Xã "A" \\', 'b\n}')).toBe(
      '@page { @top-left { content: "Xã \\"A\\" \\\\"; } @top-right { content: "b }"; } }',
    );
  });
});
