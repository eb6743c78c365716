/**
 * `npm run verify`: counts everything again from what is stored, says where the tallies differ, works out again what has
 * arrived of each tablet's sequence, and checks the audit log.
 */
import { parseArgs } from 'node:util';
import { print, runCommand, warn, withFolder } from '../command.ts';
import { type AuditRange, type AuditVerification, verifyAudit } from '../store/audit-verify.ts';
import { verifyTallies } from '../store/verify.ts';
import { verifySeals } from '../verify-seals.ts';
import { verifySequence } from '../store/verify-sequence.ts';

const USAGE = `npm run verify

Đếm lại mọi phiếu đã lưu và so với số đã đếm; mở lại mọi phiếu niêm phong; tính lại những số thứ tự đã đến của từng máy; đi hết
nhật ký và đối chiếu với các mốc. Không thay đổi gì. Kết thúc với 1 khi có gì không khớp.

Counts every stored submission again and compares with the tallies; opens every sealed one again; works out again which places of each tablet's
sequence have arrived; walks the audit log and holds it against its anchors. Changes nothing. Ends with 1 when anything
does not fit.`;

const shown = (counts: readonly number[] | null) => (counts === null ? '–' : counts.join(' '));

function tellAudit({ rows, anchored, unanchored, unsigned }: AuditVerification): boolean {
  const range = (name: string, { from, to, brokenAt }: AuditRange) =>
    `${name} ${from}–${to} ${brokenAt === null ? 'unchanged' : `BROKEN from row ${brokenAt} on`}`;
  const ranges = [anchored && range('anchored', anchored), unanchored && range('not yet anchored', unanchored)];
  print(`audit log, ${rows} rows: ${ranges.filter((text) => text !== null).join('; ') || 'empty'}`);
  if (unsigned > 0) warn(`audit-anchors.log: ${unsigned} lines were not signed here`);
  const isWhole = (range: AuditRange | null) => range === null || range.brokenAt === null;
  return isWhole(anchored) && isWhole(unanchored) && unsigned === 0;
}

await runCommand(USAGE, async () => {
  parseArgs({ options: {} });
  const { tallies, seals, sequence, audit } = await withFolder(async ({ db, office }) => ({
    tallies: verifyTallies(db, office),
    seals: await verifySeals(db, office),
    sequence: verifySequence(db, office),
    audit: verifyAudit(db, office),
  }));
  const { submissions, differences, altered } = tallies;
  for (const { table, kind, key, derived, stored } of differences)
    warn(`${table} ${key}: ${kind}, counted again ${shown(derived)}, stored ${shown(stored)}`);
  for (const id of altered) warn(`submission ${id}: its bytes do not fit its hash or its columns`);
  const sound = differences.length === 0 && altered.length === 0;
  const found = `${differences.length} differences, ${altered.length} altered`;
  print(`${submissions} submissions counted again: ${sound ? 'all tallies are right' : found}`);
  const { lines, unopened } = seals;
  for (const id of seals.altered)
    warn(`submission ${id}: its sealed line does not hold what is counted, or is not signed by its tablet`);
  print(`${lines} sealed lines opened again: ${seals.altered.length} differ, ${unopened} lack their key`);
  for (const wrong of sequence) warn(wrong);
  print(`sequences of the tablets: ${sequence.length === 0 ? 'as arrived' : `${sequence.length} differences`}`);
  return tellAudit(audit) && sound && seals.altered.length === 0 && sequence.length === 0 ? 0 : 1;
});
