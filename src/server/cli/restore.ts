/** `npm run restore`: a backup takes the place of the data file. What was there is kept beside it. */
import { accessSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { print, required, runCommand, Stop, STOP_FIRST } from '../command.ts';
import { restoreBackup } from '../backup/restore.ts';
import { parseConfig } from '../config.ts';
import { isRunning } from '../demo/serve.ts';
import { openBackup, unopened } from '../key-backup.ts';
import { askPassphrase, PASSPHRASE_VARIABLE } from '../passphrase.ts';
import { secretFile } from '../store/secret.ts';

const USAGE = `npm run restore -- FILE [--keys FILE] [--passphrase-file FILE]

Đưa một bản sao lưu vào chỗ tệp dữ liệu; máy chủ phải dừng. Trên máy đã mất secret.key, --keys chỉ ra bản sao lưu khóa; cụm mật
khẩu lấy từ --passphrase-file, từ biến môi trường, hoặc nhập tại máy. Tệp đang có được giữ dưới tên khác. Bản sao lưu hỏng hoặc
của đơn vị khác thì không thay đổi gì.

Puts a backup in the place of the data file; the server must be stopped. On a machine that has lost its secret.key, --keys names
the backup of the keys, whose passphrase comes from --passphrase-file, from ${PASSPHRASE_VARIABLE}, or from the terminal.
What is there now is kept under another name. A backup that is damaged or of another office changes nothing.`;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keys: { type: 'string' }, 'passphrase-file': { type: 'string' } },
  });
  const [named, ...more] = positionals;
  if (more.length > 0) throw new Stop('one FILE at a time', 2);
  const file = required(named, 'FILE');
  accessSync(file);
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new Stop(parsed.messages.join('\n'));
  const { config } = parsed;
  if (await isRunning(`http://127.0.0.1:${config.port}`)) throw new Stop(STOP_FIRST);

  async function secret(): Promise<Buffer> {
    if (values.keys !== undefined) {
      const opened = openBackup(
        readFileSync(values.keys, 'utf8'),
        await askPassphrase(values['passphrase-file'], false),
      );
      if (opened.ok) return Buffer.from(opened.content.secret, 'base64');
      throw new Stop(unopened(values.keys, opened.code));
    }
    const here = secretFile(config.dataDir);
    if (!existsSync(here))
      throw new Stop(`không có ${here} / there is no ${here}: name the backup of the keys with --keys FILE`);
    return readFileSync(here);
  }
  const restored = await restoreBackup(config, file, await secret(), Date.now());
  if (!restored.ok) throw new Stop(restored.message);
  const { head, movedTo } = restored;
  print(
    `Đã khôi phục ${head.submissions} phiếu / ${head.submissions} answers are back, as of ${new Date(head.at).toISOString()}.`,
  );
  for (const moved of movedTo) print(`giữ lại / kept: ${moved}`);
  print(
    'Khởi động máy chủ: các máy gửi lại những phiếu đến sau đó / start the server: the tablets send again what came after that.',
  );
  return 0;
});
