import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLetterhead, letterheadGaps } from '../../src/domain/letterhead.ts';
import { FrozenPeriod, ReportEntry, ReportList } from '../../src/domain/report.ts';
import { docxOf } from '../../src/server/reports/docx.ts';
import { fill, frozenQuarter, QUARTER } from '../helpers/frozen.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { addOffice, openApp, type TestApp } from '../helpers/server.ts';
import { filesIn, textOf, xmlFault } from '../helpers/zip.ts';

const NOW = Date.parse('2026-11-23T02:00:00Z');
let server: TestApp;
let team: { Cookie: string };
let viewer: { Cookie: string };
beforeAll(() => {
  server = openApp({ now: () => NOW });
  fill(server.db, server.deps.office, { count: 300, seed: 5 });
  team = server.signIn('team');
  viewer = server.signIn('viewer');
});
afterAll(() => server.close());

const send = (path: string, method: string, body: object, headers: { Cookie: string }) =>
  server.app.request(path, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const freezeQuarter = async () => ReportEntry.parse(await (await send('/api/reports', 'POST', QUARTER, team)).json());
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code; // Every problem has one.
const audits = (action: string) =>
  server.db
    .prepare<[string], { object: string; detail: string }>('select object, detail from audit_log where action = ?')
    .all(action);

describe('freezing a period', () => {
  it('keeps the counts as they were, whatever comes later', async () => {
    const entry = await freezeQuarter();
    expect(entry).toMatchObject({ number: 1, from: QUARTER.from, to: QUARTER.to, ballots: 300, frozenAt: NOW });
    const read = async () =>
      FrozenPeriod.parse(await (await server.app.request(`/api/reports/${entry.id}`, { headers: viewer })).json());
    const before = await read();
    fill(server.db, server.deps.office, { count: 40, seed: 6 });
    expect(await read()).toEqual(before);
    const next = await freezeQuarter();
    expect(next).toMatchObject({ number: 2, ballots: 340 });
    const list = ReportList.parse(await (await server.app.request('/api/reports', { headers: viewer })).json());
    expect(list.reports.map(({ number }) => number)).toEqual([2, 1]);
    expect(audits('report.freeze').map(({ object }) => object)).toEqual([entry.id, next.id]);
  });

  it('is refused by the file itself a second time: nothing frozen is changed or deleted', () => {
    expect(() => server.db.prepare("update reports set snapshot = '{}'").run()).toThrow('never changes');
    expect(() => server.db.prepare('delete from reports').run()).toThrow('never deleted');
  });

  it('waits until the period is over, and needs ballots', async () => {
    const today = { from: '2026-11-01', to: '2026-11-23' };
    expect(await codeOf(await send('/api/reports', 'POST', today, team))).toBe('period-open');
    const empty = { from: '2020-01-01', to: '2020-01-31' };
    expect(await codeOf(await send('/api/reports', 'POST', empty, team))).toBe('period-empty');
    const backwards = { from: QUARTER.to, to: QUARTER.from };
    expect(await codeOf(await send('/api/reports', 'POST', backwards, team))).toBe('bad-period');
    expect(await codeOf(await send('/api/reports', 'POST', { from: 1 }, team))).toBe('wrong-type');
  });

  it('is for the survey team; the chairman reads and downloads', async () => {
    expect(await codeOf(await send('/api/reports', 'POST', QUARTER, viewer))).toBe('not-allowed');
    expect((await server.app.request('/api/reports')).status).toBe(401);
    const { id } = await freezeQuarter();
    for (const kind of ['docx', 'xlsx', 'poster'])
      expect((await server.app.request(`/api/reports/${id}/${kind}`, { headers: viewer })).status).toBe(200);
    for (const kind of ['', '/docx', '/xlsx', '/poster'])
      expect((await server.app.request(`/api/reports/nothing${kind}`, { headers: viewer })).status).toBe(404);
    expect(audits('report.download').map(({ detail }) => detail)).toEqual(['{"kind":"docx"}', '{"kind":"xlsx"}']);
  });

  it('belongs to its office: the report of another one is not found', async () => {
    const { id } = await freezeQuarter();
    const other = addOffice(server.db);
    const theirs = addAccount(server.db, other, { signInName: 'hoa', name: 'Hoa', role: 'team' }, server.deps.now());
    const copy = `insert into reports (id, office_id, number, period_from, period_to, frozen_at, frozen_by, snapshot)
      select 'foreign', ?, 1, period_from, period_to, frozen_at, ?, snapshot from reports where id = ?`;
    server.db.prepare(copy).run(other, theirs, id);
    for (const kind of ['', '/docx', '/xlsx', '/poster'])
      expect((await server.app.request(`/api/reports/foreign${kind}`, { headers: team })).status).toBe(404);
    const list = ReportList.parse(await (await server.app.request('/api/reports', { headers: team })).json());
    expect(list.reports.some((one) => one.id === 'foreign')).toBe(false);
    const published = { report: 'foreign', counters: false, fields: false, reasons: false };
    const reply = await send('/api/publication', 'PUT', published, server.signIn('administrator'));
    expect(reply.status).toBe(404);
  });
});

describe('the letterhead', () => {
  it('is proposed, saved and printed', async () => {
    const first = await (await server.app.request('/api/letterhead', { headers: viewer })).json();
    // A centre does not sign for a committee.
    expect(first).toMatchObject({
      parent: 'ỦY BAN NHÂN DÂN XÃ ĐẠI LÃNH',
      place: 'Đại Lãnh',
      symbol: 'BC-TTPVHCC',
      authority: '',
      position: 'GIÁM ĐỐC',
    });
    const mine = { ...emptyLetterhead('Xã Thử'), place: 'Đại Lãnh', signer: 'Trần <b>Thị</b> & Hoa' };
    expect(await codeOf(await send('/api/letterhead', 'PUT', mine, viewer))).toBe('not-allowed');
    expect((await send('/api/letterhead', 'PUT', mine, team)).status).toBe(200);
    const { id } = await freezeQuarter();
    const reply = await server.app.request(`/api/reports/${id}/docx`, { headers: team });
    expect(reply.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="bao-cao-\d+-22504-2026-07-01-2026-09-30\.docx"$/,
    );
    const document = textOf(filesIn(new Uint8Array(await reply.arrayBuffer())), 'word/document.xml');
    expect(xmlFault(document)).toBeNull();
    expect(document).toContain('Trần &lt;b&gt;Thị&lt;/b&gt; &amp; Hoa');
    expect(document).toContain('Đại Lãnh, ngày 23 tháng 11 năm 2026');
    expect(audits('letterhead.save')).toHaveLength(1);
  });

  it('is told what it lacks, and when somebody signs for a committee that did not issue it', () => {
    const committee = emptyLetterhead('Ủy ban nhân dân xã Đại Lãnh');
    expect(committee).toMatchObject({ parent: '', authority: 'TM. ỦY BAN NHÂN DÂN', position: 'CHỦ TỊCH' });
    expect(letterheadGaps(committee)).toEqual(['signer']);
    const centre = emptyLetterhead('Trung tâm Phục vụ hành chính công xã Đại Lãnh');
    expect(letterheadGaps({ ...centre, authority: 'TM. ỦY BAN NHÂN DÂN', signer: 'Hoa' })).toEqual(['authority']);
    expect(letterheadGaps({ ...centre, signer: 'Hoa' })).toEqual([]);
    expect(letterheadGaps(emptyLetterhead('Đơn vị khác'))).toEqual(['place', 'position', 'signer']);
  });

  it('has no place for more than a letter holds', async () => {
    const long = { ...emptyLetterhead('Xã Thử'), signer: 'x'.repeat(301) };
    expect(await codeOf(await send('/api/letterhead', 'PUT', long, team))).toBe('wrong-type');
  });
});

describe('the letter', () => {
  const frozen = frozenQuarter();
  const letterhead = { ...emptyLetterhead('Ủy ban nhân dân xã Đại Lãnh'), place: 'Đại Lãnh' };
  const bytes = docxOf(frozen, letterhead, '2026-10-06');
  const files = filesIn(bytes);
  const text = textOf(files, 'word/document.xml').replace(/<[^>]+>/g, '');

  it('is the same bytes each time, apart from its day', () => {
    expect(docxOf(frozen, letterhead, '2026-10-06')).toEqual(bytes);
    const later = filesIn(docxOf(frozen, letterhead, '2026-10-07'));
    const changed = [...files].filter(([path, one]) => !Buffer.from(one).equals(Buffer.from(later.get(path) ?? [])));
    expect(changed.map(([path]) => path).sort()).toEqual(['docProps/core.xml', 'word/document.xml']);
  });

  it('is XML in every part, each named in the list of parts, with every picture that it shows', () => {
    const xml = [...files.keys()].filter((path) => !path.endsWith('.png'));
    expect(xml.map((path) => [path, xmlFault(textOf(files, path))]).filter(([, fault]) => fault)).toEqual([]);
    const relations = textOf(files, 'word/_rels/document.xml.rels');
    const used = [...textOf(files, 'word/document.xml').matchAll(/r:embed="(rId\d+)"/g)].map(([, id]) => id);
    expect(used.length).toBe(8);
    for (const id of used) {
      const target = new RegExp(`Id="${id}"[^>]*Target="([^"]+)"`).exec(relations)?.[1] ?? '';
      expect(files.get(`word/${target}`)?.slice(1, 4)).toEqual(new Uint8Array([0x50, 0x4e, 0x47]));
    }
  });

  it('has the form of NĐ 30/2020: motto, number, title, recipients, Times New Roman, A4, margins', () => {
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      '/BC-UBND',
      'Đại Lãnh, ngày 06 tháng 10 năm 2026',
      'BÁO CÁO',
      'quý III năm 2026',
      'Nơi nhận:',
      'CHỦ TỊCH',
      './.',
    ])
      expect(text).toContain(part);
    expect(textOf(files, 'word/styles.xml')).toContain('Times New Roman');
    const page = textOf(files, 'word/document.xml');
    expect(page).toContain('<w:pgSz w:w="11906" w:h="16838"/>');
    const margin = (side: string) => Number(new RegExp(`<w:pgMar[^>]*w:${side}="(\\d+)"`).exec(page)?.[1]) / 56.6929;
    expect(Math.round(margin('left'))).toBe(30);
    expect(Math.round(margin('right'))).toBe(15);
    expect(Math.round(margin('top'))).toBe(20);
  });

  it('names the survey version, the method, the base, what was left out, the period, the channel, the goal and the time', () => {
    for (const part of [
      'phiên bản 1',
      'số câu trả lời từ mức 4 trở lên chia cho số câu trả lời hợp lệ',
      'Số phiếu đã nhận: 900 phiếu',
      'câu trả lời “Không biết / Không sử dụng”',
      'phiếu bị loại',
      'từ ngày 01/07/2026 đến ngày 30/09/2026',
      'máy tại quầy 900 phiếu',
      'Mục tiêu: 85',
      '09:30, 05/10/2026',
      'Không có cảnh báo nào',
      'Kết quả lấy phiếu tại quầy, không thay thế khảo sát SIPAS.',
      'CHƯA ĐẠT',
      'HẠN CHẾ, NGUYÊN NHÂN, GIẢI PHÁP',
    ])
      expect(text).toContain(part);
  });

  it('is made of a period without any data as well', () => {
    const empty = {
      ...frozen,
      total: {
        ...frozen.total,
        criteria: frozen.total.criteria.map((one) => ({ ...one, levels: [0, 0, 0, 0, 0] as const })),
      },
    };
    const parsed = FrozenPeriod.parse({ ...empty, reasons: [], days: [], counters: [] });
    expect(xmlFault(textOf(filesIn(docxOf(parsed, letterhead, '2026-10-06')), 'word/document.xml'))).toBeNull();
  });
});
