/** `npm run import -- FILE.csv`: takes paper ballots from a CSV file. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { print, required, runCommand, Stop, warn, withFolder } from '../command.ts';
import { importFile } from '../paper/import.ts';
import { badLineText, countsText, refusalText } from '../paper/report.ts';

const USAGE = `npm run import -- FILE.csv [--correct | --new] [--source NAME]

Takes paper ballots from a CSV file (UTF-8; comma or semicolon): one line a ballot, with the columns
  date (yyyy-MM-dd), counter (id or name), field, stage (id, label or empty),
and one column for each criterion id of the current survey, with 1 to 5, k (does not know) or empty.
The same file adds nothing, whatever it is called; equal lines within a file are different ballots.
A file that has the name of an earlier one and other content needs a word from you:
  --correct       it corrects the earlier file: only lines that are new in it are added; none is taken back
  --new           it holds other ballots, all of them to be added
  --source NAME   files with the same NAME are one another's corrections, whatever they are called
Ends with 0 when all lines are good, with 3 when some were bad (the good ones are stored).`;

const PROGRESS = 100_000;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { source: { type: 'string' }, correct: { type: 'boolean' }, new: { type: 'boolean' } },
  });
  if (values.correct && values.new) throw new Stop('either --correct or --new', 2);
  const file = required(positionals.length === 1 ? positionals[0] : undefined, 'one FILE.csv');
  const result = await withFolder(({ db, office, config }) => {
    let told = 0;
    return importFile({
      db,
      office,
      zone: config.zone,
      now: Date.now,
      file,
      name: basename(file).normalize('NFC'),
      source: values.source?.normalize('NFC'),
      sameName: values.correct ? 'correction' : values.new ? 'other' : undefined,
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
