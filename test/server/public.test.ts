import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReportEntry } from '../../src/domain/report.ts';
import { NOT_PUBLISHED, type Publication, PublicResult } from '../../src/domain/report-publication.ts';
import { createPublished } from '../../src/server/public/published.ts';
import { fill, QUARTER } from '../helpers/frozen.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

const NOW = Date.parse('2026-11-23T02:00:00Z');
let server: TestApp;
let administrator: { Cookie: string };
let report: string;
const put = (publication: object, headers: { Cookie: string }) =>
  server.app.request('/api/publication', {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(publication),
  });
const publish = async (parts: Partial<Publication> = {}) => {
  const reply = await put({ ...NOT_PUBLISHED, report, ...parts }, administrator);
  expect(reply.status).toBe(200);
};
const page = async (query = '') => (await server.app.request(`/ket-qua${query}`)).text();

beforeAll(async () => {
  server = openApp({ now: () => NOW });
  fill(server.db, server.deps.office, { count: 300, seed: 5 });
  administrator = server.signIn('administrator');
  const frozen = await server.app.request('/api/reports', {
    method: 'POST',
    headers: { ...server.signIn('team'), 'Content-Type': 'application/json' },
    body: JSON.stringify(QUARTER),
  });
  report = ReportEntry.parse(await frozen.json()).id;
});
beforeEach(() => put(NOT_PUBLISHED, administrator));
afterAll(() => server.close());

describe('the public page', () => {
  it('says so when nothing is published, and its data are not there', async () => {
    const text = await page();
    expect(text).toContain('Chưa công bố kết quả');
    expect(text).toContain('noindex');
    for (const ending of ['json', 'csv']) expect((await server.app.request(`/ket-qua.${ending}`)).status).toBe(404);
  });

  it('shows the published period to everyone, in both languages, and what was let out only', async () => {
    await publish();
    const text = await page();
    for (const part of ['Quý III năm 2026', 'Mục tiêu 85', 'Chưa đạt', '300', 'không thay thế khảo sát SIPAS'])
      expect(text).toContain(part);
    expect(text.match(/class="bar"/g)).toHaveLength(6);
    expect(text).not.toContain('Theo quầy');
    expect(text).not.toContain('Vì sao chưa hài lòng');
    await publish({ counters: true, fields: true, reasons: true });
    const more = await page();
    for (const part of ['Theo quầy', 'Quầy 2', 'Theo lĩnh vực', 'Vì sao chưa hài lòng']) expect(more).toContain(part);
    const english = await page('?lang=en');
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('Not met');
    expect(english).not.toContain('Chưa đạt');
  });

  it('is taken back at once', async () => {
    await publish();
    expect((await server.app.request('/ket-qua.json')).status).toBe(200);
    expect((await put(NOT_PUBLISHED, administrator)).status).toBe(200);
    expect((await server.app.request('/ket-qua.json')).status).toBe(404);
    expect((await server.app.request('/ket-qua')).headers.get('Cache-Control')).toBe('no-cache');
  });

  it('is decided by an administrator, and written down', async () => {
    for (const role of ['viewer', 'team'] as const)
      expect((await put({ ...NOT_PUBLISHED, report }, server.signIn(role))).status).toBe(403);
    expect((await put({ ...NOT_PUBLISHED, report: 'none' }, administrator)).status).toBe(404);
    expect((await put({ report }, administrator)).status).toBe(400);
    const written = server.db
      .prepare<[], { object: string }>(
        "select object from audit_log where action = 'publication.publish' order by seq desc",
      )
      .pluck();
    const before = written.all().length;
    await publish();
    expect(written.all()).toHaveLength(before + 1);
    expect(written.get()).toBe(report);
  });

  it('runs no script and may stand in a frame; nothing else of this server may', async () => {
    await publish();
    const reply = await server.app.request('/ket-qua');
    const policy = reply.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-ancestors *');
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('unsafe');
    expect(reply.headers.get('X-Frame-Options')).toBeNull();
    const text = await reply.text();
    const css = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(css).digest('base64')}'`);
    expect(text).not.toMatch(/<script|\son\w+=|\sstyle="/i);
    for (const path of [
      '/ket-qua.json',
      '/dashboard',
      '/api/publication',
      '/robots.txt',
      `/api/reports/${report}/poster`,
    ]) {
      const other = await server.app.request(path, { headers: administrator });
      expect(other.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
      expect(other.headers.get('X-Frame-Options')).toBe('DENY');
    }
  });

  it('leaves its heading to the page that it stands in', async () => {
    await publish();
    expect(await page()).toContain('<header>');
    expect(await page('?nhung=1')).not.toContain('<header>');
  });

  it('is what search engines may read, and all that they may', async () => {
    await publish();
    expect(await page()).toContain('content="index, follow"');
    const robots = await (await server.app.request('/robots.txt')).text();
    expect(robots).toContain('Allow: /ket-qua');
    expect(robots).toContain('Disallow: /\n');
  });
});

describe('open data', () => {
  it('has the figures with their bases and the method, as JSON', async () => {
    await publish({ counters: true });
    const reply = await server.app.request('/ket-qua.json');
    expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const result = PublicResult.parse(await reply.json());
    expect(result).toMatchObject({ method: 'top2', rule: 'criteriaMean', goal: 85, surveyVersion: 1, reasons: null });
    expect(result.counters).toHaveLength(3);
    const [first] = result.criteria;
    const [, , , n4 = 0, n5 = 0] = first?.levels ?? [];
    expect(first?.index).toBeCloseTo((100 * (n4 + n5)) / (first?.base ?? 1), 9);
    expect(JSON.stringify(result)).not.toMatch(/fill-|device|remark/);
  });

  it('and as CSV, the same figures', async () => {
    await publish({ reasons: true });
    const result = PublicResult.parse(await (await server.app.request('/ket-qua.json')).json());
    const text = await (await server.app.request('/ket-qua.csv')).text();
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true, record_delimiter: '\r\n' });
    const overall = rows.find(({ loai }) => loai === 'chung');
    expect(Number(overall?.chi_so)).toBe(result.overall.index);
    expect(rows.filter(({ loai }) => loai === 'tieu_chi').map(({ so_tra_loi }) => Number(so_tra_loi))).toEqual(
      result.criteria.map(({ base }) => base),
    );
    expect(rows.find(({ ma }) => ma === 'method')?.chi_so).toBe('top2');
    expect(text).not.toContain('\n"'); // No line that begins in the middle of a cell.
  });
});

describe('what is published', () => {
  it('is worked out and written once, and again when the setting, the report or the name is another', async () => {
    await publish();
    const published = createPublished(server.deps);
    const first = published();
    let written = 0;
    const write = () => published().text('page', () => ++written);
    expect([write(), write(), published()]).toEqual([1, 1, first]);
    expect(published().result).toBe(first.result);
    await publish({ counters: true });
    expect(published().result).not.toBe(first.result);
    expect([write(), write()]).toEqual([2, 2]);
    await put(NOT_PUBLISHED, administrator);
    expect(published().result).toBeNull();
    expect(write()).toBe(3);
    await publish();
    server.db.prepare("update offices set name = 'Xã Mới'").run();
    expect(published().office).toBe('Xã Mới');
    expect(await page()).toContain('Xã Mới');
  });

  it('does not fill the memory, by whatever names it is asked for', async () => {
    await publish();
    for (let i = 0; i < 200; i++) {
      const reply = await server.app.request('/ket-qua', { headers: { Host: `h${i}.example` } });
      expect(await reply.text()).toContain(`h${i}.example`);
    }
    const { text } = createPublished(server.deps)();
    let made = 0;
    for (let i = 0; i < 33; i++) text(`page ${i}`, () => ++made);
    text('page 0', () => ++made);
    expect(made).toBe(34);
  });
});
