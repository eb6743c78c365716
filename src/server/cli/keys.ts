/** `npm run keys`: the keys that tablets seal answers to. Without them and without a backup, what was sealed is lost for good. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Folder, print, required, runCommand, Stop, STOP_FIRST, warn, withFolder } from '../command.ts';
import { isRunning } from '../demo/serve.ts';
import { openBackup, sealBackup, unopened } from '../key-backup.ts';
import { checkKeys } from '../key-check.ts';
import { backupOf, restoreKeys } from '../key-restore.ts';
import { askPassphrase, PASSPHRASE_VARIABLE } from '../passphrase.ts';
import { createAudit } from '../store/audit.ts';
import { rotateSealingKey } from '../store/sealing-keys.ts';
import { createStoredNotifier } from '../stored.ts';
import { takeInWaiting } from '../waiting.ts';

const USAGE = `npm run keys -- list            in các khóa mở phiếu: id, từ khi nào, báo cho máy đến khi nào, có dùng được không
npm run keys -- check           niêm phong rồi mở thử bằng từng khóa; kết thúc với 1 khi có khóa không dùng được
npm run keys -- rotate          tạo khóa mới; máy tính bảng nhận cùng cài đặt, khóa cũ vẫn giữ
npm run keys -- backup TỆP      ghi mọi khóa và secret.key vào một tệp mới, niêm phong bằng cụm mật khẩu
npm run keys -- restore TỆP     đưa chúng trở lại và nhận những phiếu đang chờ; máy chủ phải dừng
                                (--keep-secret: chỉ các khóa mở phiếu, secret.key giữ nguyên)

npm run keys -- list            prints the sealing keys: id, since when, until when it was told, whether it works
npm run keys -- check           seals and opens a canary with each key; ends with 1 when one does not work
npm run keys -- rotate          makes another key; tablets are told it with their settings, and the old ones stay
npm run keys -- backup FILE     writes all keys and secret.key into a new file, sealed with a passphrase
npm run keys -- restore FILE    puts them back, and takes in what had to wait; the server must be stopped
                                (--keep-secret: only the sealing keys, secret.key stays as it is)

The passphrase comes from --passphrase-file FILE, from ${PASSPHRASE_VARIABLE}, or from the terminal.`;

const auditOf = ({ db, office }: Folder) => createAudit(db, office, Date.now);

async function list(folder: Folder, isCheck: boolean): Promise<number> {
  const { db, office, config } = folder;
  const day = (at: number) => new Date(at).toLocaleDateString('vi-VN', { timeZone: config.zone });
  const keys = await checkKeys(db, office);
  for (const { key, state } of keys)
    print(`${key.id}  ${day(key.createdAt)} – ${key.retiredAt === null ? '' : day(key.retiredAt)}  ${state}`);
  const bad = keys.filter(({ state }) => state !== 'works').length;
  if (bad > 0)
    warn(
      `${bad} trên ${keys.length} khóa không dùng được / ${bad} of ${keys.length} keys cannot be used: npm run keys -- restore FILE`,
    );
  return isCheck && (bad > 0 || keys.length === 0) ? 1 : 0;
}

function rotate(folder: Folder): number {
  const { db, office } = folder;
  const id = db
    .transaction(() => {
      const made = rotateSealingKey(db, office, Date.now());
      auditOf(folder)({ actor: 'system', action: 'sealing.make', object: made });
      return made;
    })
    .immediate();
  print(`${id}\nBackup it now: npm run keys -- backup FILE`);
  return 0;
}

async function backup(folder: Folder, file: string, passphraseFile: string | undefined): Promise<number> {
  const { content, lost } = backupOf(folder);
  if (content.keys.length === 0)
    throw new Stop('Chưa có khóa nào, khởi động máy chủ một lần / there is no key yet: start the server once');
  const text = sealBackup(content, await askPassphrase(passphraseFile, true));
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  auditOf(folder)({ actor: 'system', action: 'sealing.backup', object: '', detail: { count: content.keys.length } });
  const count = content.keys.length;
  print(`Đã sao lưu ${count} khóa. Cất tệp và mật khẩu ở hai nơi, không để trên máy này.`);
  print(`${count} keys. Keep the file and the passphrase in two places, away from this machine.`);
  for (const id of lost) warn(`${id} is not in it: its private half cannot be read here`);
  return lost.length > 0 ? 1 : 0;
}

async function restore(folder: Folder, file: string, passphraseFile: string | undefined, keepSecret: boolean) {
  const { db, office, config } = folder;
  if (await isRunning(`http://127.0.0.1:${config.port}`)) throw new Stop(STOP_FIRST);
  const opened = openBackup(readFileSync(file, 'utf8'), await askPassphrase(passphraseFile, false));
  if (!opened.ok) throw new Stop(unopened(file, opened.code));
  if (opened.content.office !== config.office.code)
    throw new Stop(`the backup is of office ${opened.content.office}, this folder of ${config.office.code}`);
  const { keys, secretMovedTo } = restoreKeys(folder, opened.content, keepSecret, Date.now());
  const audit = auditOf(folder);
  audit({ actor: 'system', action: 'sealing.restore', object: '', detail: { count: keys.length } });
  print(`Khóa dùng lại được / keys that work again: ${keys.length} (${keys.join(', ') || '–'})`);
  if (secretMovedTo !== null) print(`secret.key is that of the backup; the one before is ${secretMovedTo}`);
  const taken = await takeInWaiting({ db, office, config, audit, stored: createStoredNotifier() });
  print(`${taken} phiếu chờ khóa nay đã tính / ${taken} answers that had waited for a key are counted now`);
  return list(folder, true);
}

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'passphrase-file': { type: 'string' }, 'keep-secret': { type: 'boolean' } },
  });
  const [command, file, ...more] = positionals;
  if (more.length > 0) throw new Stop('one FILE at a time', 2);
  const passphrase = values['passphrase-file'];
  return withFolder((folder) => {
    if (command === 'list' || command === 'check') return list(folder, command === 'check');
    if (command === 'rotate') return rotate(folder);
    if (command === 'backup') return backup(folder, required(file, 'FILE'), passphrase);
    if (command === 'restore')
      return restore(folder, required(file, 'FILE'), passphrase, values['keep-secret'] === true);
    throw new Stop('list, check, rotate, backup or restore', 2);
  });
});
