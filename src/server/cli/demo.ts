/** `npm run demo`: simulated tablets send a year of answers to the real endpoint. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { print, runCommand, Stop, warn, withFolder } from '../command.ts';
import { createClient } from '../demo/client.ts';
import { demoPeriod, type DemoResult, runDemo } from '../demo/run.ts';
import { isRunning, serveHere } from '../demo/serve.ts';
import { countSubmissions } from '../store/copy.ts';
import { ensurePin } from '../store/office.ts';
import { lookAtAll } from '../store/signal-look.ts';

const USAGE = `npm run demo -- [--visits 30000] [--seed 1] [--year yyyy] [--staff-entries 0] [--add]
             [--url http://127.0.0.1:8080]

Thêm vào thư mục dữ liệu một năm phiếu giả, do các máy tính bảng mô phỏng (mỗi quầy một máy) gửi tới máy chủ đang chạy ở --url
trên cùng thư mục, hoặc tới máy chủ chạy trong lúc đó. Cùng --seed cho cùng một năm. Không có --year thì năm kết thúc hôm qua.
--staff-entries thêm ngần ấy đợt cán bộ tự nhập phiếu. Phiếu đã đếm thì vẫn đếm: thư mục đã có phiếu bị từ chối, trừ khi --add
cho biết phiếu ở đó cũng là giả.

Adds a made-up year of answers to the data folder, sent by simulated tablets (one a counter) to the server that runs
at --url on the same data folder, or to one that runs for as long as this takes. The same seed makes the same year.
Without --year it ends yesterday. --staff-entries puts so many episodes among it in which staff enter ballots. What is
counted stays counted: a folder that has answers is refused, unless --add says that they are all made up, too.`;

const options = {
  visits: { type: 'string', default: '30000' },
  seed: { type: 'string', default: '1' },
  year: { type: 'string' },
  'staff-entries': { type: 'string', default: '0' },
  add: { type: 'boolean', default: false },
  url: { type: 'string' },
} as const;

function whole(text: string, name: string, low: number, high: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value >= low && value <= high)) throw new Stop(`${name} must be a whole number from ${low} to ${high}`, 2);
  return value;
}

function tell(result: DemoResult): void {
  const { visits, batches, repeated, stored, duplicates, corrected, refused, differences } = result;
  print(`Đã gửi (sent): ${visits} phiếu, ${batches} gói, trong đó ${repeated} gói gửi hai lần (sent twice)`);
  print(
    `Máy chủ (server): ${stored} lưu (stored), ${duplicates} trùng (duplicates), ${corrected} chỉnh giờ (corrected)`,
  );
  for (const [code, count] of Object.entries(refused)) warn(`${count} bị từ chối (refused): ${code}`);
  for (const difference of differences) warn(difference);
  if (differences.length === 0) print('Số đếm khớp từng con số (every count is as it was made)');
}

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options });
  const visits = whole(values.visits, '--visits', 1, 1_000_000);
  const seed = whole(values.seed, '--seed', 0, 4_294_967_295);
  const year = values.year === undefined ? null : whole(values.year, '--year', 2023, 2105);
  const staffEntries = whole(values['staff-entries'], '--staff-entries', 0, 10_000);
  return withFolder(async (folder) => {
    const { config, db, office } = folder;
    if (!values.add && countSubmissions(db, office) > 0)
      throw new Stop(
        `Trong ${config.dataDir} đã có phiếu: không trộn phiếu mô phỏng vào. Dùng thư mục khác, ví dụ DATA_DIR=./data/demo / ` +
          `${config.dataDir} has answers: no made-up ones are put among them. Use another folder, such as DATA_DIR=./data/demo`,
      );
    const period = demoPeriod(year, Date.now(), config.zone);
    if (!period) throw new Stop('--year must have begun', 2);
    const url = (values.url ?? `http://127.0.0.1:${config.port}`).replace(/\/+$/, '');
    const running = await isRunning(url);
    if (!running && values.url !== undefined) warn(`${url} does not answer; a server is started for the demo`);
    const pin = ensurePin(db, office);
    if (pin !== null) print(`Mã PIN của cán bộ, chỉ hiện lần này / staff PIN, shown only now: ${pin}`);
    const web = resolve(dirname(fileURLToPath(import.meta.url)), '../web');
    const served = running ? null : await serveHere(folder, web, warn);
    try {
      const client = createClient(served?.url ?? url);
      const result = await runDemo({ folder, client, period, visits, seed, staffEntries, now: Date.now, say: print });
      tell(result);
      // A server that runs has begun by itself; whoever looks first, the same is found.
      print(`${lookAtAll(db, office, config.zone)} ngày của các máy đã xem dấu hiệu (days of tablets looked at)`);
      return result.differences.length === 0 && Object.keys(result.refused).length === 0 ? 0 : 1;
    } finally {
      await served?.stop();
    }
  }, 'make');
});
