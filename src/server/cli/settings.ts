/** `npm run settings`: shows the office's settings, or applies a file of them. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SETTING } from '../../domain/office-settings.ts';
import { print, runCommand, Stop, withFolder } from '../command.ts';
import { applyOfficeFile, readOfficeFile } from '../office-file.ts';
import { saveSetting } from '../store/office-settings.ts';
import { setPin } from '../store/office.ts';

const USAGE = `npm run settings                  in cài đặt dạng JSON (đơn vị, quầy, quy tắc, bộ phiếu)
npm run settings -- TỆP.json      kiểm tra và áp dụng tệp như vậy; bộ phiếu đã đổi thành phiên bản mới,
                                  quầy không có trong tệp ngừng hoạt động
npm run settings -- --pin NNNNNN  đặt mã PIN của cán bộ trên máy tính bảng
npm run settings -- --min-kiosk 0.2.0
                                  máy có phiên bản cũ hơn tìm bản mới ngay

npm run settings                  prints the settings as JSON (office, counters, rules, survey)
npm run settings -- FILE.json     checks and applies such a file; a changed survey becomes a new version,
                                  and a counter that is missing from the file is retired
npm run settings -- --pin NNNNNN  sets the staff PIN of the tablets
npm run settings -- --min-kiosk 0.2.0
                                  tablets with an older version look for a newer one at once`;

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Stop(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { pin: { type: 'string' }, 'min-kiosk': { type: 'string' } },
  });
  const [file, ...more] = positionals;
  const { pin, 'min-kiosk': version } = values;
  if (more.length > 0) throw new Stop('one FILE.json at a time', 2);
  if (pin !== undefined && !/^\d{6}$/.test(pin)) throw new Stop('--pin must be six digits', 2);
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version)) throw new Stop('--min-kiosk must be like 0.2.0', 2);
  const content = file === undefined ? undefined : await readJson(file);
  return withFolder(({ db, office }) => {
    if (content !== undefined) {
      const result = applyOfficeFile(db, office, content, Date.now());
      if (!result.ok) throw new Stop(`nothing was changed:\n${result.messages.join('\n')}`);
      print(result.changes.length > 0 ? result.changes.join('\n') : 'nothing to change');
    }
    if (pin !== undefined) {
      setPin(db, office, pin);
      print('PIN set');
    }
    if (version !== undefined) {
      saveSetting(db, office, SETTING.minKioskVersion, version);
      print('oldest kiosk version set');
    }
    if (content === undefined && pin === undefined && version === undefined)
      print(JSON.stringify(readOfficeFile(db, office), null, 2));
    return 0;
  });
});
