/** `npm run enrol`: makes a one-time code with which one tablet joins; lists the tablets; ends the access of one. */
import { parseArgs } from 'node:util';
import { print, runCommand, Stop, withFolder } from '../command.ts';
import type { Database } from '../deps.ts';
import { createAudit } from '../store/audit.ts';
import { CODE_MINUTES, issueCode, listDevices, revokeDevice } from '../store/devices.ts';
import { listCounters } from '../store/office.ts';

const USAGE = `npm run enrol -- [--counter ID]   in mã để nhập vào một máy tính bảng; mã dùng được một lần
                                  (không có --counter thì dành cho quầy đầu tiên)
npm run enrol -- --list           in các máy tính bảng: id, quầy, tên, lần liên lạc gần nhất
npm run enrol -- --revoke ID      không nhận gì thêm từ máy này; phiếu chưa gửi vẫn nằm trên máy

npm run enrol -- [--counter ID]   prints a code to type into one tablet; it can be used once
                                  (without --counter it is for the first counter)
npm run enrol -- --list           prints the tablets: id, counter, name, last contact
npm run enrol -- --revoke ID      takes nothing more from this tablet; its unsent answers stay on it`;

const timeIn = (zone: string) => (instant: number) =>
  new Date(instant).toLocaleString('vi-VN', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });

function printCode(db: Database, office: number, asked: string | undefined, zone: string): void {
  const counters = listCounters(db, office).filter(({ retired }) => !retired);
  const counter = asked === undefined ? counters[0] : counters.find(({ id }) => id === asked);
  if (!counter) throw new Stop(`there is no such counter; known: ${counters.map(({ id }) => id).join(', ')}`);
  const now = Date.now();
  const time = timeIn(zone)(now + CODE_MINUTES * 60_000);
  print(issueCode(db, office, counter.id, now));
  print(`${counter.name} (${counter.id}); dùng một lần, đến ${time} (${CODE_MINUTES} phút) / once, until ${time}`);
}

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { counter: { type: 'string' }, list: { type: 'boolean' }, revoke: { type: 'string' } },
  });
  return withFolder(({ db, office, config }) => {
    const time = timeIn(config.zone);
    if (values.revoke !== undefined) {
      const { revoke } = values;
      const end = db.transaction(() => {
        if (!revokeDevice(db, office, revoke, Date.now())) throw new Stop('there is no such tablet in use');
        createAudit(db, office, Date.now)({ actor: 'system', action: 'tablet.revoke', object: revoke });
      });
      end.immediate();
      print('đã thu hồi / revoked');
    } else if (values.list) {
      for (const { id, counter, name, revoked, lastSeenAt } of listDevices(db, office))
        print(`${id}  ${counter}  ${name}  ${revoked ? 'đã thu hồi / revoked' : lastSeenAt ? time(lastSeenAt) : '–'}`);
    } else printCode(db, office, values.counter, config.zone);
    return 0;
  });
});
