/** `npm run import -- FILE`: takes paper ballots from a CSV file, or records from a file that was exported from a tablet. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { print, required, runCommand, Stop, warn, withFolder } from '../command.ts';
import { createAudit } from '../store/audit.ts';
import { importFile } from '../paper/import.ts';
import { readTabletFile } from '../tablet-file/read.ts';
import { fileText } from '../tablet-file/report.ts';
import { badLineText, countsText, refusalText } from '../paper/report.ts';

const USAGE = `npm run import -- FILE.csv [--correct | --new] [--source NAME]
       npm run import -- FILE.ndjson [--check]

Tệp có đuôi .ndjson là tệp cán bộ xuất từ máy tính bảng: phiếu có chữ ký được đối chiếu với khóa của máy ghi trong đó; nhập lại
cùng một tệp không thêm gì. Phiếu của máy đã thu hồi hoặc không rõ được giữ riêng, chờ quản trị viên quyết định.
--check chỉ cho biết trong tệp có gì. Mọi tệp khác là phiếu giấy (CSV, UTF-8, dấu phẩy hoặc chấm phẩy): mỗi dòng một phiếu.
Tệp cùng tên nhưng khác nội dung: --correct là bản sửa của tệp trước, --new là phiếu khác.

A file that ends in .ndjson is one that staff exported from a tablet. It needs no tablet: what is signed is held against
the keys of the tablet that it names. The same file again adds nothing. Records of a revoked or unknown tablet are kept
aside until an administrator decides on the tablets page.
  --check         says what is in the file and stores nothing

Any other file holds paper ballots (CSV) (UTF-8; comma or semicolon): one line a ballot, with the columns
  date (yyyy-MM-dd), counter (id or name), field, stage (id, label or empty),
and one column for each criterion id of the current survey, with 1 to 5, k (does not know) or empty.
The same file adds nothing, whatever it is called; equal lines within a file are different ballots.
A file that has the name of an earlier one and other content needs a word from you:
  --correct       it corrects the earlier file: only lines that are new in it are added; none is taken back
  --new           it holds other ballots, all of them to be added
  --source NAME   files with the same NAME are one another's corrections, whatever they are called
Ends with 0 when all lines are good, with 3 when some were bad (the good ones are stored).`;

const PROGRESS = 100_000;

/** @returns 0 when every record is here or kept aside, 3 when some were refused (their bytes are kept). */
async function importTabletFile(file: string, store: boolean): Promise<number> {
  const end = await withFolder(async ({ db, office, config }) => {
    const read = await readTabletFile({ db, office, config, now: Date.now }, createReadStream(file), store);
    if (read.ok && store) {
      const added = read.parts.reduce((sum, part) => sum + part.added, 0);
      const detail = { records: read.records, added };
      createAudit(db, office, Date.now)({ actor: 'system', action: 'tablet.file', object: 'office', detail });
    }
    return read;
  });
  if (!end.ok) throw new Stop(`${file} is not a file that a tablet exported; nothing was taken in`);
  print(fileText(end, store));
  return end.parts.some(({ refused }) => refused > 0) ? 3 : 0;
}

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      source: { type: 'string' },
      correct: { type: 'boolean' },
      new: { type: 'boolean' },
      check: { type: 'boolean' },
    },
  });
  if (values.correct && values.new) throw new Stop('either --correct or --new', 2);
  const file = required(positionals.length === 1 ? positionals[0] : undefined, 'one FILE');
  if (file.toLowerCase().endsWith('.ndjson')) return importTabletFile(file, values.check !== true);
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
