/** The view of a province over its communes, and of a country over all of them: what it costs must follow the offices. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Database } from '../../src/server/deps.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { makeOffice } from '../../src/server/store/office.ts';
import { readResults } from '../../src/server/store/results.ts';
import { readOffices } from '../../src/server/store/results-offices.ts';
import { createTallyWriter } from '../../src/server/store/tallies.ts';
import { inTurn, type Outcome } from './measure.ts';
import type { TallySums } from '../../src/server/store/tallies-sums.ts';

const PERIOD = { from: '2026-01-01', to: '2026-12-31' };
const OPEN = '2026-11';
const AT = { zone: 'Asia/Ho_Chi_Minh', today: '2026-11-20', now: Date.parse('2026-11-20T03:00:00Z') };
const FIELDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Ten months that are summed up and twenty days of the open one, as the tallies of a commune are after a year. */
function* rowsOf(share: number): ReturnType<TallySums['rows']> {
  const months = Array.from({ length: 10 }, (_, i) => `m2026-${String(i + 1).padStart(2, '0')}`);
  const days = Array.from({ length: 20 }, (_, i) => `${OPEN}-${String(i + 1).padStart(2, '0')}`);
  const places = [
    ...[...months, ...days].flatMap((span) =>
      FIELDS.map((field) => ({ key: [span, 'quay-1', field, '', 'kiosk', 1], n: 40 })),
    ),
    ...days.map((day) => ({ key: [`d${day}`, '', '', '', '', 1], n: 320 })),
  ];
  for (const { key, n } of places) {
    yield { table: 'ballot_tallies', key, counts: [n, 0, n, n - 20 + share] };
    for (const { id } of SIX_CRITERIA.criteria)
      yield { table: 'tallies', key: [...key, id], counts: [0, 4, 10 - share, 10, n - 24 + share, 0, 0] };
  }
}

/** @returns the number of the office above all, and of one commune. */
function fill(folder: string, provinces: number, communes: number): { db: Database; office: number; commune: number } {
  const opened = openDatabase({ dataDir: folder, office: { code: 'VN', name: 'Việt Nam' } }, 0);
  if (!opened.ok) throw new Error('the database did not open');
  const { db, office } = opened;
  let commune = 0;
  db.transaction(() => {
    for (let p = 0; p < provinces; p++) {
      const above = provinces === 1 ? office : makeOffice(db, { code: `${p}`, name: 'Tỉnh' }, office, 0);
      for (let c = 0; c < communes; c++) {
        commune = makeOffice(db, { code: `${p}.${c}`, name: 'Xã' }, above, 0);
        createTallyWriter(db, commune)({ add: () => undefined, rows: () => rowsOf(c % 10) });
      }
    }
    db.prepare('update offices set open_month = ?').run(OPEN);
  })();
  return { db, office, commune };
}

const timed = (read: () => object) => async () => {
  const start = performance.now();
  JSON.stringify(read());
  return performance.now() - start;
};
const view = ({ db, office }: ReturnType<typeof fill>) =>
  timed(() => readOffices(db, { officeId: office, unitId: office, period: PERIOD, ...AT }));

export async function benchOffices(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  try {
    const province = fill(join(folder, 'province'), 1, 65);
    const country = fill(join(folder, 'country'), 34, 97);
    const { db, commune } = province;
    const page = timed(() => readResults(db, { officeId: commune, period: PERIOD, ...AT }));
    const one = await inTurn(7, view(province), page);
    const all = await inTurn(3, view(country), view(province));
    const [each, ofProvince] = [all.ours / (34 * 97), all.baseline / 65];
    db.close();
    country.db.close();
    return [
      {
        name: 'view of 65 offices over a year',
        detail: `${one.ours.toFixed(0)} ms against ${one.baseline.toFixed(0)} ms for the page of one`,
        ratio: one.ours / one.baseline,
        bound: 20,
        sense: 'most',
      },
      {
        name: 'view of 3,298 offices, for each of them',
        detail: `${all.ours.toFixed(0)} ms in all, ${each.toFixed(2)} ms each against ${ofProvince.toFixed(2)} ms with 65`,
        ratio: each / ofProvince,
        bound: 1.5,
        sense: 'most',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
