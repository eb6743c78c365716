/** `npm run import -- FILE.csv`: takes paper ballots from a CSV file. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { print, required, runCommand, warn, withFolder } from '../command.ts';
import { importFile } from '../paper/import.ts';
import { badLineText, countsText, refusalText } from '../paper/report.ts';

const USAGE = `npm run import -- FILE.csv [--source NAME]

Takes paper ballots from a CSV file (UTF-8; comma or semicolon): one line a ballot, with the columns
  date (yyyy-MM-dd), counter (id or name), field, stage (id, label or empty),
and one column for each criterion id of the current survey, with 1 to 5, k (does not know) or empty.
Nothing is counted twice: the same file adds nothing, and a file of the same name is taken for its correction and adds
only the lines that are new in it. A line that was stored is never taken back.
  --source NAME   use this in place of the file's name; a file that was imported before keeps its first source
Ends with 0 when all lines are good, with 3 when some were bad (the good ones are stored).`;

const PROGRESS = 100_000;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { source: { type: 'string' } } });
  const file = required(positionals.length === 1 ? positionals[0] : undefined, 'one FILE.csv');
  const result = await withFolder(({ db, office, config }) => {
    let told = 0;
    return importFile({
      db,
      office,
      zone: config.zone,
      now: Date.now,
      file,
      source: (values.source ?? basename(file)).normalize('NFC'),
      onBad: (bad) => warn(badLineText(bad)),
      onProgress: (counts) => {
        if (counts.lines < told + PROGRESS) return;
        told = counts.lines;
        warn(`… ${countsText(counts)}`);
      },
    });
  });
  if (!result.ok) {
    warn(refusalText(result));
    return 1;
  }
  print(countsText(result.counts));
  return result.counts.bad > 0 ? 3 : 0;
});
