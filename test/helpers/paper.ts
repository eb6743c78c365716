/** A data folder of its own for one test, and paper ballots typed into it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { importFile, type ImportJob, type ImportResult } from '../../src/server/paper/import.ts';
import type { BadLine } from '../../src/server/paper/store-rows.ts';
import { openDatabase } from '../../src/server/store/database.ts';

export const ZONE = 'Asia/Ho_Chi_Minh';
/** 22 November 2026, 10:00 at the office. */
export const NOW = Date.parse('2026-11-22T03:00:00Z');
export const TODAY = '2026-11-22';
export const HEADER = 'date,counter,field,stage,access,reception,procedure,staff,result,feedback';

/** Opens another connection to a data folder, closed after the test. */
export function openFolderAt(dataDir: string) {
  const opening = openDatabase({ dataDir, office: { code: '22504', name: 'Xã Đại Lãnh' } }, NOW);
  if (!opening.ok) throw new Error(opening.message);
  const { db, office } = opening;
  onTestFinished(() => void db.close());
  return { dataDir, db, office };
}

export function paperFolder() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-paper-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const folder = openFolderAt(dataDir);
  /** Imports a text as a file of this name. */
  const importText = async (
    text: string | Uint8Array,
    name = 'phieu.csv',
    { db, office } = folder,
    { source, sameName }: Pick<ImportJob, 'source' | 'sameName'> = { source: name },
  ) => {
    const file = join(dataDir, name);
    writeFileSync(file, text);
    const bad: BadLine[] = [];
    const result: ImportResult = await importFile({
      db,
      office,
      zone: ZONE,
      now: () => NOW,
      file,
      name,
      source,
      sameName,
      onBad: (line) => bad.push(line),
    });
    return { result, bad, counts: result.ok ? result.counts : null };
  };
  /** Imports lines under the usual header. */
  const importLines = (lines: readonly string[], name?: string, by = folder) =>
    importText([HEADER, ...lines, ''].join('\n'), name, by);
  return { ...folder, importText, importLines };
}
