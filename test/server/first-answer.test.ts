/** The answer that comes with the page: what the overview would show, to whoever is signed in, and to nobody else. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { dayHour } from '../../src/domain/period.ts';
import { printIndex, summarise } from '../../src/domain/summary.ts';
import { readResults } from '../../src/server/store/results.ts';
import { createSubmissionStore } from '../../src/server/store/submissions.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const PAGE = '<!doctype html><head><title>x</title></head><body><div id="app"></div></body>';
const NAME = 'UBND <script>alert(1)</script> & "xã"';
const web = mkdtempSync(join(tmpdir(), 'hai-long-page-'));
let server: TestApp;

beforeAll(() => {
  writeFileSync(join(web, 'dashboard.html'), PAGE);
  server = openApp({ web, env: { OFFICE_NAME: NAME } });
  const now = Date.now();
  const maker = ballotMaker('tablet', 5);
  const record = () => ({
    ok: true as const,
    ...maker.next({ answeredAt: now }),
    survey: SIX_CRITERIA,
    ...dayHour(now, ZONE),
    sentAt: now,
    receivedAt: now,
    note: null,
  });
  createSubmissionStore(server.db, server.deps.office)(Array.from({ length: 80 }, record));
});
afterAll(() => {
  server.close();
  rmSync(web, { recursive: true, force: true });
});

const open = async (path: string, headers: Record<string, string> = server.signIn('viewer')) => {
  const reply = await server.app.request(path, { headers });
  return { reply, text: await reply.text() };
};

it('is the figure of the period, in the language of the address', async () => {
  const today = dayHour(Date.now(), ZONE).day;
  const { total, survey } = readResults(server.db, {
    officeId: server.deps.office,
    period: { from: today, to: today },
    zone: ZONE,
    today,
  });
  const { index } = summarise(total, survey, survey.method).overall;
  if (!index) throw new Error('there are answers');
  const printed = printIndex(index, survey.goal);
  const { reply, text } = await open('/dashboard?period=today');
  expect(text).toContain(`${printed.replace('.', ',')}\u00a0%`);
  expect(text).toContain('80 phiếu');
  expect(reply.headers.get('Cache-Control')).toBe('no-store');
  const english = await open('/dashboard?period=today&lang=en');
  expect(english.text).toContain(`${printed}%`);
  expect(english.text).toContain('80 ballots');
});

it('keeps what it shows as text, under a policy that lets no script in', async () => {
  const { reply, text } = await open('/dashboard');
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('UBND &lt;script&gt;');
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(text) ?? [];
  const policy = reply.headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
});

it('is not there for who is not signed in, nor where the address asks for more', async () => {
  for (const [path, headers] of [
    ['/dashboard', {}],
    ['/dashboard', { Cookie: '__Host-session=nobody' }],
    ['/dashboard?counter=quay-1', undefined],
    ['/dashboard?period=never', undefined],
    ['/dashboard/remarks', undefined],
  ] as const) {
    const { reply, text } = await open(path, headers && { ...headers });
    expect(text, path).toBe(PAGE);
    expect(reply.headers.get('Content-Security-Policy')).not.toContain('sha256');
  }
});
