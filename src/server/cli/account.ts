/** `npm run account`: lists who may sign in, and lets somebody in who is locked out. Works on the machine itself only. */
import { parseArgs } from 'node:util';
import { print, runCommand, Stop, withFolder } from '../command.ts';
import { linkPath } from '../link-path.ts';
import { dashboardOrigin, printSetUpLink } from '../set-up-link.ts';
import { findByName, hasNoAccount, listAccounts } from '../store/accounts.ts';
import { createAudit } from '../store/audit.ts';
import { HANDED_OVER_MS, issueLink } from '../store/links.ts';

const USAGE = `npm run account                                  in các tài khoản: tên, vai trò, lớp xác thực thứ hai, lần đăng nhập gần nhất
npm run account -- --reset-link TÊN              in liên kết để người này đặt lại mật khẩu
npm run account -- --reset-link TÊN --no-code    như trên, cho người mất cả ứng dụng xác thực lẫn mã dự phòng
npm run account -- --set-up-link                 in liên kết lập tài khoản đầu tiên, khi chưa có tài khoản nào

Mỗi liên kết dùng được một lần. Ai có liên kết là đăng nhập được thay người đó: hãy tự tay đưa.

npm run account                                  prints the accounts: name, role, second factor, last sign-in
npm run account -- --reset-link NAME             prints a link with which this person sets another password
npm run account -- --reset-link NAME --no-code   the same for who has lost the authenticator and the recovery codes
npm run account -- --set-up-link                 prints a link for the first account, where there is none yet

A link works once. Whoever has it can sign in as that person: hand it over yourself.`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      'reset-link': { type: 'string' },
      'no-code': { type: 'boolean' },
      'set-up-link': { type: 'boolean' },
    },
  });
  const name = values['reset-link'];
  if (values['no-code'] && name === undefined) throw new Stop('--no-code goes with --reset-link NAME', 2);
  return withFolder(({ db, office, config }) => {
    const now = Date.now();
    const time = (at: number) =>
      new Date(at).toLocaleString('vi-VN', { timeZone: config.zone, dateStyle: 'short', timeStyle: 'short' });
    if (values['set-up-link']) {
      if (!hasNoAccount(db, office)) throw new Stop('there is an account already; see --reset-link');
      printSetUpLink({ db, office, config, url: dashboardOrigin(config), now });
      return 0;
    }
    if (name === undefined) {
      for (const { signInName, name: shown, role, secondFactor, disabledAt, lastSignInAt } of listAccounts(
        db,
        office,
        now,
      ))
        print(
          `${signInName}  ${shown}  ${role}${secondFactor ? ' +2FA' : ''}${disabledAt === null ? '' : ' (đã khóa / disabled)'}  ${lastSignInAt === null ? '–' : time(lastSignInAt)}`,
        );
      return 0;
    }
    const found = findByName(db, office, name.trim().normalize('NFC').toLowerCase());
    if (!found) throw new Stop('there is no such account in use');
    const { id } = found.account;
    const takesSecondFactor = values['no-code'] === true;
    const expiresAt = now + HANDED_OVER_MS;
    const link = db.transaction(() => {
      const detail = { secondFactor: takesSecondFactor ? 1 : 0 };
      createAudit(db, office, Date.now)({ actor: 'system', action: 'account.reset', object: id, detail });
      return issueLink(db, office, { purpose: 'reset', account: id, takesSecondFactor, expiresAt });
    });
    print(dashboardOrigin(config) + linkPath(link.immediate()));
    print(`${found.account.name}; dùng một lần, đến ${time(expiresAt)} / once, until ${time(expiresAt)}`);
    return 0;
  });
});
