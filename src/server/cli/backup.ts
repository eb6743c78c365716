/** `npm run backup`: a backup now, beside a running server or without one; or a look at one that is there. */
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { print, required, runCommand, Stop, warn, withFolder } from '../command.ts';
import { openFile } from '../backup/file.ts';
import { makeBackup } from '../backup/make.ts';
import { readSecret } from '../store/secret.ts';
import { hasKeyBackup } from '../store/sealing-keys.ts';

const USAGE = `npm run backup                  tạo một bản sao lưu trong BACKUP_DIR (mặc định: backups trong thư mục dữ liệu) và đọc lại
npm run backup -- check TỆP     mở một bản sao lưu và đối chiếu từng byte; không ghi gì

Máy chủ đang chạy tự sao lưu sau mỗi BACKUP_HOURS (24) giờ và giữ BACKUP_KEEP (14) bản cuối. Bản sao lưu chỉ mở được bằng
secret.key lúc tạo ra nó; khóa này nằm trong bản sao lưu khóa: npm run keys -- backup TỆP

npm run backup                  makes a backup in BACKUP_DIR (default: backups in the data folder) and reads it back
npm run backup -- check FILE    opens a backup and holds every byte against its tag; writes nothing

A running server makes one by itself every BACKUP_HOURS (24) and keeps the last BACKUP_KEEP (14). A backup can be opened
with the secret.key that it was made with, which is in the backup of the keys: npm run keys -- backup FILE`;

await runCommand(USAGE, async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [command, file, ...more] = positionals;
  if (more.length > 0) throw new Stop('one FILE at a time', 2);
  return withFolder(async ({ db, office, config }) => {
    const { dir, keep } = config.backup;
    if (command === 'check') {
      const opened = await openFile(required(file, 'FILE'), readSecret(db));
      if (!opened.ok) throw new Stop(`Bản sao lưu không dùng được / not good: ${opened.code}`);
      const { at, submissions, level } = opened.head;
      print(`Tốt / good: ${submissions} answers, of ${new Date(at).toISOString()}, schema ${level}`);
      return 0;
    }
    if (command !== undefined) throw new Stop('nothing, or check FILE', 2);
    const { dataDir, databaseUrl } = config;
    const place = { dataDir, databaseUrl, backupDir: dir, office, code: config.office.code, keep };
    const made = await makeBackup(place, Date.now);
    print(
      `${dir}/${made.name}: ${made.submissions} answers, ${made.bytes} bytes, đã đọc lại và tốt / read back and good`,
    );
    if (!made.elsewhere)
      warn(
        `Nằm cùng ổ đĩa với dữ liệu; đặt BACKUP_DIR ở ổ khác / it lies on the same disk as ${dirname(db.name)}: set BACKUP_DIR to a folder on another one.`,
      );
    if (!hasKeyBackup(db, office))
      warn(
        'Thiếu secret.key thì không ai mở được, mà khóa này chưa được sao lưu / without secret.key nobody can open it, and that is not backed up: npm run keys -- backup FILE',
      );
    return 0;
  });
});
