/** `npm run offices`: the offices of a store as a tree, and under which one an office is. Works on the machine itself only. */
import { parseArgs } from 'node:util';
import { print, required, runCommand, Stop, withFolder } from '../command.ts';
import type { Database } from '../deps.ts';
import { createAudit } from '../store/audit.ts';
import { attachOffice, type Attached, listAll } from '../store/offices.ts';

const USAGE = `npm run offices -- list                     in mọi đơn vị trong kho, đơn vị trực thuộc lùi vào
npm run offices -- attach MÃ --under MÃ    đặt một đơn vị (cùng mọi đơn vị dưới nó) trực thuộc đơn vị khác
npm run offices -- detach MÃ               cho một đơn vị không còn trực thuộc đơn vị nào

Đơn vị cấp trên xem được số liệu của đơn vị trực thuộc, không xem được ý kiến và từng phiếu; cài đặt nào đơn vị chưa đặt thì lấy từ
cấp trên. Việc này được ghi vào nhật ký của đơn vị trong OFFICE_CODE.

npm run offices -- list                        prints all offices of the store, those beneath another moved in
npm run offices -- attach CODE --under CODE    puts an office, with all that is beneath it, under another
npm run offices -- detach CODE                 puts an office under none

The office above sees the figures of those beneath it, and no remark and no ballot; a setting that an office has not made comes from
above. It is written to the audit log of the office in OFFICE_CODE.`;

const WHY: Record<Exclude<Attached, { ok: true }>['code'], string> = {
  unknown: 'Không có đơn vị này / there is no such office: npm run offices -- list',
  itself: 'Đơn vị không thể trực thuộc chính nó / an office cannot be under itself',
  beneath: 'Đơn vị kia đang trực thuộc đơn vị này / the other office is beneath this one',
};

function printTree(db: Database): void {
  const all = listAll(db);
  const printUnder = (parent: number | null, indent: string): void => {
    for (const { id, code, name, kind, validFrom, validTo } of all.filter((one) => one.parent === parent)) {
      const days = (validFrom ?? validTo) ? `  ${validFrom ?? ''} – ${validTo ?? ''}` : '';
      print(`${indent}${code}  ${name}${kind === '' ? '' : ` (${kind})`}${days}`);
      printUnder(id, `${indent}  `);
    }
  };
  printUnder(null, '');
}

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { under: { type: 'string' } } });
  const [verb = 'list', code, ...more] = positionals;
  if (more.length > 0 || !['list', 'attach', 'detach'].includes(verb)) throw new Stop('list | attach | detach', 2);
  if ((verb === 'attach') !== (values.under !== undefined)) throw new Stop('attach MÃ/CODE --under MÃ/CODE', 2);
  return withFolder(({ db, office }) => {
    if (verb !== 'list') {
      const moved = required(code, 'MÃ / CODE');
      const under = values.under ?? null;
      const audit = createAudit(db, office, Date.now);
      const done = attachOffice(db, moved, under, () =>
        audit({
          actor: 'system',
          action: under === null ? 'unit.detach' : 'unit.attach',
          object: moved,
          ...(under === null ? {} : { detail: { under } }),
        }),
      );
      if (!done.ok) throw new Stop(WHY[done.code]);
    }
    printTree(db);
    return 0;
  });
});
