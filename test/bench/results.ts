/** The result page's query over a year: a million submissions against a hundred thousand in the same office. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, dayHour, weekday } from '../../src/domain/period.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Database } from '../../src/server/deps.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { readResults } from '../../src/server/store/results.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { inTurn, type Outcome } from './measure.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const PERIOD = { from: '2025-01-01', to: '2025-12-31' };

/** A year of ballots on its working days, stored as those of a tablet are. */
export function fill(folder: string, count: number): { db: Database; office: number } {
  const opened = openDatabase({ dataDir: folder, office: { code: '22504', name: 'Đại Lãnh' } }, Date.now());
  if (!opened.ok) throw new Error('the database did not open');
  const store = createSubmissionStore(opened.db, opened.office);
  const random = randomFrom(count);
  const tablets = [1, 2, 3].map((n) => ballotMaker(`bench-${n}`, count + n, { counters: [`quay-${n}`] }));
  const days = Array.from({ length: 365 }, (_, i) => addDays(PERIOD.from, i)).filter((day) => weekday(day) < 5);
  const receivedAt = Date.now();
  for (let made = 0; made < count;) {
    const records: Accepted[] = [];
    for (; made < count && records.length < 2000; made++) {
      const day = days[Math.floor((made / count) * days.length)] ?? PERIOD.from;
      const answeredAt = Date.parse(`${day}T01:00:00Z`) + Math.floor(random() * 8 * 3_600_000);
      const tablet = tablets[made % 3];
      if (!tablet) throw new Error('there are three tablets');
      const { submission, body, hash } = tablet.next({ answeredAt });
      const counted = dayHour(answeredAt, ZONE);
      records.push({
        ok: true,
        submission,
        survey: SIX_CRITERIA,
        hash,
        body,
        ...counted,
        sentAt: receivedAt,
        receivedAt,
        note: null,
      });
    }
    store(records);
  }
  return opened;
}

/** The query of the result page, once for the check and then as often as it is asked. @throws where it counts another number of ballots */
export function yearOf(db: Database, office: number, ballots: number): () => Promise<number> {
  const read = () => readResults(db, { officeId: office, period: PERIOD, zone: ZONE, today: PERIOD.to });
  const found = read().total.ballots.all;
  if (found !== ballots) throw new Error(`the tallies hold ${found} ballots, not ${ballots}`);
  return async () => {
    const start = performance.now();
    createHash('sha1').update(JSON.stringify(read()));
    return performance.now() - start;
  };
}

export async function benchResults(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  try {
    const small = fill(join(folder, 'small'), 100_000);
    const large = fill(join(folder, 'large'), 1_000_000);
    const { ours, baseline } = await inTurn(
      15,
      yearOf(large.db, large.office, 1_000_000),
      yearOf(small.db, small.office, 100_000),
    );
    small.db.close();
    large.db.close();
    const detail = `${ours.toFixed(1)} ms for 1,000,000 submissions against ${baseline.toFixed(1)} ms for 100,000`;
    return [{ name: 'result query over a year', detail, ratio: ours / baseline, bound: 1.5, sense: 'most' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
