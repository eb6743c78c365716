// @vitest-environment happy-dom
import { screen } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';
import { scaleOf } from '../../src/domain/survey-scale.ts';
import { summarise, printIndex } from '../../src/domain/summary.ts';
import type { CriterionTally, Tally } from '../../src/domain/tally.ts';
import { openDashboard, rowOf, shows, textOf } from './desk.tsx';
import { communePeriod, countBallots, resultsOf, sixPairs } from './sample.ts';

const MONTH = { period: { from: '2026-11-01', to: '2026-11-30' } };
const WORKED = [
  [90, 100],
  [80, 100],
  [85, 95],
  [95, 100],
  [70, 80],
  [20, 25],
] as const;
const at85 = (satisfied: number, valid: number) =>
  sixPairs(
    SIX_CRITERIA.criteria.map(() => [satisfied, valid] as const),
    valid,
  );
/** The example of DOMAIN.md in the first criterion, or other counts, and nothing in the others. */
function firstOnly(levels: CriterionTally['levels'] = [1, 2, 7, 60, 30]): Tally {
  const tally = sixPairs(
    SIX_CRITERIA.criteria.map(() => [0, 0] as const),
    108,
  );
  const [first, ...rest] = tally.criteria;
  if (!first) throw new Error('the survey has criteria');
  return { ...tally, criteria: [{ ...first, levels, unknown: 5, blank: 3 }, ...rest] };
}

describe('the answer', () => {
  it('of the worked example is 87,00 %, and two criteria are below 85 %', async () => {
    const desk = openDashboard('?period=month', resultsOf(sixPairs(WORKED), MONTH));
    await shows(desk, 'giữa');
    expect(textOf('.answer-figure')).toBe('87,00 %');
    expect(textOf('.verdict-words')).toContain('Đạt');
    expect(desk.text()).toContain('2 trong 6 tiêu chí dưới 85 %');
    expect(rowOf('Điều kiện đón tiếp và phục vụ', '.bars').join()).toContain('80,00');
    expect(rowOf('Gộp mọi câu trả lời', '.rules')[0]).toBe('88,00');
  });
  it('of 84.996 is "84,996 %" and not met: never 85,00', async () => {
    const desk = openDashboard('?period=month', resultsOf(at85(21_249, 25_000), MONTH));
    await shows(desk, '84,996');
    expect(textOf('.answer-figure')).toBe('84,996 %');
    expect(textOf('.verdict-words')).toContain('Chưa đạt');
    expect(desk.text()).not.toContain('85,00');
    expect(desk.text()).toContain('6 trong 6 tiêu chí dưới 85 %');
  });
  it('of exactly 85 is met, not certain, and marked as a small sample', async () => {
    const desk = openDashboard('?period=today', resultsOf(at85(17, 20)));
    await shows(desk, 'giữa');
    expect(textOf('.answer-figure')).toBe('85,00 %');
    expect(textOf('.verdict-words')).toBe('ĐạtChưa đủ chắc chắn');
    expect(textOf('.answer-verdicts')).toContain('cỡ mẫu nhỏ');
    expect(desk.text()).toContain('0 trong 6 tiêu chí dưới 85 %');
  });
  it('is certain, and says so, when the goal lies outside the interval', async () => {
    const desk = openDashboard('?period=month', resultsOf(at85(950, 1000), MONTH));
    await shows(desk, 'nằm ngoài khoảng tin cậy');
    expect(desk.text()).not.toContain('Chưa đủ chắc chắn');
  });
  it('has no percentage where nothing valid was answered: neither 0 nor 100', async () => {
    const desk = openDashboard('?period=month', resultsOf(at85(0, 0), MONTH));
    await shows(desk, 'Chưa có phiếu nào');
    // A code for a tablet is over after ten minutes: it is made where it is needed.
    expect(screen.getByRole('link', { name: 'Mở trang Máy tính bảng' }).getAttribute('href')).toBe(
      '/dashboard/tablets',
    );
    const unanswered = { ...at85(0, 0), ballots: { all: 7, left: 7, valid: 0, satisfied: 0 } };
    const next = openDashboard('?period=month', resultsOf(unanswered, MONTH));
    await shows(next, 'Phiếu đã nhận');
    expect(textOf('.answer')).toContain('Không có dữ liệu');
    expect(document.querySelector('.answer-figure')).toBeNull();
  });
});

describe('the levels', () => {
  const heads = () => [...document.querySelectorAll('.legend li')].map((one) => one.textContent);
  const three = resultsOf(firstOnly([3, 0, 5, 0, 12]), {
    ...MONTH,
    survey: { ...PRESETS['three-levels'], version: 2 },
  });
  it('are those that were offered, in the legend and in the table', async () => {
    const desk = openDashboard('?period=month', three);
    await shows(desk, 'Người dân trả lời ở mức nào');
    expect(heads()).toEqual(['5 Hài lòng', '3 Bình thường', '1 Không hài lòng']);
    expect(rowOf('Tiếp cận dịch vụ', '.figures').slice(0, 4)).toEqual(['1260,0 %', '525,0 %', '315,0 %', '20']);
    expect(desk.text()).not.toContain('không có cùng các mức');
  });
  it('are those of all versions of the period where these differ, and which had which is said', async () => {
    const desk = openDashboard('?period=month', {
      ...three,
      versions: [1, 2],
      scale: scaleOf([three.survey, SIX_CRITERIA]),
    });
    await shows(desk, 'mức 4 chỉ có ở phiên bản 1; mức 2 chỉ có ở phiên bản 1');
    expect(heads()).toHaveLength(5);
  });
});

describe('a criterion', () => {
  it('of [1,2,7,60,30] with 5 unknown and 3 blank is 90,00 on a base of 100', async () => {
    const desk = openDashboard('?period=month', resultsOf(firstOnly(), MONTH));
    await shows(desk, '90,00');
    const row = rowOf('Tiếp cận dịch vụ', '.bars');
    expect(row[1]).toBe('90,00');
    expect(row[3]).toContain('100');
    expect(rowOf('Tiếp cận dịch vụ', '.figures')).toEqual([
      '3030,0 %',
      '6060,0 %',
      '77,0 %',
      '22,0 %',
      '11,0 %',
      '100',
      '5',
      '3',
    ]);
  });
  it('is 79,00 by norm and 83,20 by mean5', async () => {
    for (const [method, index] of [
      ['norm', '79,00'],
      ['mean5', '83,20'],
    ] as const) {
      const desk = openDashboard(`?period=month&method=${method}`, resultsOf(firstOnly(), MONTH));
      await shows(desk, index);
      expect(rowOf('Tiếp cận dịch vụ', '.bars')[1]).toBe(index);
      document.body.replaceChildren();
    }
  });
  it('without a valid answer has "không có dữ liệu" and no part in the overall index', async () => {
    const desk = openDashboard('?period=month', resultsOf(firstOnly(), MONTH));
    await shows(desk, '90,00');
    expect(textOf('.answer-figure')).toBe('90,00 %');
    expect(rowOf('Thủ tục hành chính', '.bars').slice(1, 3)).toEqual(['không có dữ liệu', '–']);
    expect(desk.text()).toContain('0 trong 1 tiêu chí dưới 85 %');
    expect(desk.text()).toContain('5 tiêu chí không có dữ liệu');
  });
});

describe('every figure of a seeded month (seed 11)', () => {
  const results = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-21' }, 40, 11), MONTH);
  it('is the domain’s own, by each method', async () => {
    for (const method of ['top2', 'norm', 'mean5'] as const) {
      const desk = openDashboard(`?period=month&method=${method}`, results);
      await shows(desk, 'giữa');
      const { overall, criteria } = summarise(results.total, results.survey, method);
      const local = (text: string) => text.replace('.', ',');
      expect(textOf('.answer-figure')).toBe(`${local(overall.index ? printIndex(overall.index, 85) : '')} %`);
      for (const { id, index } of criteria) {
        const name = SIX_CRITERIA.criteria.find((one) => one.id === id)?.name.vi ?? '';
        expect(rowOf(name, '.bars')[1]).toBe(local(index ? printIndex(index, 85) : ''));
      }
      document.body.replaceChildren();
    }
  });
  it('stands with what a report must say', async () => {
    const desk = openDashboard('?period=month', results);
    await shows(desk, 'giữa');
    const how = textOf('.how');
    for (const said of ['Tỷ lệ hài lòng', 'Trung bình các tiêu chí', 'phiên bản 1', 'Máy tại quầy', '01/11/2026'])
      expect(how).toContain(said);
    expect(how).toContain('10:04, 22/11/2026');
    expect(textOf('.caution')).toContain('không thay thế khảo sát SIPAS');
    expect(textOf('.caution')).toContain('cần đối chiếu với phiếu chính thức');
  });
});
