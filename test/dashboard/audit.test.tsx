// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs';
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { AuditReply, AuditRow } from '../../src/domain/account.ts';
import { FILTER_NAMES } from '../../src/domain/remark-filter.ts';
import { DEFAULT_THRESHOLDS } from '../../src/domain/signal-thresholds.ts';
import { detailText } from '../../src/dashboard/audit/row-text.ts';
import { thresholdName } from '../../src/dashboard/audit/threshold-text.ts';
import { createFormat } from '../../src/dashboard/format.ts';
import { AUDIT_WORDS } from '../../src/ui/words/audit.ts';
import { SHELL_WORDS } from '../../src/ui/words/shell.ts';
import { NOW, openPage, pageText, problem, screen, sessionOf, shows } from './desk.tsx';

const text = { text: pageText };
const row = (seq: number, changes: Partial<AuditRow> = {}): AuditRow => ({
  seq,
  at: NOW - (1000 - seq) * 60_000,
  actor: 'account-administrator',
  actorName: 'Nguyễn Thị Lan',
  action: 'session.sign-in',
  object: 'account-administrator',
  objectName: 'Nguyễn Thị Lan',
  detail: {},
  ...changes,
});
const REPLY: AuditReply = {
  rows: [
    row(1000, {
      action: 'account.role',
      object: 'hoa',
      objectName: 'Trần Thị Hoa',
      detail: { from: 'viewer', to: 'team' },
    }),
    row(999, {
      action: 'report.freeze',
      object: 'r1',
      objectName: null,
      detail: { from: '2026-07-01', to: '2026-09-30' },
    }),
    row(998, { action: 'moon.landing', objectName: null, object: 'x', detail: { rocket: 'Saturn V' } }),
    row(997, {
      actor: 'system',
      actorName: null,
      action: 'alert.open',
      object: '0123456789abcdef0123456789',
      objectName: null,
    }),
    row(996, { actor: 'anonymous', actorName: null, action: 'session.refused', detail: { step: 'code' } }),
    row(995),
  ],
  next: 995,
  actors: [
    { id: 'account-administrator', name: 'Nguyễn Thị Lan' },
    { id: 'system', name: null },
  ],
  areas: ['account', 'moon', 'session'],
  names: { 'counter:quay-2': { vi: 'Quầy Hộ tịch', en: 'Civil status' } },
  anchoredTo: 960,
};

function open(address: string, reply: (query: string) => AuditReply = () => REPLY) {
  return openPage(address, ({ url }) => {
    if (url === '/api/session') return Response.json(sessionOf('administrator'));
    return url.startsWith('/api/audit') ? Response.json(reply(url.slice(10))) : problem(404, 'not-found');
  });
}
const lines = () => screen.getAllByRole('row').map((one) => (one.textContent ?? '').replaceAll('\u00a0', ' '));

describe('the audit log', () => {
  it('says in words who did what, when and to whom', async () => {
    open('/dashboard/audit');
    await shows(text, 'Đổi vai trò');
    expect(lines()[1]).toBe(
      '10:04, 22/11/2026Nguyễn Thị LanĐổi vai tròtừ: Người xem · thành: Tổ lấy phiếuTrần Thị Hoa',
    );
    expect(lines()[2]).toContain('từ: 01/07/2026 · đến: 30/09/2026');
    expect(lines()[4]).toContain('Máy chủMở cảnh báo01234567…');
    expect(lines()[5]).toContain('Chưa đăng nhậpĐăng nhập không đúngbước: mã xác thực');
    // Who signs in does it to nobody else.
    expect(lines()[6]).toMatch(/Đăng nhập$/);
  });
  it('shows what it has no words for as it stands, and leaves nothing out', async () => {
    open('/dashboard/audit');
    await shows(text, 'moon.landing');
    expect(lines()[3]).toContain('moon.landingrocket: Saturn Vx');
  });
  it('says how far the chain has been marked outside', async () => {
    open('/dashboard/audit');
    await shows(text, 'Các dòng đến số 960 đã được ghi dấu');
    document.body.replaceChildren();
    open('/dashboard/audit', () => ({ ...REPLY, anchoredTo: 0 }));
    await shows(text, 'chưa có dòng nào được ghi dấu');
  });
  it('is narrowed by person and area in the address, from the newest row on', async () => {
    const asked = open('/dashboard/audit?before=500');
    await shows(text, 'Đổi vai trò');
    fireEvent.change(screen.getByLabelText('Người làm'), { target: { value: 'system' } });
    await waitFor(() => expect(asked.at(-1)?.url).toBe('/api/audit?actor=system'));
    expect(location.search).toBe('?actor=system');
    // The filters stay where they are while the rows come.
    expect(screen.getByLabelText<HTMLSelectElement>('Người làm').value).toBe('system');
    fireEvent.change(screen.getByLabelText('Lĩnh vực'), { target: { value: 'moon' } });
    await waitFor(() => expect(asked.at(-1)?.url).toBe('/api/audit?actor=system&area=moon'));
    fireEvent.click(screen.getByText('Bỏ lọc'));
    await waitFor(() => expect(asked.at(-1)?.url).toBe('/api/audit'));
  });
  it('is paged, and the pages can be gone back through', async () => {
    const asked = open('/dashboard/audit?area=session', (query) =>
      query.includes('before=995') ? { ...REPLY, rows: [row(3)], next: null } : REPLY,
    );
    await shows(text, 'Cũ hơn');
    fireEvent.click(screen.getByText('Cũ hơn'));
    await waitFor(() => expect(lines()).toHaveLength(2));
    expect(asked.at(-1)?.url).toBe('/api/audit?before=995&area=session');
    expect(screen.queryByText('Cũ hơn')).toBeNull();
    fireEvent.click(screen.getByText('Mới nhất'));
    await waitFor(() => expect(lines()).toHaveLength(7));
    expect(location.search).toBe('?area=session');
  });
  it('without such rows says so', async () => {
    open('/dashboard/audit?area=moon', () => ({ ...REPLY, rows: [], next: null }));
    await shows(text, 'Không có dòng nào như vậy.');
  });
});

/** `detail: { … }` and `const detail = { … }` as they stand in the server's routes: the names before the colons. */
function detailKeys(): string[] {
  const files = readdirSync('src/server', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const found = new Set<string>();
  for (const file of files) {
    const text = readFileSync(`src/server/${file}`, 'utf8');
    if (!text.includes('audit(')) continue;
    for (const [, body = ''] of text.matchAll(/\bdetail(?:: | = )\{([^;]*?)\}(?:,|;| \})/g))
      for (const [, key = ''] of body.matchAll(/(?:^|[{,\s])([a-zA-Z]+)(?=\s*[:,}]|\s*$)/g)) found.add(key);
  }
  return [...found];
}
/** Names of the program that stand where a detail is worked out. */
const CODE = new Set([
  'undefined',
  'expected',
  'undecided',
  'batch',
  'draft',
  'merges',
  'period',
  'filter',
  'counts',
  'saved',
  'decision',
  'typed',
  'asked',
  'state',
  'one',
  'link',
  'rule',
  'parsed',
  'remark',
  'publication',
  'version',
  'before',
  'item',
  'data',
  'value',
  'code',
  'length',
  'sample',
  'null',
  'had',
]);

describe('the words', () => {
  it('name every threshold of every signal', () => {
    const keys = Object.entries(DEFAULT_THRESHOLDS).flatMap(([signal, fields]) =>
      Object.keys(fields).map((field) => `${signal}.${field}`),
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const language of ['vi', 'en'] as const)
      expect(keys.filter((key) => thresholdName(key, language) === null)).toEqual([]);
    expect(thresholdName('burst', 'vi')).toBeNull();
    expect(thresholdName('rocket.on', 'vi')).toBeNull();
  });
  it('know every detail that the server writes', () => {
    const keys = detailKeys();
    for (const key of ['counter', 'validFrom', 'personal', 'rules', 'double', 'added']) expect(keys).toContain(key);
    for (const words of [AUDIT_WORDS.vi, AUDIT_WORDS.en])
      expect(keys.filter((key) => !(key in words.details) && !CODE.has(key))).toEqual([]);
    // Those of a filter and of a change are named by their schemas.
    for (const key of [...FILTER_NAMES, 'assignee', 'due', 'outcome', 'status', 'lines', 'added', 'known', 'bad'])
      expect(AUDIT_WORDS.vi.details).toHaveProperty(key);
  });
  it('say what ids are called, and yes and no', () => {
    const shell = SHELL_WORDS.vi;
    const context = { format: createFormat('vi', 'Asia/Ho_Chi_Minh', 85), language: 'vi' as const, names: REPLY.names };
    const say = (detail: AuditRow['detail']) => detailText(row(1, { detail }), AUDIT_WORDS.vi, shell, context);
    expect(say({ day: '2026-11-20', counter: 'quay-2', channel: 'paper', double: 1 })).toBe(
      'ngày: 20/11/2026 · quầy: Quầy Hộ tịch · kênh: phiếu giấy · gõ hai lần: có',
    );
    expect(say({ rule: 'index-office', about: 'counter:quay-2' })).toBe('quy tắc: chỉ số thấp · về: Quầy Hộ tịch');
    expect(say({ changed: 'holidays name' })).toBe('thay đổi: ngày nghỉ, tên đơn vị');
    expect(say({ changed: 'signals', 'burst.ballots': '8 → 6', 'outOfHours.on': 'true → false' })).toBe(
      'thay đổi: dấu hiệu cần xem lại · Nhiều phiếu trong ít phút – Từ bao nhiêu phiếu: 8 → 6 · Ngoài giờ làm việc – Dùng dấu hiệu này: có → không',
    );
    expect(say({ at: NOW })).toBe('của lúc: 10:04, 22/11/2026');
    expect(say({ overdue: '1', text: 'searched' })).toBe('quá hạn: có · có tìm theo chữ: có');
  });
});
