/** After every fault on the server: its tallies are those of its records, and its file is sound. */
import type { Database } from '../../src/server/deps.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';

const OFFICE = { code: '22504', name: 'Trung tâm' };

/** @returns a line for each tally and record that is not as it should be. */
export function wrongTallies(db: Database, office: number): string[] {
  const { differences, altered } = verifyTallies(db, office);
  return [
    ...differences.map((one) => `tally differs: ${JSON.stringify(one)}`),
    ...altered.map((id) => `altered: ${String(id)}`),
  ];
}

/** @returns a line for each thing that is wrong with the data file in this folder. */
export function verified(dataDir: string): string[] {
  const opening = openDatabase({ dataDir, office: OFFICE }, Date.now());
  if (!opening.ok) return [`the data file does not open: ${opening.message}`];
  const wrong = wrongTallies(opening.db, opening.office);
  opening.db.close();
  return wrong;
}
