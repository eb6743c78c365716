import { get } from 'node:http';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCounter } from '../../src/server/store/office.ts';
import { pagesOfSubmissions } from '../../src/server/store/export.ts';
import { freeze } from '../../src/domain/report.ts';
import { readResults } from '../../src/server/store/results.ts';
import { lookAtAll } from '../../src/server/store/signal-look.ts';
import { restoreBallot, voidBallot } from '../../src/server/store/voids.ts';
import { fill, QUARTER } from '../helpers/frozen.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const COUNT = 6000;
const SECRET = 'lời riêng của người dân';
const RANGE = `from=${QUARTER.from}&to=${QUARTER.to}`;
let server: TestServer;
let team: { Cookie: string };
beforeAll(async () => {
  server = await startServer({ now: () => Date.parse('2026-11-23T02:00:00Z') });
  server.db.pragma('synchronous = off');
  fill(server.db, server.deps.office, { count: COUNT, seed: 21, change: () => ({ remark: SECRET }) });
  team = server.signIn('team');
}, 120_000);
afterAll(() => server.stop());

const ask = (path: string, headers = team) => server.app.request(path, { headers });
const rowsOf = (text: string): string[][] => parse(text, { bom: true, record_delimiter: '\r\n' });

describe('the export of submissions', () => {
  it('has every submission of the period once, under one line of heads, and says beforehand how many', async () => {
    const reply = await ask(`/api/exports/submissions.csv?${RANGE}`);
    expect(reply.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(reply.headers.get('Content-Disposition')).toBe('attachment; filename="phieu-2026-07-01-2026-09-30.csv"');
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, ...rows] = rowsOf(bytes.toString());
    expect(head?.slice(0, 7)).toEqual(['Ngày', 'Quầy', 'Lĩnh vực', 'Bước', 'Kênh', 'Bộ phiếu', 'Tiếp cận dịch vụ']);
    expect(rows).toHaveLength(COUNT);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]));
    const size = await (await ask(`/api/exports/submissions?${RANGE}`)).json();
    expect(size).toEqual({ rows: COUNT });
  });

  it('counts the same as the tallies', async () => {
    const [head = [], ...rows] = rowsOf(await (await ask(`/api/exports/submissions.csv?${RANGE}`)).text());
    const at = head.indexOf('Sự phục vụ của cán bộ, công chức');
    const found = ['1', '2', '3', '4', '5', 'K', ''].map((level) => rows.filter((row) => row[at] === level).length);
    const stored = server.db
      .prepare<[], number[]>(
        `select sum(n1), sum(n2), sum(n3), sum(n4), sum(n5), sum(unknown), sum(blank) from tallies
         where criterion = 'staff' and span like 'd%'`,
      )
      .raw()
      .get();
    expect(found).toEqual(stored);
  });

  it('says nothing of what citizens wrote, of the exact time, or of the tablet', async () => {
    const text = await (await ask(`/api/exports/submissions.csv?${RANGE}`)).text();
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/fill-21|\d\d:\d\d/);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('does not give the lines of a day in the order in which people came', () => {
    const order = server.db
      .prepare<[], { id: string; at: number }>(
        'select id, rowid as at from submissions where day = (select min(day) from submissions)',
      )
      .all();
    const [first = []] = pagesOfSubmissions(server.db, server.deps.office, QUARTER);
    const place = new Map(order.map(({ id, at }) => [id, at]));
    const ids = first.flatMap((row) => {
      const { id } = JSON.parse(row.body) as { id: string }; // A canonical body.
      const at = place.get(id);
      return at === undefined ? [] : [at];
    });
    expect(ids).toHaveLength(order.length);
    expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
  });

  it('marks a ballot that was struck out, which the report counts apart', async () => {
    const { db, deps } = server;
    const id = String(db.prepare('select id from submissions limit 1').pluck().get());
    const void1 = { reason: 'test', note: '', by: 'someone', at: 1 } as const;
    expect(db.transaction(() => voidBallot(db, deps.office, id, void1))()).toBe('changed');
    const [head = [], ...rows] = rowsOf(await (await ask(`/api/exports/submissions.csv?${RANGE}`)).text());
    const column = head.indexOf('Phiếu bị loại');
    expect(column).toBe(head.length - 2);
    expect(rows.filter((row) => row[column] === 'x')).toHaveLength(1);
    const query = { officeId: deps.office, period: QUARTER, zone: 'Asia/Ho_Chi_Minh', today: '2026-11-23' };
    const frozen = freeze(readResults(db, query), 1);
    expect([frozen.voided, frozen.total.ballots.all]).toEqual([1, COUNT - 1]);
    db.transaction(() => restoreBallot(db, deps.office, id))();
  });

  it('says of each ballot what was pointed out about it, and the report tells both figures', async () => {
    const { db, deps } = server;
    lookAtAll(db, deps.office, 'Asia/Ho_Chi_Minh');
    const [head = [], ...rows] = rowsOf(await (await ask(`/api/exports/submissions.csv?${RANGE}`)).text());
    expect(head.at(-1)).toBe('Dấu hiệu cần xem');
    const { total, flagged, flags } = freeze(
      readResults(db, { officeId: deps.office, period: QUARTER, zone: 'Asia/Ho_Chi_Minh', today: '2026-11-23' }),
      1,
    );
    expect(flagged?.ballots).toBeGreaterThan(5);
    expect(rows.filter((row) => row.at(-1) !== '')).toHaveLength(flagged?.ballots ?? 0);
    const late = rows.filter((row) => row.at(-1)?.includes('ngoài giờ làm việc'));
    expect(late.length).toBeGreaterThan(0);
    expect(flags.find(({ code }) => code === 'out-of-hours')?.count).toBe(late.length);
    expect(flagged?.without?.ballots.all).toBe(total.ballots.all - (flagged?.ballots ?? 0));
  });

  it('gives each submission once whatever the size of the pages', () => {
    for (const size of [1, 7, 181, 5000]) {
      const period = { from: '2026-07-01', to: '2026-07-03' };
      const rows = [...pagesOfSubmissions(server.db, server.deps.office, period, size)].flat();
      const expected = server.db.prepare("select count(*) from submissions where day <= '2026-07-03'").pluck().get();
      expect(new Set(rows.map(({ body }) => body)).size).toBe(expected);
      expect(rows).toHaveLength(Number(expected));
      expect(rows.map(({ day }) => day)).toEqual(rows.map(({ day }) => day).sort());
    }
  });

  it('does not run: the name of a counter that begins like a formula gets an apostrophe', async () => {
    const counter = { asksField: true, field: null, asksStage: true, stage: null };
    saveCounter(server.db, server.deps.office, { id: 'quay-1', name: '=HYPERLINK("http://x")', ...counter }, 0);
    const rows = rowsOf(await (await ask(`/api/exports/submissions.csv?${RANGE}`)).text());
    expect(rows.some((row) => row[1] === '\'=HYPERLINK("http://x")')).toBe(true);
    expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
  });

  it('is for the survey team, and written down', async () => {
    for (const path of ['submissions', 'submissions.csv']) {
      expect((await ask(`/api/exports/${path}?${RANGE}`, server.signIn('viewer'))).status).toBe(403);
      expect((await server.app.request(`/api/exports/${path}?${RANGE}`)).status).toBe(401);
      expect((await ask(`/api/exports/${path}?from=x&to=y`)).status).toBe(400);
    }
    const written = server.db.prepare("select count(*) from audit_log where action = 'submissions.export'").pluck();
    const before = Number(written.get());
    await (await ask(`/api/exports/submissions.csv?${RANGE}`)).text();
    expect(written.get()).toBe(before + 1);
  });

  it('stops reading when whoever asked goes away', async () => {
    server.logged.length = 0;
    await new Promise<void>((resolve, reject) => {
      const sent = get(`${server.url}/api/exports/submissions.csv?${RANGE}`, { headers: team }, (reply) => {
        reply.once('data', () => {
          sent.destroy();
          resolve();
        });
      });
      sent.on('error', reject);
    });
    const line = await expect
      .poll(() => server.logged.find((one) => one.includes('"export"')), { timeout: 5000 })
      .toBeDefined()
      .then(() => server.logged.find((one) => one.includes('"export"')) ?? '{}');
    const { rows, whole } = JSON.parse(line) as { rows: number; whole: number }; // Our own line.
    expect(whole).toBe(0);
    expect(rows).toBeLessThan(COUNT);
  });
});
