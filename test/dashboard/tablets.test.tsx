// @vitest-environment happy-dom
/** The section about the tablets, in the whole dashboard. */
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/account.ts';
import type { Fleet, Tablet } from '../../src/domain/fleet.ts';
import { type AskedFor, NOW, openPage, pageText, problem, sessionOf, shows } from './desk.tsx';

const MINUTE = 60_000;
const tablet = (id: string, change: Partial<Tablet> = {}): Tablet => ({
  id,
  name: `Máy ${id}`,
  counter: 'quay-1',
  enrolledAt: NOW - 86_400_000,
  fingerprint: '1F2E-3D4C-5B6A-7988',
  confirmedAt: null,
  revokedAt: null,
  lastSeenAt: NOW - MINUTE,
  silentMinutes: 1,
  report: {
    app: '0.1.0',
    unsent: 0,
    refused: 0,
    oldestUnsentAt: null,
    persisted: true,
    usage: null,
    quota: null,
    clockAhead: 0,
    battery: null,
    kept: null,
    stores: null,
  },
  evidence: { epochs: [{ epoch: 1, last: 418, missing: 0 }], gaps: [] },
  events: [],
  ...change,
});
const counter = (id: string, name: string, tablets: number) => ({
  id,
  name,
  asksField: true,
  field: null,
  asksStage: true,
  stage: null,
  retired: false,
  tablets,
});
const FLEET: Fleet = {
  now: NOW,
  tablets: [
    tablet('a'),
    tablet('b', {
      lastSeenAt: NOW - 126 * MINUTE,
      silentMinutes: 126,
      report: {
        app: '0.1.0',
        unsent: 12,
        refused: 1,
        oldestUnsentAt: NOW - 25 * 60 * MINUTE - 4 * MINUTE,
        persisted: false,
        usage: null,
        quota: null,
        clockAhead: -5 * MINUTE,
        battery: { level: 0.41, charging: false },
        kept: 1200,
        stores: { database: 'read-only', journal: 'ok' },
      },
    }),
    tablet('c', { revokedAt: NOW - 86_400_000 }),
  ],
  counters: [counter('quay-1', 'Quầy 1', 2), counter('quay-2', 'Quầy 2', 0)],
  fields: [],
  stages: [],
  aside: [],
};

function open(address: string, role: Role, answer: (asked: AskedFor) => Response | undefined = () => undefined) {
  return openPage(address, (asked) => {
    const special = answer(asked);
    if (special) return special;
    if (asked.url === '/api/session') return Response.json(sessionOf(role));
    if (asked.url === '/api/tablets') return Response.json(FLEET);
    return problem(404, 'not-found');
  });
}
const page = { text: pageText };
const button = (name: string) => screen.getByRole('button', { name });
const sent = (asked: AskedFor[], method: string) => asked.filter((one) => one.method === method);

it('says of each tablet in words how it is, and what it still holds', async () => {
  open('/dashboard/tablets', 'viewer');
  await shows(page, 'Im lặng từ 07:58, trong giờ làm việc');
  for (const text of [
    'Đang liên lạc, lần cuối 10:03',
    'từ khoảng 09:00, 21/11/2026',
    'Chậm 5 phút',
    'Có thể mất khi máy đầy',
  ])
    expect(pageText()).toContain(text);
  expect(pageText()).toContain('1 máy đã thu hồi');
});

it('is calm about a tablet that has just joined, until it is late', async () => {
  const joined = { enrolledAt: NOW - 4 * MINUTE, lastSeenAt: null, report: null };
  const tablets = [
    tablet('a'),
    tablet('mới', { ...joined, silentMinutes: 4 }),
    tablet('muộn', { ...joined, silentMinutes: 15 }),
  ];
  open('/dashboard/tablets', 'viewer', ({ url }) =>
    url === '/api/tablets' ? Response.json({ ...FLEET, tablets }) : undefined,
  );
  await shows(page, 'Máy mới');
  // Only the late one comes first and is marked.
  expect([...document.querySelectorAll('.tag')].map((tag) => [tag.textContent, tag.className])).toEqual([
    ['Chưa liên lạc', 'tag tablet-bad'],
    ['Đang liên lạc', 'tag'],
    ['Mới kết nối', 'tag'],
  ]);
});

it('offers changes to an administrator only', async () => {
  open('/dashboard/tablets', 'team');
  await shows(page, 'Máy a');
  expect(screen.queryByRole('link', { name: 'Kết nối máy mới' })).toBeNull();
});

it('shows who may not change it a tablet without its forms, and no page for a new one', async () => {
  open('/dashboard/tablets/a', 'team');
  await shows(page, 'Đang liên lạc');
  expect(screen.queryByRole('button', { name: 'Thu hồi máy này' })).toBeNull();
});

it('teaches when there is no tablet yet', async () => {
  open('/dashboard/tablets', 'viewer', ({ url }) =>
    url === '/api/tablets' ? Response.json({ ...FLEET, tablets: [] }) : undefined,
  );
  await shows(page, 'Chưa có máy nào được kết nối');
});

it('says when the tablets could not be loaded, and tries again', async () => {
  let fail = true;
  open('/dashboard/tablets', 'viewer', ({ url }) =>
    url === '/api/tablets' && fail ? problem(500, 'internal') : undefined,
  );
  await shows(page, 'Chưa tải được');
  fail = false;
  fireEvent.click(button('Thử lại'));
  await shows(page, 'Máy a');
});

it('makes a code for the chosen counter, shows it with a QR, and tells when a tablet has used it', async () => {
  let state = { state: 'waiting', device: null as string | null };
  const asked = open('/dashboard/tablets/enrol', 'administrator', ({ method, url }) => {
    if (method === 'POST' && url === '/api/tablets/codes')
      return Response.json({ id: 'x', code: 'BCDFG-HJKLM', expiresAt: NOW + 600_000 });
    return url === '/api/tablets/codes/x' ? Response.json(state) : undefined;
  });
  // The counter without a tablet is chosen already.
  await waitFor(() => expect(screen.getByRole<HTMLSelectElement>('combobox').value).toBe('quay-2'));
  fireEvent.input(screen.getByRole('textbox', { name: /Tên máy/ }), { target: { value: 'Máy cửa sổ' } });
  fireEvent.click(button('Vẫn tạo mã'));
  await shows(page, 'BCDFG-HJKLM');
  expect(sent(asked, 'POST')[0]?.body).toEqual({ counter: 'quay-2', name: 'Máy cửa sổ' });
  expect(screen.getByRole('img', { name: /Mã QR/ })).toBeDefined();
  expect(pageText()).toContain('Còn 10 phút 0 giây');
  // The code is in no address that is asked for.
  expect(asked.some(({ url }) => url.includes('BCDFG'))).toBe(false);
  state = { state: 'used', device: 'a' };
  await shows(page, 'Máy đã kết nối.');
  expect(pageText()).not.toContain('BCDFG');
});

it('says when a code has run out, and offers another', async () => {
  open('/dashboard/tablets/enrol', 'administrator', ({ method, url }) => {
    if (method === 'POST') return Response.json({ id: 'x', code: 'BCDFG-HJKLM', expiresAt: NOW + 600_000 });
    return url === '/api/tablets/codes/x' ? Response.json({ state: 'expired', device: null }) : undefined;
  });
  await shows(page, 'Vẫn tạo mã');
  fireEvent.click(button('Vẫn tạo mã'));
  await shows(page, 'Mã đã hết hạn');
  fireEvent.click(button('Tạo mã khác'));
  await shows(page, 'Vẫn tạo mã');
});

it('revokes only after a second press, and warns of answers that were not sent', async () => {
  const asked = open('/dashboard/tablets/b', 'administrator', ({ method }) =>
    method === 'POST' ? Response.json({ id: 'b' }) : undefined,
  );
  await shows(page, 'Máy này còn 12 phiếu chưa gửi');
  fireEvent.click(button('Thu hồi máy này'));
  await shows(page, 'Thu hồi “Máy b”?');
  expect(sent(asked, 'POST')).toEqual([]);
  fireEvent.click(button('Bỏ qua'));
  fireEvent.click(button('Thu hồi máy này'));
  fireEvent.click(button('Thu hồi'));
  await waitFor(() => expect(sent(asked, 'POST').map(({ url }) => url)).toEqual(['/api/tablets/b/revocation']));
});

it('keeps what was typed when a change is not stored, and says why', async () => {
  open('/dashboard/tablets/a', 'administrator', ({ method }) =>
    method === 'PATCH' ? problem(422, 'counter-unknown') : undefined,
  );
  await shows(page, 'Tên và quầy');
  const name = screen.getByRole<HTMLInputElement>('textbox', { name: 'Tên máy' });
  fireEvent.input(name, { target: { value: 'Máy mới' } });
  fireEvent.click(button('Lưu'));
  await shows(page, 'Không có quầy này, hoặc quầy đã ngừng dùng.');
  expect(name.value).toBe('Máy mới');
});

it('says that there is no such tablet', async () => {
  open('/dashboard/tablets/khac', 'administrator');
  await shows(page, 'Không có máy này.');
});

describe('what has arrived', () => {
  const lacking = tablet('d', {
    evidence: {
      epochs: [
        { epoch: 1, last: 120, missing: 0 },
        { epoch: 2, last: 418, missing: 25 },
      ],
      gaps: [
        { epoch: 2, first: 57, last: 59, since: NOW - 30 * 60 * MINUTE, late: true },
        { epoch: 2, first: 417, last: 417, since: NOW - 60 * MINUTE, late: false },
      ],
    },
    events: [
      { kind: 'database-reset', at: NOW - 120 * MINUTE, receivedAt: NOW - 60 * MINUTE, place: null, note: null },
      { kind: 'fork', at: NOW, receivedAt: NOW, place: { epoch: 2, seq: 57 }, note: null },
    ],
    fingerprint: 'AB12-CD34-EF56-7890',
  });
  const only =
    (one: Tablet, more: Partial<Fleet> = {}) =>
    (asked: AskedFor) =>
      asked.url === '/api/tablets' ? Response.json({ ...FLEET, tablets: [one], ...more }) : undefined;

  it('is said in one line when nothing is missing', async () => {
    open('/dashboard/tablets', 'viewer');
    await shows(page, 'Phiếu 1–418 đủ');
  });

  it('names the numbers that are missing and since when, and what only waits', async () => {
    open('/dashboard/tablets/d', 'administrator', only(lacking));
    await shows(page, 'Đợt 1: phiếu 1–120 đủ');
    for (const text of [
      'Đợt 2: đã về 393 trong 418 phiếu, chưa về 25',
      'Đợt 2: thiếu phiếu 57–59, từ khoảng',
      'Đợt 2: phiếu 417 đang chờ, từ khoảng',
      'và 21 phiếu khác',
      'Kho phiếu trên máy bị trống, đã khôi phục từ bản ghi thứ hai (máy chủ biết lúc 09:04)',
      'Hai phiếu khác nhau có cùng số, có thể máy bị sao chép (phiếu 57)',
    ])
      expect(pageText()).toContain(text);
  });

  it('is vouched for by a key whose fingerprint an administrator confirms', async () => {
    const asked = open('/dashboard/tablets/d', 'administrator', (one) =>
      one.url === '/api/tablets/d/confirmation' ? Response.json({ id: 'd' }) : only(lacking)(one),
    );
    await shows(page, 'AB12-CD34-EF56-7890');
    fireEvent.click(button('Hai dòng giống nhau'));
    await waitFor(() =>
      expect(sent(asked, 'POST')).toMatchObject([
        { url: '/api/tablets/d/confirmation', body: { fingerprint: 'AB12-CD34-EF56-7890' } },
      ]),
    );
  });

  it('by a weak key is said to be so', async () => {
    open('/dashboard/tablets/e', 'viewer', only(tablet('e', { fingerprint: null })));
    await shows(page, 'Ai chép được mã của máy thì gửi được phiếu dưới tên máy');
  });

  it('from a file of a revoked tablet waits for one decision with a reason', async () => {
    const aside = [{ device: 'x', name: 'Máy cũ', reason: 'revoked' as const, records: 7, unsigned: 2, since: NOW }];
    const asked = open('/dashboard/tablets', 'administrator', (one) =>
      one.url === '/api/tablets/x/aside' ? Response.json({ id: 'x' }) : only(lacking, { aside })(one),
    );
    await shows(page, '7 phiếu của máy đã thu hồi, nhập từ tệp. 2 phiếu trong đó không ký.');
    fireEvent.click(button('Để riêng, không tính'));
    expect(sent(asked, 'POST')).toEqual([]);
    fireEvent.input(screen.getByLabelText(/^Lý do/), { target: { value: 'Máy bị mất' } });
    fireEvent.click(button('Để riêng, không tính'));
    await waitFor(() =>
      expect(sent(asked, 'POST')).toMatchObject([
        { url: '/api/tablets/x/aside', body: { take: false, note: 'Máy bị mất' } },
      ]),
    );
  });
});
