/** A frozen period with seeded answers, made by the server's own code from a real database. */
import { addDays, dayHour, type Period, weekday } from '../../src/domain/period.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { freeze, type FrozenPeriod } from '../../src/domain/report.ts';
import type { Draft } from '../../src/domain/submission.ts';
import type { Survey } from '../../src/domain/survey.ts';
import type { Database } from '../../src/server/deps.ts';
import { readResults } from '../../src/server/store/results.ts';
import { type Accepted, createSubmissionStore } from '../../src/server/store/submissions.ts';
import { ballotMaker } from './ballots.ts';
import { randomFrom } from './drafts.ts';
import { openApp } from './server.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
export const QUARTER: Period = { from: '2026-07-01', to: '2026-09-30' };

export interface Filling {
  count: number;
  seed: number;
  period?: Period;
  survey?: Survey;
  change?: (draw: () => number) => Partial<Draft>;
}

/** Stores so many submissions, spread over the working days of the period. */
export function fill(db: Database, office: number, { count, seed, period = QUARTER, survey, change }: Filling): void {
  const store = createSubmissionStore(db, office);
  const random = randomFrom(seed);
  const asked = survey ?? SIX_CRITERIA;
  const tablets = [1, 2, 3].map((n) =>
    ballotMaker(`fill-${seed}-${n}`, 10 * seed + n, { counters: [`quay-${n}`], survey: asked }),
  );
  const days: string[] = [];
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) if (weekday(day) < 5) days.push(day);
  for (let made = 0; made < count;) {
    const records: Accepted[] = [];
    for (; made < count && records.length < 2000; made++) {
      const day = days[Math.floor((made / count) * days.length)] ?? period.from;
      const answeredAt = Date.parse(`${day}T01:00:00Z`) + Math.floor(random() * 8 * 3_600_000);
      const tablet = tablets[made % 3];
      if (!tablet) throw new Error('there are three tablets');
      const { submission, body, hash } = tablet.next({ answeredAt, ...change?.(random) });
      const when = { ...dayHour(answeredAt, ZONE), sentAt: answeredAt, receivedAt: answeredAt };
      records.push({ ok: true, submission, survey: asked, hash, body, ...when, note: null });
    }
    store(records);
  }
}

/** A quarter of an office, frozen at a fixed moment. */
export function frozenQuarter(filling: Partial<Filling> = {}): FrozenPeriod {
  const server = openApp();
  try {
    fill(server.db, server.deps.office, { count: 900, seed: 11, ...filling });
    const period = filling.period ?? QUARTER;
    const query = { officeId: server.deps.office, period, zone: ZONE, today: '2026-11-23' };
    return freeze(readResults(server.db, query), Date.parse('2026-10-05T02:30:00Z'));
  } finally {
    server.close();
  }
}
