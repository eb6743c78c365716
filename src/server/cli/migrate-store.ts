/** `npm run migrate-store`: moves an office from a data folder into PostgreSQL, or back, and proves that nothing of it has changed. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openUpdated } from '../backup/before-update.ts';
import { print, required, runCommand, Stop, STOP_FIRST } from '../command.ts';
import { type Config, parseConfig } from '../config.ts';
import { isRunning } from '../demo/serve.ts';
import { anchorsIn } from '../store/audit-anchors.ts';
import { verifyAudit } from '../store/audit-verify.ts';
import { databaseFile } from '../store/connection.ts';
import { closeDatabase, makeDataFile } from '../store/database.ts';
import type { Database } from '../store/engine.ts';
import { moveOffice } from '../store/move.ts';
import { officeRow } from '../store/office.ts';
import { openTables } from '../store/postgres/open.ts';
import { makeOnce } from '../store/private-file.ts';
import { secretFile } from '../store/secret.ts';
import { verifyTallies } from '../store/verify.ts';
import { verifySequence } from '../store/verify-sequence.ts';

const USAGE = `npm run migrate-store -- FROM TO

Chuyển mọi dữ liệu của đơn vị sang kho khác và đối chiếu từng dòng. FROM và TO: một thư mục dữ liệu, hoặc địa chỉ PostgreSQL.
Hãy dừng máy chủ trước. Kho cũ giữ nguyên. secret.key của PostgreSQL nằm trong DATA_DIR.

Copies everything of the office into another store and holds each row against the original. FROM and TO: a data folder, or an
address such as postgresql://user:password@host:5432/hai_long. Stop the server first. The old store is left as it is. The
secret.key of a store in PostgreSQL lies in DATA_DIR.`;

const isAddress = (place: string) => /^postgres(ql)?:\/\//.test(place);
const folderOf = (place: string, config: Config) => (isAddress(place) ? config.dataDir : place);

async function openFrom(place: string, config: Config): Promise<{ db: Database; office: number }> {
  const { code } = config.office;
  if (isAddress(place)) {
    const opening = openTables({ dataDir: config.dataDir, databaseUrl: place });
    if (!opening.ok) throw new Stop(opening.message);
    const office = officeRow(opening.db, code);
    if (office === null) throw new Stop(`không có đơn vị ${code} / there is no office ${code}: see OFFICE_CODE`);
    opening.db.serve(office);
    return { db: opening.db, office };
  }
  if (!existsSync(databaseFile(place)))
    throw new Stop(`không có dữ liệu trong ${place} / there is no data in ${place}`);
  const opening = await openUpdated({ ...config, dataDir: place }, Date.now());
  if (!opening.ok) throw new Stop(opening.message);
  return opening;
}

function openTo(place: string, config: Config): Database {
  if (isAddress(place)) {
    const opening = openTables({ dataDir: config.dataDir, databaseUrl: place });
    if (!opening.ok) throw new Stop(opening.message);
    return opening.db;
  }
  if (existsSync(databaseFile(place))) throw new Stop(`${place} đã có dữ liệu / has data already`);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return makeDataFile(databaseFile(place));
}

/** What lies beside the data goes along: without the secret nothing that was sealed with it could be read. */
function bringFiles(from: string, to: string): void {
  if (from === to) return;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const fileIn of [secretFile, anchorsIn]) {
    const [file, there] = [fileIn(from), fileIn(to)];
    if (!existsSync(file)) continue;
    if (!existsSync(there)) makeOnce(there, readFileSync(file));
    else if (!readFileSync(there).equals(readFileSync(file)))
      throw new Stop(`${there} là của dữ liệu khác / belongs to other data`);
  }
}

await runCommand(USAGE, async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [first, second, ...more] = positionals;
  if (more.length > 0) throw new Stop('FROM TO', 2);
  const [source, target] = [required(first, 'FROM'), required(second, 'TO')];
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new Stop(parsed.messages.join('\n'));
  const { config } = parsed;
  if (await isRunning(`http://127.0.0.1:${config.port}`)) throw new Stop(STOP_FIRST);

  const from = await openFrom(source, config);
  bringFiles(folderOf(source, config), folderOf(target, config));
  const to = openTo(target, config);
  const moved = moveOffice(from.db, from.office, to);
  closeDatabase(from.db);
  if (!moved.ok) {
    closeDatabase(to);
    throw new Stop(moved.message);
  }
  for (const { name, rows, sha256 } of moved.tables) if (rows > 0) print(`${name}: ${rows} (${sha256.slice(0, 16)})`);
  const { submissions, differences, altered } = verifyTallies(to, moved.office);
  const sequence = verifySequence(to, moved.office);
  const { rows, anchored, unanchored } = verifyAudit(to, moved.office);
  closeDatabase(to);
  const broken = [anchored, unanchored].some((range) => range !== null && range.brokenAt !== null);
  if (differences.length + altered.length + sequence.length > 0 || broken)
    throw new Stop('số liệu sau khi chuyển không khớp / what was moved does not fit: npm run verify');
  print(
    `Đã chuyển và đối chiếu ${submissions} phiếu, ${rows} dòng nhật ký / moved, and held against the original: ${submissions} answers, ${rows} rows of the audit log.`,
  );
  if (isAddress(target)) print(`Từ nay / from now on: DATABASE_URL, DATA_DIR=${config.dataDir}`);
  else print(`Từ nay / from now on: DATA_DIR=${resolve(target)}`);
  return 0;
});
