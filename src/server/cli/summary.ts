/** `npm run summary -- --from D --to D`: what the result page shows for a period. */
import { parseArgs } from 'node:util';
import { dayHour, isDay } from '../../domain/period.ts';
import { Method } from '../../domain/survey.ts';
import { print, required, runCommand, Stop, withFolder } from '../command.ts';
import { readResults } from '../store/results.ts';
import { summaryOf } from '../summary/summary-of.ts';
import { summaryText } from '../summary/summary-text.ts';

const USAGE = `npm run summary -- --from yyyy-MM-dd --to yyyy-MM-dd [--method top2|norm|mean5] [--json]

In những gì trang kết quả cho thấy về một kỳ (tính cả hai ngày đầu và cuối). Không có --method thì theo cách tính của bộ phiếu.

Prints what the result page shows for a period (both days included). Without --method it is the survey's.`;

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  method: { type: 'string' },
  json: { type: 'boolean' },
} as const;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options });
  const [from, to] = [required(values.from, '--from'), required(values.to, '--to')];
  for (const day of [from, to]) if (!isDay(day)) throw new Stop(`"${day}" is not a day (yyyy-MM-dd)`, 2);
  if (from > to) throw new Stop('--from must not be after --to', 2);
  const method = values.method === undefined ? undefined : Method.safeParse(values.method).data;
  if (values.method !== undefined && !method) throw new Stop('--method must be top2, norm or mean5', 2);
  return withFolder(({ db, office, config: { zone } }) => {
    const now = Date.now();
    const today = dayHour(now, zone).day;
    const summary = summaryOf(readResults(db, { officeId: office, period: { from, to }, zone, today }), method);
    if (values.json) print(JSON.stringify(summary, null, 2));
    else print(summaryText(summary, new Date(now).toLocaleString('vi-VN', { timeZone: zone })));
    return 0;
  });
});
