// @vitest-environment happy-dom
/** The section "offices": the whole, each office with its figure, what is hidden or not comparable said in words, and the way down. */
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it, onTestFinished, vi } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { OfficeRow, OfficesView } from '../../src/domain/results-offices.ts';
import type { Tally } from '../../src/domain/tally.ts';
import { openPage, pageText, sessionOf, shows } from './desk.tsx';
import { countBallots, sixPairs } from './sample.ts';

const PERIOD = { from: '2026-11-01', to: '2026-11-30' };
const tallyOf = (satisfied: number, n: number): Tally =>
  sixPairs(
    SIX_CRITERIA.criteria.map(() => [satisfied, n] as const),
    n,
  );
const row = (code: string, name: string, tally: Tally | null, changes: Partial<OfficeRow> = {}): OfficeRow => ({
  unit: { code, name, kind: 'xã', validFrom: '2025-07-01', validTo: null, predecessors: [] },
  beneath: 0,
  group: {
    id: code,
    ballots: tally?.ballots.all ?? 4,
    shown: {
      ballots: tally?.ballots ?? null,
      criteria: SIX_CRITERIA.criteria.map((_, i) => tally?.criteria[i] ?? null),
    },
  },
  marks: [],
  missing: null,
  lastDay: '2026-11-20',
  ...changes,
});
const total = tallyOf(1500, 1700);
const view: OfficesView = {
  results: { ...countBallots([], { period: PERIOD }), total },
  path: [{ code: '56', name: 'Tỉnh Khánh Hòa' }],
  unit: { ...row('56', 'Tỉnh Khánh Hòa', total), unit: { ...row('56', 'Tỉnh Khánh Hòa', null).unit, kind: 'tỉnh' } },
  rows: [
    row('22504', 'Xã Đại Lãnh', tallyOf(950, 1000), { beneath: 2 }),
    row('22505', 'Xã Vạn Thắng', tallyOf(210, 300), {
      marks: ['validity', 'survey'],
      missing: { count: 7, since: Date.parse('2026-11-20T03:00:00Z') },
    }),
    row('22506', 'Xã Tu Bông', null),
    row('22507', 'Xã Vạn Hưng', tallyOf(340, 400), { lastDay: null }),
  ],
  months: [],
};
const open = (reply: OfficesView = view, session = sessionOf('viewer', { hasUnits: true }), query = '') =>
  openPage(`/dashboard/offices?period=month${query}`, ({ url }) =>
    url === '/api/session' ? Response.json(session) : Response.json(reply),
  );
const text = { text: pageText };
const heads = () => [...document.querySelectorAll('.offices-table tbody th')];
const names = () => heads().map((head) => head.querySelector('a')?.textContent);
/** The cells of the row of an office. */
const cells = (name: string): string[] => {
  const head = heads().find((one) => one.querySelector('a')?.textContent === name);
  return [...(head?.parentElement?.querySelectorAll('td') ?? [])].map((cell) =>
    (cell.textContent ?? '').replaceAll('\u00a0', ' '),
  );
};

it('shows the whole, and each office with its figure, its verdict and what is missing', async () => {
  const asked = open();
  await shows(text, 'Từng đơn vị');
  expect(asked.some(({ url }) => url.startsWith('/api/results/offices?period=month'))).toBe(true);
  expect(pageText()).toContain('88,24');
  expect(cells('Xã Đại Lãnh')).toEqual(
    expect.arrayContaining([expect.stringContaining('95,00'), '1.000', '0', '20/11/2026']),
  );
  expect(cells('Xã Đại Lãnh').join()).toContain('Đạt');
  expect(cells('Xã Vạn Thắng').join()).toMatch(/70,00.*7từ .*Chưa đạt/);
  expect(cells('Xã Vạn Hưng').join()).toMatch(/Đạt.*Chưa đủ chắc chắn/);
  expect(pageText()).toContain('gộp 2 đơn vị trực thuộc');
  expect(pageText()).toContain('Không so sánh trực tiếp: đơn vị không tồn tại suốt kỳ này, bộ phiếu khác');
});

it('says of an office with few ballots that it is hidden, and puts it nowhere in the funnel', async () => {
  open();
  await shows(text, 'Giữa các đơn vị');
  expect([cells('Xã Tu Bông')[0], cells('Xã Tu Bông')[1]]).toEqual(['ẩn', '–']);
  expect(document.querySelectorAll('.funnel-point')).toHaveLength(3);
  // Numbered as in the table, where the hidden one has its line.
  expect([...document.querySelectorAll('.funnel-number')].map((one) => one.textContent)).toEqual(['1', '2', '4']);
});

it('is sorted by a column, what has no figure last, and leads down with the period', async () => {
  open();
  await shows(text, 'Từng đơn vị');
  const sort = screen.getByRole('button', { name: /Chỉ số/ });
  fireEvent.click(sort);
  expect(names()).toEqual(['Xã Vạn Thắng', 'Xã Vạn Hưng', 'Xã Đại Lãnh', 'Xã Tu Bông']);
  fireEvent.click(sort);
  expect(names()).toEqual(['Xã Đại Lãnh', 'Xã Vạn Hưng', 'Xã Vạn Thắng', 'Xã Tu Bông']);
  const link = screen.getByRole('link', { name: 'Xã Đại Lãnh' });
  expect(link.getAttribute('href')).toBe('/dashboard/offices/22504?period=month');
});

it('is in the navigation only where there are offices beneath', async () => {
  open(view, sessionOf());
  await shows(text, 'Từng đơn vị');
  expect(screen.queryByRole('link', { name: 'Các đơn vị' })).toBeNull();
});

it('is compared by one criterion where that is chosen', async () => {
  open(view, sessionOf(), `&criterion=${SIX_CRITERIA.criteria[0]?.id ?? ''}`);
  await shows(text, 'Từng đơn vị');
  expect(cells('Xã Vạn Thắng').at(-1)).toBe('thấp hơn hẳn, ngoài 99,8 %');
  expect(cells('Xã Vạn Hưng').at(-1)).toBe('thấp hơn, ngoài 95 %');
});

it('gives the table as a file, with what is hidden hidden', async () => {
  open();
  await shows(text, 'Từng đơn vị');
  let saved: Blob | null = null;
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved = blob as Blob;
    return 'blob:x';
  });
  fireEvent.click(screen.getByRole('button', { name: 'Tải bảng này (CSV)' }));
  const lines = (await (saved as Blob | null)?.text())?.split('\r\n') ?? [];
  expect(lines).toHaveLength(7);
  expect(lines[2]).toMatch(/^22504;Xã Đại Lãnh;"95,00";"9\d,\d+ – 9\d,\d+";1000;Đạt;/);
  expect(lines[4]).toBe('22506;Xã Tu Bông;ẩn;;;;;0;2026-11-20;');
});
