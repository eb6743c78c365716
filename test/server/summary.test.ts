import { describe, expect, it } from 'vitest';
import { readResults } from '../../src/server/store/results.ts';
import { summaryOf } from '../../src/server/summary/summary-of.ts';
import { summaryText } from '../../src/server/summary/summary-text.ts';
import type { Method } from '../../src/domain/survey.ts';
import { paperFolder, TODAY, ZONE } from '../helpers/paper.ts';
import { oneCriterion, sixCriteria } from '../helpers/worked.ts';

const PRINTED = `Xã Đại Lãnh (22504)
Kỳ: 01/11/2026 – 30/11/2026. Bộ phiếu phiên bản 1.
Cách tính: top2 – tỷ lệ hài lòng (từ mức 4 trở lên). Mục tiêu: 85.
Phiếu: 208, trong đó bỏ dở 0, có câu trả lời tính được 200. Kênh: phiếu giấy 208.

Tiêu chí                                     Mức 1  Mức 2  Mức 3  Mức 4  Mức 5  Hợp lệ  Không biết  Để trống  Chỉ số       KTC 95 %  Kết luận
Tiếp cận dịch vụ                                 1      2     17    150     30     200           5         3   90,00  85,06 – 93,43  Đạt
Điều kiện đón tiếp và phục vụ                    0      0     20     80      0     100           0       108   80,00  71,12 – 86,66  Chưa đạt, chưa chắc chắn
Thủ tục hành chính                               0      0     10     85      0      95           0       113   89,47  81,70 – 94,18  Đạt, chưa chắc chắn
Sự phục vụ của cán bộ, công chức                 0      0      5     95      0     100           0       108   95,00  88,82 – 97,85  Đạt
Kết quả, thời gian và chi phí giải quyết         0      0     10     70      0      80           0       128   87,50  78,50 – 93,07  Đạt, chưa chắc chắn
Tiếp nhận, xử lý góp ý, phản ánh, kiến nghị      0      0      5     20      0      25           0       183   80,00  60,87 – 91,14  Chưa đạt, chưa chắc chắn, cỡ mẫu nhỏ

Chỉ số chung                                Phiếu  Chỉ số       KTC 95 %  Kết luận
Trung bình các tiêu chí (criteriaMean)        200   87,00  77,68 – 92,72  Đạt, chưa chắc chắn
Gộp mọi câu trả lời (pooled)                  200   88,33  80,95 – 93,01  Đạt, chưa chắc chắn
Theo trọng số (weighted)                      200   87,00  77,68 – 92,72  Đạt, chưa chắc chắn
Phiếu hài lòng mọi tiêu chí (allSatisfied)    200   85,00  79,39 – 89,29  Đạt, chưa chắc chắn

Tiêu chí dưới mục tiêu: 2 trên 6 tiêu chí có dữ liệu.
Câu "Không biết" và câu để trống không nằm trong mẫu số. Kết luận theo giá trị chưa làm tròn.
Lập lúc 08:00 22/11/2026. Kết quả lấy phiếu tại quầy, không thay thế khảo sát SIPAS.`;

const period = { from: '2026-11-01', to: '2026-11-30' };
async function summaryFor(lines: readonly string[], method?: Method) {
  const { db, office, importLines } = paperFolder();
  await importLines(lines);
  return summaryOf(readResults(db, { officeId: office, period, zone: ZONE, today: TODAY }), method);
}

describe('the summary of a period', { timeout: 30_000 }, () => {
  it('has the figures of the worked example of one criterion, by each method', async () => {
    for (const [method, shown, verdict] of [
      ['top2', '90,00', 'met'],
      ['norm', '79,00', 'notMet'],
      ['mean5', '83,20', 'notMet'],
    ] as const) {
      const { criteria } = await summaryFor(oneCriterion(), method);
      expect(criteria[0]).toMatchObject({
        counts: { 1: 1, 2: 2, 3: 7, 4: 60, 5: 30 },
        base: 100,
        unknown: 5,
        blank: 3,
      });
      expect(criteria[0]).toMatchObject({ index: Number(shown.replace(',', '.')), shown, verdict });
      expect(criteria[1]).toMatchObject({ base: 0, index: null, shown: null, interval: null, verdict: 'noData' });
    }
  });

  it('has the overall index of the worked example by each rule, and both readings of the goal', async () => {
    const { overall, criteriaBelow, criteriaJudged } = await summaryFor(sixCriteria());
    expect(overall.criteriaMean).toMatchObject({ shown: '87,00', verdict: 'met' });
    expect(overall.criteriaMean.index).toBeCloseTo(86.9956140350877, 10);
    expect(overall.pooled).toMatchObject({ index: 88, shown: '88,00' });
    expect(overall.weighted.index).toBe(overall.criteriaMean.index);
    expect(overall.allSatisfied).toMatchObject({ base: 100, index: 80, shown: '80,00', verdict: 'notMet' });
    expect([criteriaBelow, criteriaJudged]).toEqual([2, 6]);
  });

  it('says all that a program needs under keys that explain themselves', async () => {
    const { criteria, ...rest } = await summaryFor([
      '2026-11-02,quay-1,land,filing,5,4,4,5,1,k',
      '2026-11-03,quay-2,land,,5,,,,,',
    ]);
    expect(criteria[0]).toEqual({
      id: 'access',
      name: 'Tiếp cận dịch vụ',
      counts: {
        1: 0,
        2: 0,
        3: 0,
        4: 0,
        5: 2,
      },
      unknown: 0,
      blank: 0,
      base: 2,
      index: 100,
      shown: '100,00',
      interval: criteria[0]?.interval,
      verdict: 'met',
      certain: false,
      smallSample: true,
    });
    expect(rest).toMatchObject({
      period,
      office: {
        code: '22504',
        name: 'Xã Đại Lãnh',
      },
      surveyVersion: 1,
      versions: [1],
      method: 'top2',
      goal: 85,
      ballots: {
        all: 2,
        left: 0,
        valid: 2,
        satisfied: 1,
      },
      channels: { paper: 2 },
      criteriaBelow: 1,
      criteriaJudged: 5,
    });
  });

  it('is printed as a table in Vietnamese', async () => {
    const lines = [...sixCriteria(), ...oneCriterion('2026-11-04,quay-2,,collecting')];
    expect(summaryText(await summaryFor(lines), '08:00 22/11/2026')).toBe(PRINTED);
  });

  it('is printed without figures where nobody answered', async () => {
    const text = summaryText(await summaryFor([]), '08:00 22/11/2026');
    expect(text).toContain('Phiếu: 0, trong đó bỏ dở 0, có câu trả lời tính được 0.');
    expect(text).toContain('Tiêu chí dưới mục tiêu: 0 trên 0 tiêu chí có dữ liệu.');
    expect(text.match(/Không có dữ liệu/g)).toHaveLength(10);
    expect(text).not.toMatch(/NaN|undefined|null/);
  });
});
