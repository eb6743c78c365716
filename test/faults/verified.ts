/** After every fault on the server: its tallies are those of its records, and its file is sound. */
import { openDatabase } from '../../src/server/store/database.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';

const OFFICE = { code: '22504', name: 'Trung tâm' };

/** @returns a line for each thing that is wrong with the data file in this folder. */
export function verified(dataDir: string): string[] {
  const opening = openDatabase({ dataDir, office: OFFICE }, Date.now());
  if (!opening.ok) return [`the data file does not open: ${opening.message}`];
  const { differences, altered } = verifyTallies(opening.db, opening.office);
  opening.db.close();
  return [
    ...differences.map((one) => `tally differs: ${JSON.stringify(one)}`),
    ...altered.map((id) => `altered: ${String(id)}`),
  ];
}
