/** `npm run bench -- [tap] [save] [drain] [start] [cold-start] [memory] [ingest] [ingest-postgres] [results] [results-large] [offices] [export] [live] [paint] [sign-in]`: every claim as a ratio against a baseline measured in the same run. */
import { benchDrain, benchSave, benchTap } from './browser.ts';
import { benchColdStart, benchIdleMemory } from './cold-start.ts';
import { benchExport } from './export.ts';
import { benchIngest } from './ingest.ts';
import { benchIngestPostgres } from './ingest-postgres.ts';
import { benchLive } from './live.ts';
import { holds, print, type Outcome } from './measure.ts';
import { benchPaint } from './paint.ts';
import { benchOffices } from './offices.ts';
import { benchResults } from './results.ts';
import { benchResultsLarge } from './results-large.ts';
import { benchSignInLoad } from './sign-in-load.ts';
import { benchSignInTime } from './sign-in-time.ts';
import { benchStart } from './start.ts';

const BENCHES: Record<string, () => Promise<Outcome[]>> = {
  tap: benchTap,
  save: benchSave,
  drain: benchDrain,
  start: benchStart,
  'cold-start': benchColdStart,
  memory: benchIdleMemory,
  ingest: benchIngest,
  'ingest-postgres': benchIngestPostgres,
  results: benchResults,
  'results-large': benchResultsLarge,
  offices: benchOffices,
  export: benchExport,
  live: benchLive,
  paint: benchPaint,
  'sign-in': async () => [await benchSignInLoad(), await benchSignInTime()],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
let failed = false;
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const outcome of await bench()) {
    print(outcome);
    failed ||= !holds(outcome);
  }
}
process.exitCode = failed ? 1 : 0;
