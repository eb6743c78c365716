import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { countSubmissions, pagesOfSubmissions, surveysIn } from '../../src/server/store/export.ts';
import { listCounters } from '../../src/server/store/office.ts';
import { submissionsCsv } from '../../src/server/reports/submissions-csv.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { openApp } from '../helpers/server.ts';

const ROWS = 200_000;
const MB = 1024 * 1024;
const YEAR = { from: '2025-01-01', to: '2025-12-31' };

it('streams 200 000 lines in the memory that the first of them take', { timeout: 240_000 }, async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // the flag above puts it there
  const server = openApp();
  const { db, deps } = server;
  try {
    // What is measured is reading: the rows are put there by the database itself, as many bytes as real ones.
    db.pragma('synchronous = off');
    const body = (id: string) =>
      JSON.stringify({
        v: 1,
        id,
        device: 'd',
        epoch: 1,
        seq: 1,
        prev: '0'.repeat(64),
        survey: 1,
        counter: 'quay-1',
        field: null,
        stage: null,
        channel: 'kiosk',
        language: 'vi',
        end: 'finished',
        answeredAt: 1,
        tookMs: 1,
        answers: SIX_CRITERIA.criteria.map(({ id: criterion, reasons }) => ({
          criterion,
          level: 2,
          reasons: reasons.slice(0, 2).map((reason) => reason.id),
        })),
        remark: 'x'.repeat(200),
      });
    db.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       insert into submissions (id, office_id, device_id, epoch, seq, hash, survey, counter, field, stage, channel, day,
         hour, sent_at, received_at, body)
       select printf('00000000-0000-4000-8000-%012d', i), ?, 'd', 1, i, 'h', 1, 'quay-1', '', '', 'kiosk',
         date('2025-01-01', (i * 360 / ?) || ' days'), 9, 1, 1, ?
       from n`,
    ).run(ROWS, deps.office, ROWS, body('00000000-0000-4000-8000-000000000001'));
    expect(countSubmissions(db, deps.office, YEAR)).toBe(ROWS);

    let told: [rows: number, whole: boolean] | null = null;
    const stream = submissionsCsv({
      surveys: surveysIn(db, deps.office, YEAR),
      counters: listCounters(db, deps.office),
      pages: pagesOfSubmissions(db, deps.office, YEAR),
      closing: deps.closing,
      onEnd: (rows, whole) => (told = [rows, whole]),
    });
    const samples: { heap: number; rss: number }[] = [];
    let lines = 0;
    const reader = stream.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      for (const byte of part.value) if (byte === 10) lines += 1;
      if (lines < (samples.length + 1) * 40_000) continue;
      collect();
      const { heapUsed, external, rss } = process.memoryUsage();
      samples.push({ heap: heapUsed + external, rss });
    }
    expect(lines).toBe(ROWS + 1);
    expect(told).toEqual([ROWS, true]);
    const [first, last] = [samples[0], samples.at(-1)];
    expect(samples.length).toBeGreaterThan(3);
    expect(((last?.heap ?? Infinity) - (first?.heap ?? 0)) / MB).toBeLessThan(6);
    expect(((last?.rss ?? Infinity) - (first?.rss ?? 0)) / MB).toBeLessThan(60);
  } finally {
    server.close();
  }
});
