/** `npm run restore`: a backup takes the place of the data file. What was there is kept beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { print, required, runCommand, Stop } from '../command.ts';
import { restoreBackup } from '../backup/restore.ts';
import { parseConfig } from '../config.ts';
import { isRunning } from '../demo/serve.ts';
import { openBackup } from '../key-backup.ts';
import { askPassphrase, PASSPHRASE_VARIABLE } from '../passphrase.ts';
import { secretFile } from '../store/secret.ts';

const USAGE = `npm run restore -- FILE [--keys FILE] [--passphrase-file FILE]

Puts a backup in the place of the data file; the server must be stopped. On a machine that has lost its secret.key, --keys names
the backup of the keys, whose passphrase comes from --passphrase-file, from ${PASSPHRASE_VARIABLE}, or from the terminal.
What is there now is kept under another name. A backup that is damaged or of another office changes nothing.`;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keys: { type: 'string' }, 'passphrase-file': { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (more.length > 0) throw new Stop('one FILE at a time', 2);
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new Stop(parsed.messages.join('\n'));
  const { config } = parsed;
  if (await isRunning(`http://127.0.0.1:${config.port}`)) throw new Stop('stop the server first');

  async function secret(): Promise<Buffer> {
    if (values.keys !== undefined) {
      const opened = openBackup(
        readFileSync(values.keys, 'utf8'),
        await askPassphrase(values['passphrase-file'], false),
      );
      if (opened.ok) return Buffer.from(opened.content.secret, 'base64');
      throw new Stop(
        opened.code === 'no-backup' ? `${values.keys} is no backup of keys` : 'another passphrase, or a damaged file',
      );
    }
    const here = secretFile(config.dataDir);
    if (!existsSync(here)) throw new Stop(`there is no ${here}: name the backup of the keys with --keys FILE`);
    return readFileSync(here);
  }
  const restored = await restoreBackup(config, required(file, 'FILE'), await secret(), Date.now());
  if (!restored.ok) throw new Stop(restored.message);
  const { head, movedTo } = restored;
  print(`${head.submissions} answers are back, as of ${new Date(head.at).toISOString()}.`);
  for (const moved of movedTo) print(`kept: ${moved}`);
  print('Start the server: the tablets send again what came after that.');
  return 0;
});
