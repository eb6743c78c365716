// @vitest-environment happy-dom
/** The settings of the office, in the whole dashboard. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { typedTime } from '../../src/dashboard/settings/typed-time.ts';
import type { BackupState } from '../../src/domain/backup.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import type { OfficeSettings } from '../../src/domain/office-settings.ts';
import { DEFAULT_THRESHOLDS } from '../../src/domain/signal-thresholds.ts';
import { DEFAULT_OPENING_HOURS } from '../../src/domain/opening-hours.ts';
import { type AskedFor, NOW, OFFICE, openPage, pageText, problem, sessionOf, shows } from './desk.tsx';

const SETTINGS: OfficeSettings = {
  office: OFFICE,
  rules: { idleSeconds: 30, countdownSeconds: 10, onLeft: 'keep' },
  openingHours: DEFAULT_OPENING_HOURS,
  holidays: [{ day: '2026-09-02', name: 'Quốc khánh' }],
  population: { '2026-Q3': 1200 },
  recipients: ['lan@example.vn'],
  signals: DEFAULT_THRESHOLDS,
  from: { rules: 'shipped', openingHours: 'own', holidays: 'own', signals: 'shipped' },
  above: [],
  delivery: { email: false, webhook: true },
};
const counter = (id: string, name: string) => ({
  id,
  name,
  asksField: true,
  field: null,
  asksStage: true,
  stage: null,
  retired: false,
  tablets: 0,
});
const FLEET: Fleet = {
  now: NOW,
  aside: [],
  tablets: [],
  counters: [counter('quay-1', 'Quầy 1'), counter('quay-2', 'Quầy 2')],
  fields: [{ id: 'ho-tich', label: { vi: 'Hộ tịch', en: 'Civil status' } }],
  stages: [{ id: 'filing', label: { vi: 'Nộp hồ sơ', en: 'Filing' } }],
};

function open(part: string, answer: (asked: AskedFor) => Response | undefined = () => undefined) {
  return openPage(`/dashboard/settings/${part}`, (asked) => {
    const special = answer(asked);
    if (special) return special;
    if (asked.url === '/api/session') return Response.json(sessionOf('administrator'));
    if (asked.url === '/api/tablets') return Response.json(FLEET);
    if (asked.url !== '/api/office-settings') return Response.json({ id: 'x', saved: true });
    return Response.json({ ...SETTINGS, ...(asked.method === 'PATCH' ? (asked.body as object) : {}) });
  });
}
const page = { text: pageText };
const button = (name: string) => screen.getByRole('button', { name });
const type = (element: HTMLElement, value: string) => fireEvent.input(element, { target: { value } });
const changes = (asked: AskedFor[]) => asked.filter(({ method }) => method !== 'GET');

it('are closed to everyone but an administrator', async () => {
  openPage('/dashboard/settings', ({ url }) =>
    url === '/api/session' ? Response.json(sessionOf('team')) : problem(403, 'not-allowed'),
  );
  await shows(page, 'Tài khoản này không mở được mục đó');
});

it('change the name of the office, and the frame with it', async () => {
  const asked = open('office');
  await shows(page, 'Mã đơn vị: 22504');
  type(screen.getByRole('textbox'), ' Trung tâm mới ');
  fireEvent.click(button('Lưu'));
  await waitFor(() => expect(changes(asked)[0]?.body).toEqual({ name: 'Trung tâm mới' }));
  await waitFor(() => expect(asked.filter(({ url }) => url === '/api/session')).toHaveLength(2));
});

describe('opening hours', () => {
  it('are typed as people write them, and copied from Monday', async () => {
    const asked = open('hours');
    await shows(page, 'Thứ Hai');
    const [first] = screen.getAllByRole<HTMLInputElement>('textbox');
    if (!first) throw new Error('there are fields');
    type(first, '7h');
    fireEvent.blur(first);
    expect(first.value).toBe('07:00');
    fireEvent.click(button('Chép Thứ Hai cho Thứ Ba đến Thứ Sáu'));
    fireEvent.click(button('Lưu'));
    const day = [
      { from: '07:00', to: '11:30' },
      { from: '13:30', to: '17:00' },
    ];
    await waitFor(() => expect(changes(asked)[0]?.body).toEqual({ openingHours: [day, day, day, day, day, [], []] }));
  });

  it('that make no sense are not sent', async () => {
    const asked = open('hours');
    await shows(page, 'Thứ Hai');
    const [first] = screen.getAllByRole('textbox');
    if (first) type(first, '12:00');
    fireEvent.click(button('Lưu'));
    await shows(page, 'kết thúc sau bắt đầu');
    expect(changes(asked)).toEqual([]);
  });

  it.each([
    ['7:30', '07:30'],
    ['7h30', '07:30'],
    ['0730', '07:30'],
    ['730', '07:30'],
    ['17', '17:00'],
    ['', ''],
    ['25:00', '25:00'],
    ['7:60', '7:60'],
    [' x ', 'x'],
  ])('"%s" is taken for "%s"', (text, time) => expect(typedTime(text)).toBe(time));
});

it('holidays are added in order, and one day only once', async () => {
  const asked = open('holidays');
  await shows(page, 'Quốc khánh');
  const add = (day: string, name: string) => {
    type(screen.getByLabelText('Ngày'), day);
    type(screen.getByRole('textbox', { name: 'Tên ngày nghỉ' }), name);
    fireEvent.click(button('Thêm ngày nghỉ'));
  };
  add('2026-09-02', 'Lại');
  await shows(page, 'chưa có trong danh sách');
  expect(changes(asked)).toEqual([]);
  add('2026-01-01', 'Tết Dương lịch');
  await waitFor(() =>
    expect(changes(asked)[0]?.body).toEqual({
      holidays: [{ day: '2026-01-01', name: 'Tết Dương lịch' }, ...SETTINGS.holidays],
    }),
  );
});

it('a period tells how many ballots its dossiers ask for', async () => {
  const asked = open('population');
  await shows(page, 'Quý 3/2026');
  expect(pageText()).toContain('1.200 · cần 300 phiếu');
  fireEvent.change(screen.getByRole('combobox', { name: 'Kỳ' }), { target: { value: 'month' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Tháng thứ' }), { target: { value: '7' } });
  type(screen.getByRole('textbox', { name: 'Số hồ sơ' }), '0');
  fireEvent.click(button('Lưu kỳ này'));
  await shows(page, 'số nguyên từ 1');
  expect(changes(asked)).toEqual([]);
  type(screen.getByRole('textbox', { name: 'Số hồ sơ' }), '400');
  fireEvent.click(button('Lưu kỳ này'));
  await waitFor(() => expect(changes(asked)[0]?.body).toEqual({ population: { '2026-Q3': 1200, '2026-07': 400 } }));
});

it('recipients are read a line each, and one that is no address is named', async () => {
  const asked = open('alerts');
  await shows(page, 'cần SMTP_URL và ALERT_FROM');
  type(screen.getByRole('textbox'), 'lan@example.vn\nsai-roi\n');
  fireEvent.click(button('Lưu'));
  await shows(page, 'Địa chỉ chưa đúng: sai-roi');
  expect(changes(asked)).toEqual([]);
  type(screen.getByRole('textbox'), 'lan@example.vn, an@example.vn\nlan@example.vn');
  fireEvent.click(button('Lưu'));
  await waitFor(() => expect(changes(asked)[0]?.body).toEqual({ recipients: ['lan@example.vn', 'an@example.vn'] }));
});

it('the PIN has six digits, and is gone from the page once it is stored', async () => {
  const asked = open('tablets');
  await shows(page, 'Mã PIN của cán bộ');
  const pin = screen.getByRole<HTMLInputElement>('textbox', { name: /Mã PIN mới/ });
  type(pin, '12345');
  fireEvent.click(button('Đổi mã PIN'));
  await shows(page, 'đúng 6 chữ số');
  expect(changes(asked)).toEqual([]);
  type(pin, '135790');
  fireEvent.click(button('Đổi mã PIN'));
  await waitFor(() =>
    expect(changes(asked)[0]).toMatchObject({ url: '/api/office-settings/pin', body: { pin: '135790' } }),
  );
  await waitFor(() => expect(pin.value).toBe(''));
});

it('rules out of range are marked and not sent', async () => {
  const asked = open('tablets');
  await shows(page, 'Cách máy hoạt động');
  type(screen.getByRole('textbox', { name: /Không chạm/ }), '5');
  await shows(page, 'Một số nguyên từ 15 đến 120');
  fireEvent.click(button('Lưu'));
  expect(changes(asked)).toEqual([]);
});

describe('backups', () => {
  const HOUR = 3_600_000;
  const last = {
    at: NOW - 3 * HOUR,
    name: 'hai-long-22504-1.backup',
    submissions: 1234,
    bytes: 5_242_880,
    elsewhere: true,
  };
  const GOOD: BackupState = {
    now: NOW,
    last,
    isThere: true,
    folder: '/mnt/usb',
    hours: 24,
    keep: 14,
    failed: null,
    keysBackedUp: true,
    beforeUpdates: [],
  };
  const openBackups = (state: BackupState) =>
    open('backups', ({ url }) => (url === '/api/backups' ? Response.json(state) : undefined));
  const alerts = () => [...document.querySelectorAll('.notice')].map((one) => one.textContent?.slice(0, 24));

  it('say what there is, where, and when the next one is due', async () => {
    openBackups(GOOD);
    await shows(page, 'còn nguyên vẹn');
    for (const text of ['07:04, 22/11/2026', '1.234 phiếu · 5 MB', '/mnt/usb', '07:04, 23/11/2026', 'giữ 14 bản'])
      expect(pageText()).toContain(text);
    expect(alerts()).toEqual([]);
  });

  it('say that there is none yet', async () => {
    openBackups({ ...GOOD, last: null, isThere: false });
    await shows(page, 'Chưa có bản sao lưu nào');
    expect(pageText()).toContain('trong ít phút nữa');
    expect(pageText()).not.toContain('nguyên vẹn');
    expect(alerts()).toEqual([]);
  });

  it.each([
    ['failed', { failed: { at: NOW - HOUR, reason: 'full' as const } }, 'Đĩa đã đầy', true],
    ['is too old', { last: { ...last, at: NOW - 26 * HOUR } }, 'đã cũ', true],
    ['has lost its file', { isThere: false }, 'Không còn thấy tệp', true],
    ['lies on the same disk', { last: { ...last, elsewhere: false } }, 'cùng đĩa với dữ liệu', false],
    ['cannot be opened elsewhere', { keysBackedUp: false }, 'Chưa sao lưu khóa', false],
  ])('say that it %s', async (_, change, text, grave) => {
    openBackups({ ...GOOD, ...change });
    await shows(page, text);
    expect(alerts()).toHaveLength(1);
    expect(document.querySelectorAll('.notice-alert')).toHaveLength(grave ? 1 : 0);
    expect(pageText().includes('nguyên vẹn')).toBe(!grave);
  });

  it('list what was kept before updates', async () => {
    openBackups({ ...GOOD, beforeUpdates: [{ name: 'before-update-12-hai-long-22504-1.backup', bytes: 2_097_152 }] });
    await shows(page, 'before-update-12-hai-long-22504-1.backup');
    expect(pageText()).toContain('2 MB');
  });
});

describe('counters', () => {
  it('are moved by keyboard, all of them in one list', async () => {
    const asked = open('counters');
    await shows(page, 'Quầy 2');
    fireEvent.click(button('Đưa Quầy 2 lên trên'));
    await waitFor(() =>
      expect(changes(asked)[0]).toEqual({ method: 'PUT', url: '/api/counters', body: { order: ['quay-2', 'quay-1'] } }),
    );
  });

  it('ask, have a fixed value, or neither', async () => {
    const asked = open('counters');
    await shows(page, 'Quầy 2');
    fireEvent.click(button('Sửa Quầy 2'));
    fireEvent.change(screen.getByRole('combobox', { name: 'Lĩnh vực' }), { target: { value: 'ho-tich' } });
    fireEvent.change(screen.getByRole('combobox', { name: 'Bước' }), { target: { value: '*nothing' } });
    fireEvent.click(button('Lưu'));
    await waitFor(() =>
      expect(changes(asked)[0]).toEqual({
        method: 'PUT',
        url: '/api/counters/quay-2',
        body: { name: 'Quầy 2', asksField: false, field: 'ho-tich', asksStage: false, stage: null, retired: false },
      }),
    );
  });

  it('say why one cannot be retired', async () => {
    open('counters', ({ method }) => (method === 'PUT' ? problem(409, 'counter-in-use') : undefined));
    await shows(page, 'Quầy 2');
    fireEvent.click(button('Ngừng dùng Quầy 1'));
    await shows(page, 'Quầy này còn máy tính bảng');
  });
});

describe('with offices above or beneath', () => {
  const province = { code: '56', name: 'Tỉnh Khánh Hòa' };
  const above = (from: OfficeSettings['from']) => (asked: AskedFor) =>
    asked.url === '/api/office-settings' && asked.method === 'GET'
      ? Response.json({ ...SETTINGS, above: [province], from })
      : asked.url === '/api/office-settings'
        ? Response.json({ ...SETTINGS, above: [province], from: { ...from, holidays: province }, holidays: [] })
        : undefined;

  it('say where a value is from, and go back to the one from above', async () => {
    const asked = open('holidays', above(SETTINGS.from));
    await shows(page, 'Đơn vị tự đặt phần này.');
    fireEvent.click(button('Lấy lại theo cấp trên'));
    await waitFor(() => expect(changes(asked)[0]?.body).toEqual({ inherit: ['holidays'] }));
    await shows(page, 'Đang lấy theo Tỉnh Khánh Hòa.');
    expect(pageText()).not.toContain('Quốc khánh');
    expect(screen.queryByRole('button', { name: 'Lấy lại theo cấp trên' })).toBeNull();
  });

  it('say nothing of it where there is no office above, and nothing of what never comes from above', async () => {
    open('holidays');
    await shows(page, 'Quốc khánh');
    expect(pageText()).not.toContain('Đơn vị tự đặt');
    cleanup();
    open('population', above(SETTINGS.from));
    await shows(page, 'Số hồ sơ');
    expect(pageText()).not.toMatch(/Đơn vị tự đặt|lấy theo/);
  });

  it('have the offices beneath added with what is known of them', async () => {
    const unit = {
      code: '22504',
      under: '56',
      name: 'Xã Đại Lãnh',
      kind: 'xã',
      validFrom: '2025-07-01',
      validTo: null,
      predecessors: [
        { code: '22507', name: 'Xã Đại Lãnh' },
        { code: null, name: 'Xã Vạn Thọ' },
      ],
    };
    const asked = open('units', ({ url, method }) =>
      url.startsWith('/api/offices')
        ? Response.json({ office: province, units: method === 'GET' ? [] : [unit] })
        : undefined,
    );
    await shows(page, 'Chưa có đơn vị trực thuộc nào.');
    fireEvent.click(button('Thêm đơn vị'));
    fireEvent.click(button('Lưu'));
    await shows(page, 'Cần mã');
    type(screen.getByRole('textbox', { name: /^Mã đơn vị/ }), '22504');
    type(screen.getByRole('textbox', { name: 'Tên đơn vị' }), ' Xã Đại Lãnh');
    type(screen.getByLabelText('Loại đơn vị'), 'xã');
    type(screen.getByLabelText('Ngày đầu tiên'), '1/7/2025');
    type(screen.getByRole('textbox', { name: /^Hình thành từ/ }), '22507 Xã Đại Lãnh\n\n Xã Vạn Thọ ');
    fireEvent.click(button('Lưu'));
    await waitFor(() => expect(changes(asked)[0]).toMatchObject({ method: 'POST', url: '/api/offices', body: unit }));
    await shows(page, 'xã 22504 · từ 01/07/2025');
    fireEvent.click(button('Sửa Xã Đại Lãnh'));
    type(screen.getByLabelText('Ngày cuối cùng, nếu đã thôi hoạt động'), '30/6/2030');
    fireEvent.click(button('Lưu'));
    const { code, under, ...facts } = unit;
    await waitFor(() =>
      expect(changes(asked)[1]).toMatchObject({
        method: 'PUT',
        url: `/api/offices/${code}`,
        body: { ...facts, validTo: '2030-06-30' },
      }),
    );
    expect(under).toBe(province.code);
  });
});
