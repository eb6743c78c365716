// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/account.ts';
import { emptyLetterhead } from '../../src/domain/letterhead.ts';
import type { ReportEntry } from '../../src/domain/report.ts';
import { NOT_PUBLISHED, type Publication } from '../../src/domain/report-publication.ts';
import { REPORT_WORDS } from '../../src/ui/words/reports.ts';
import { type AskedFor, NOW, openPage, pageText, problem, sessionOf } from './desk.tsx';

const words = REPORT_WORDS.vi;
const PATIENCE = { timeout: 8000 };
const QUARTER: ReportEntry = {
  id: 'a1',
  number: 1,
  from: '2026-07-01',
  to: '2026-09-30',
  frozenAt: NOW,
  frozenBy: 'Nguyễn Thị Lan',
  ballots: 2500,
};

/** The server, as far as this section asks it. `instead` answers first. */
function openReports(address: string, role: Role, instead: (asked: AskedFor) => Response | 'unreachable' | null) {
  return openPage(address, (asked) => {
    const { url, method, body } = asked;
    const first = instead(asked);
    if (first) return first;
    if (url === '/api/session') return Response.json(sessionOf(role));
    if (url === '/api/reports' && method === 'GET') return Response.json({ reports: [QUARTER] });
    if (url === '/api/reports')
      return Response.json({ ...QUARTER, id: 'a2', number: 2, ballots: 40, ...(body as object) });
    if (url === '/api/publication') return Response.json(method === 'PUT' ? body : NOT_PUBLISHED);
    if (url === '/api/letterhead') return Response.json(method === 'PUT' ? body : emptyLetterhead('Xã Thử'));
    if (url.startsWith('/api/exports/submissions?')) return Response.json({ rows: 3 });
    return problem(404, 'not-found');
  });
}
const nothing = () => null;
const shows = (text: string) => waitFor(() => expect(pageText()).toContain(text), PATIENCE);
const button = (name: string) => screen.findByRole('button', { name }, PATIENCE);

describe('the list of reports', () => {
  it('teaches where it is empty, and says what happened where it cannot be loaded', async () => {
    let reached = false;
    openReports('/dashboard/reports', 'viewer', ({ url }) =>
      url === '/api/reports' ? (reached ? Response.json({ reports: [] }) : 'unreachable') : null,
    );
    await shows('Không liên lạc được với máy chủ');
    reached = true;
    fireEvent.click(await button('Thử lại'));
    await shows(words.noneHint);
    expect(pageText()).not.toContain(words.freezeTitle);
  });

  it('offers the documents of each, and marks the one that is public', async () => {
    const published: Publication = { ...NOT_PUBLISHED, report: 'a1' };
    openReports('/dashboard/reports', 'viewer', ({ url }) =>
      url === '/api/publication' ? Response.json(published) : null,
    );
    await shows('Quý III năm 2026');
    await shows(words.published);
    const links = [...document.querySelectorAll('.report-documents a')].map((one) => one.getAttribute('href'));
    expect(links).toEqual([
      '/api/reports/a1/docx',
      '/api/reports/a1/xlsx',
      '/api/reports/a1/poster',
      '/api/reports/a1/poster?size=a3',
    ]);
  });

  it('freezes the last quarter by default, and shows it at the top', async () => {
    const asked = openReports('/dashboard/reports', 'team', nothing);
    await shows('Báo cáo số 1');
    fireEvent.click(await button(words.freeze));
    await shows('Báo cáo số 2');
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ from: '2026-07-01', to: '2026-09-30' });
    const numbers = [...document.querySelectorAll('.report-entry .quiet')].map((one) => one.textContent?.slice(0, 12));
    expect(numbers).toEqual(['Báo cáo số 2', 'Báo cáo số 1']);
  });

  it('does not ask for a period that is not over, and says why the server refused one', async () => {
    const asked = openReports('/dashboard/reports', 'team', ({ method }) =>
      method === 'POST' ? problem(409, 'period-empty') : null,
    );
    fireEvent.change(await screen.findByLabelText(words.kind, {}, PATIENCE), { target: { value: 'range' } });
    const to = await screen.findByLabelText(words.to, {}, PATIENCE);
    fireEvent.input(to, { target: { value: '2026-11-22' } });
    fireEvent.click(await button(words.freeze));
    await shows(words.notOver);
    expect(asked.some(({ method }) => method === 'POST')).toBe(false);
    fireEvent.input(to, { target: { value: '2026-10-31' } });
    fireEvent.click(await button(words.freeze));
    await shows('Kỳ này không có phiếu nào để chốt.');
  });
});

describe('the letterhead', () => {
  it('is typed in lines and stored as lists', async () => {
    const asked = openReports('/dashboard/reports/letterhead', 'team', nothing);
    const recipients = await screen.findByLabelText(words.fields.recipients, {}, PATIENCE);
    fireEvent.input(recipients, { target: { value: 'UBND tỉnh\n\n  Lưu: VT  ' } });
    fireEvent.click(await button(words.save));
    await shows(words.saved);
    // For eyes as well, where the button is.
    expect(document.querySelector('.said')?.textContent).toBe(words.saved);
    expect(asked.find(({ method }) => method === 'PUT')?.body).toMatchObject({ recipients: ['UBND tỉnh', 'Lưu: VT'] });
  });

  it('says where something is too long, and does not send it', async () => {
    const asked = openReports('/dashboard/reports/letterhead', 'team', nothing);
    const signer = await screen.findByLabelText(words.fields.signer, {}, PATIENCE);
    fireEvent.input(signer, { target: { value: 'x'.repeat(301) } });
    fireEvent.click(await button(words.save));
    await shows(words.tooLong);
    expect(signer.getAttribute('aria-invalid')).toBe('true');
    expect(asked.some(({ method }) => method === 'PUT')).toBe(false);
  });
});

describe('publication', () => {
  it('is decided by an administrator, part by part', async () => {
    const asked = openReports('/dashboard/reports/publication', 'administrator', nothing);
    fireEvent.click(await screen.findByLabelText(/Quý III năm 2026/, {}, PATIENCE));
    fireEvent.click(await screen.findByLabelText(new RegExp(words.reasons), {}, PATIENCE));
    fireEvent.click(await button(words.publish));
    await shows(words.publishedNow);
    const expected = { report: 'a1', counters: false, fields: false, reasons: true };
    expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual(expected);
  });

  it('is only shown to the others', async () => {
    openReports('/dashboard/reports/publication', 'team', nothing);
    await shows(words.onlyAdministrator);
    expect(screen.queryByRole('button', { name: words.publish })).toBeNull();
    expect(document.querySelector<HTMLFieldSetElement>('.report-choices')?.disabled).toBe(true);
  });
});

describe('the export', () => {
  it('shows how far it is and can be stopped, and then saves nothing', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('head\r\na\r\nb\r\n')),
      cancel: () => void (cancelled = true),
    });
    openReports('/dashboard/reports/export', 'team', ({ url }) =>
      url.startsWith('/api/exports/submissions.csv') ? new Response(stream) : null,
    );
    await shows(words.rows('3'));
    fireEvent.click(await button(words.download));
    await shows(words.downloading('2', '3'));
    fireEvent.click(await button(words.cancel));
    await shows(words.cancelled);
    expect(cancelled).toBe(true);
  });

  it('is not offered to a viewer', async () => {
    openReports('/dashboard/reports/export', 'viewer', nothing);
    await shows(words.listTitle);
    expect(pageText()).not.toContain(words.tabs.export);
  });
});
