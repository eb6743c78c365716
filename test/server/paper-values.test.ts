import { describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { guessColumns } from '../../src/server/paper/guess.ts';
import { createLevelOf, dayOf } from '../../src/server/paper/people-values.ts';

describe('what people write in spreadsheets', () => {
  it.each([
    ['2026-11-02', '2026-11-02'],
    ['2026-11-02T00:00:00', '2026-11-02'],
    ['02/11/2026', '2026-11-02'],
    ['2/11/2026 08:30', '2026-11-02'],
    ['02-11-2026', '2026-11-02'],
    ['2.11.2026', '2026-11-02'],
    ['46328', '2026-11-02'],
    ['46328.75', '2026-11-02'],
    ['11/23/2026', null],
    ['31/02/2026', null],
    ['2/11/26', null],
    ['463281', null],
    ['hôm qua', null],
    ['', null],
    ['=TODAY()', null],
  ])('the day "%s" is %s', (text, day) => expect(dayOf(text)).toBe(day));

  it('counts days from 1904 where the workbook does', () => expect(dayOf('44866', true)).toBe('2026-11-02'));

  it('knows levels by number and by the words of the survey', () => {
    const levelOf = createLevelOf(SIX_CRITERIA);
    expect(['5', 'Rất hài lòng', 'HAI LONG', ' bình thường ', 'không hài lòng', '1'].map(levelOf)).toEqual([
      5, 5, 4, 3, 2, 1,
    ]);
    expect(['k', 'K', 'Không biết', "don't know"].map(levelOf)).toEqual(Array.from({ length: 4 }, () => 'unknown'));
    expect(['0', '6', '5.0', 'tốt', '-1', '١'].map(levelOf)).toEqual(Array.from({ length: 6 }, () => undefined));
  });

  it('takes each column once, and none where nothing fits', () => {
    const line = (number: number, ...cells: string[]) => ({ number, cells });
    const twice = guessColumns([line(1, 'Ngày', 'date', 'Quầy', '1', '2')], SIX_CRITERIA);
    expect(twice?.guess).toMatchObject({ date: 0, counter: 2, field: null });
    expect(twice?.guess.criteria.slice(0, 3).map(({ column }) => column)).toEqual([3, 4, null]);
    expect(guessColumns([line(4, 'a', 'b')], SIX_CRITERIA)?.guess).toMatchObject({ headerLine: 4, date: null });
    expect(guessColumns([], SIX_CRITERIA)).toBeNull();
  });
});
