/** The passphrase of a backup of keys: from the environment, from a file, or typed without being shown. Never an argument. */
import { readFileSync } from 'node:fs';
import { Stop } from './command.ts';
import { SHORTEST_PASSPHRASE } from './key-backup.ts';

export const PASSPHRASE_VARIABLE = 'KEYS_PASSPHRASE';

const ENTER = ['\r', '\n'];
const [INTERRUPT, DELETE, BACKSPACE] = ['\u0003', '\u007f', '\b'];

/** Reads a line from the terminal without an echo. */
function typed(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY)
    throw new Stop(
      `Chưa có mật khẩu / no passphrase: set ${PASSPHRASE_VARIABLE}, name a file with --passphrase-file, or use a terminal`,
      2,
    );
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve, reject) => {
    let line = '';
    const end = (settle: () => void) => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      settle();
    };
    const onData = (text: string) => {
      for (const char of text) {
        if (ENTER.includes(char)) return end(() => resolve(line));
        if (char === INTERRUPT) return end(() => reject(new Stop('cancelled')));
        line = char === DELETE || char === BACKSPACE ? line.slice(0, -1) : line + char;
      }
    };
    stdin.on('data', onData);
  });
}

/** @param isNew asks twice, and for one that is long enough. @throws Stop */
export async function askPassphrase(file: string | undefined, isNew: boolean): Promise<string> {
  const given =
    file === undefined ? process.env[PASSPHRASE_VARIABLE] : readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  const passphrase = given ?? (await typed('Mật khẩu của bản sao lưu / passphrase of the backup: '));
  if (isNew && Array.from(passphrase).length < SHORTEST_PASSPHRASE)
    throw new Stop(
      `Mật khẩu cần ít nhất ${SHORTEST_PASSPHRASE} ký tự / the passphrase must have at least ${SHORTEST_PASSPHRASE} characters`,
    );
  if (isNew && given === undefined && (await typed('Gõ lại / once more: ')) !== passphrase)
    throw new Stop('Hai lần gõ không giống nhau / the two are not the same');
  return passphrase;
}
