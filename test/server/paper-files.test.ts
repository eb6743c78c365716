/** Importing a file over the API: looked at as a whole before anything is stored, whatever is in it. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CheckReply,
  type ColumnMap,
  FILE_BYTES,
  ImportState,
  UploadReply,
  XLSX_ROWS,
  type ImportFile,
} from '../../src/domain/paper-import.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { createImports } from '../../src/server/paper/imports.ts';
import { importFile } from '../../src/server/paper/import.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { openFolderAt } from '../helpers/paper.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { workbookOf, workbookParts, zipOf } from '../helpers/workbook.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const HEADER = 'date,counter,field,stage,access,reception,procedure,staff,result,feedback';
const GOOD = '2026-11-02,quay-1,land,filing,5,4,3,2,k,';
let server: TestApp;
let team: Record<string, string>;
beforeEach(() => {
  server = openApp({ now: () => NOW });
  team = server.signIn('team');
});
afterEach(() => server.close());

type Sent = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };
async function send(path: string, init: Sent, headers = team) {
  const reply = await server.app.request(`/api/paper/files${path}`, {
    ...init,
    headers: { ...headers, ...init.headers },
  });
  return { status: reply.status, value: (await reply.json()) as unknown };
}
const post = (path: string, body: unknown, headers = team) =>
  send(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }, headers);
async function upload(content: string | Buffer, name = 'phieu.csv') {
  const headers = { 'Content-Type': 'application/octet-stream' };
  const body = new Uint8Array(Buffer.from(content));
  const { value } = await send(`?name=${encodeURIComponent(name)}`, { method: 'POST', body, headers });
  return UploadReply.parse(value);
}
async function ready(content: string | Buffer, name?: string): Promise<ImportFile> {
  const reply = await upload(content, name);
  if (reply.state !== 'ready') throw new Error(reply.code);
  return reply.file;
}
const refusal = async (content: string | Buffer, name?: string) => {
  const reply = await upload(content, name);
  return reply.state === 'refused' ? reply.code : 'ready';
};
function mapOf({ guess }: ImportFile): ColumnMap {
  if (guess.date === null) throw new Error('no column of days was found');
  return { ...guess, date: guess.date };
}
async function check(file: ImportFile, map = mapOf(file), after = 0) {
  const reply = CheckReply.parse((await post(`/${file.id}/check`, { map, after })).value);
  if (reply.state !== 'ready') throw new Error(reply.code);
  return reply;
}
const stateOf = async ({ id }: ImportFile) => ImportState.parse((await send(`/${id}`, {})).value);
async function run(file: ImportFile, sameName: 'correction' | 'other' | null = null, map = mapOf(file)) {
  let state = ImportState.parse((await post(`/${file.id}/import`, { map, sameName })).value);
  while (state.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    state = await stateOf(file);
  }
  return state;
}
const count = () => server.db.prepare<[], number>('select count(*) from submissions').pluck().get();
const leftOver = () => {
  const folder = join(server.dataDir, 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const csv = (...lines: string[]) => [HEADER, ...lines, ''].join('\n');

describe('a CSV file', () => {
  it('comes to an end also where the database cannot clear up after it', async () => {
    server.db.exec(`create trigger stuck before delete on paper_files begin select raise(abort, 'cannot now'); end`);
    const state = await run(await ready(`${HEADER}\n${GOOD.replace('quay-1', 'quay-9')}\n`));
    expect(state.state).toBe('done');
    expect(server.db.prepare('select count(*) from submissions').pluck().get()).toBe(0);
  });

  it('is shown with all its bad lines before anything is stored, then imported, and its copy deleted', async () => {
    const file = await ready(
      csv(
        GOOD,
        '2026-13-02,quay-1,,,5,5,5,5,5,5',
        '',
        '03/11/2026,Quầy 2,Đất đai,,rất hài lòng,4,3,Không biết,5,',
        'x,y',
      ),
    );
    expect(file).toMatchObject({ kind: 'csv', sheet: null });
    const checked = await check(file);
    expect(checked).toMatchObject({
      lines: 4,
      bad: 2,
      standing: 'new',
      days: { from: '2026-11-02', to: '2026-11-03' },
    });
    expect(checked.badRows).toEqual([
      { line: 3, code: 'wrong-date', value: '2026-13-02' },
      { line: 6, code: 'wrong-columns', value: '2' },
    ]);
    expect(checked.rows[2]).toMatchObject({
      line: 5,
      day: '2026-11-03',
      counter: 'quay-2',
      levels: [5, 4, 3, 'unknown', 5, null],
    });
    expect(count()).toBe(0);
    expect(leftOver()).toHaveLength(1);
    expect(await run(file)).toMatchObject({ state: 'done', counts: { lines: 4, added: 2, known: 0, bad: 2 } });
    expect(count()).toBe(2);
    expect(leftOver()).toEqual([]);
    expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ differences: [], altered: [] });
  });

  it('is the same file to the command and to the page: either way it adds nothing more', async () => {
    const text = csv(GOOD, GOOD);
    expect(await run(await ready(text))).toMatchObject({ counts: { added: 2 } });
    expect((await check(await ready(text, 'khac.csv'))).standing).toBe('known');
    expect(await run(await ready(text, 'khac.csv'))).toMatchObject({ counts: { added: 0, known: 2 } });
    const { db, office } = openFolderAt(server.dataDir);
    const path = join(server.dataDir, 'phieu.csv');
    writeFileSync(path, text);
    const job = {
      db,
      office,
      zone: server.deps.config.zone,
      now: () => NOW,
      file: path,
      name: 'phieu.csv',
      onBad: () => {},
    };
    expect(await importFile(job)).toMatchObject({ ok: true, counts: { added: 0, known: 2 } });
  });

  it('asks what a file is that has the name of an earlier one and other content', async () => {
    await run(await ready(csv(GOOD)));
    const longer = csv(GOOD, GOOD);
    expect((await check(await ready(longer))).standing).toBe('same-name');
    expect(await run(await ready(longer))).toMatchObject({ state: 'refused', code: 'same-name' });
    expect(count()).toBe(1);
    expect(await run(await ready(longer), 'correction')).toMatchObject({
      state: 'done',
      counts: { added: 1, known: 1 },
    });
    expect(await run(await ready(csv(GOOD, GOOD, GOOD)), 'other')).toMatchObject({ counts: { added: 3 } });
  });

  it('is not counted a second time with its columns read in another way', async () => {
    const text = csv(GOOD);
    await run(await ready(text));
    const file = await ready(text);
    const map = mapOf(file);
    const swapped = {
      ...map,
      criteria: map.criteria.map(({ id, column }, at) => ({ id, column: at === 0 ? null : column })),
    };
    expect((await check(file, swapped)).standing).toBe('other-map');
    expect(await run(file, 'other', swapped)).toMatchObject({ state: 'refused', code: 'other-map' });
    expect(count()).toBe(1);
  });

  it('may be read in another way, or be another file of that name, after an import that ended before its first ballot', async () => {
    const text = csv(...Array.from({ length: 3000 }, () => GOOD));
    const imports = createImports(server.deps);
    const account = 'someone';
    const bring = async () => {
      const reply = await imports.bring(account, 'phieu.csv', Readable.from([Buffer.from(text)]));
      if (reply === 'too-large' || reply.state !== 'ready') throw new Error('the file was not taken');
      const held = imports.find(account, reply.file.id);
      if (!held) throw new Error('the file is not there');
      return { id: reply.file.id, held, map: mapOf(reply.file) };
    };
    const { id, held, map } = await bring();
    expect(await imports.check(held, { map, after: 0 })).toMatchObject({ standing: 'new' });
    expect(((await imports.start(held, { map, sameName: null })) as ImportState).state).toBe('running');
    expect(await imports.cancel(id, held)).toMatchObject({ state: 'cancelled', counts: { added: 0 } });
    expect(count()).toBe(0);
    const again = await bring();
    const swapped = {
      ...again.map,
      criteria: again.map.criteria.map(({ id: criterion, column }, at) => ({
        id: criterion,
        column: at === 0 ? null : column,
      })),
    };
    expect(await imports.check(again.held, { map: swapped, after: 0 })).toMatchObject({ standing: 'new' });
    await imports.start(again.held, { map: swapped, sameName: null });
    await again.held.running;
    expect(again.held.state).toMatchObject({ state: 'done', counts: { added: 3000 } });
    // What was stored still binds.
    const last = await bring();
    expect(await imports.check(last.held, { map: last.map, after: 0 })).toMatchObject({ standing: 'other-map' });
  });

  it('has its columns recognised by Vietnamese names, below a title, with tabs or semicolons', async () => {
    const names = SIX_CRITERIA.criteria.map(({ name }, at) => `${at + 1}. ${name.vi}`);
    const header = ['STT', 'Ngày lấy phiếu', 'Quầy số', 'LĨNH VỰC', ...names, 'Ghi chú'];
    const line = ['1', '2/11/2026', 'Quầy 1', 'Hộ tịch', '5', 'hài lòng', 'BINH THUONG', '2', 'k', '', 'x'];
    for (const sign of ['\t', ';']) {
      const text = `\uFEFFDanh sách phiếu tháng 11\r\n\r\n${header.join(sign)}\r\n${line.join(sign)}\r\n`;
      const file = await ready(text, `thang-11${sign === ';' ? 'b' : ''}.csv`);
      expect(file.guess).toMatchObject({ headerLine: 3, date: 1, counter: 2, field: 3, stage: null });
      expect(file.guess.criteria.map(({ column }) => column)).toEqual([4, 5, 6, 7, 8, 9]);
      expect((await check(file)).rows).toMatchObject([
        { day: '2026-11-02', counter: 'quay-1', levels: [5, 4, 3, 2, 'unknown', null] },
      ]);
    }
  });

  it('may leave the counter to be said once for all lines', async () => {
    const file = await ready('Ngày,access\n02/11/2026,5\n');
    const map = { ...mapOf(file), counterId: 'quay-3' };
    expect((await check(file)).badRows).toMatchObject([{ code: 'unknown-counter' }]);
    expect((await check(file, map)).rows).toMatchObject([{ counter: 'quay-3' }]);
    expect((await check(file, { ...map, counterId: 'quay-9' })).badRows).toMatchObject([{ code: 'unknown-counter' }]);
    await run(file, null, map);
    expect(server.db.prepare('select counter from submissions').pluck().all()).toEqual(['quay-3']);
  });

  it('shows every bad line, a page at a time', async () => {
    const file = await ready(csv(...Array.from({ length: 1203 }, () => 'hôm qua,quay-1,,,5,5,5,5,5,5')));
    const lines: number[] = [];
    for (let more = true; more;) {
      const page = await check(file, mapOf(file), lines.at(-1) ?? 0);
      lines.push(...page.badRows.map(({ line }) => line));
      expect(page.bad).toBe(1203);
      more = page.more;
    }
    expect(lines).toEqual(Array.from({ length: 1203 }, (_, at) => at + 2));
  });

  it('can be cancelled: what is stored stays, and the same file adds the rest', async () => {
    const text = csv(
      ...Array.from({ length: 30_000 }, (_, at) => `2026-11-0${(at % 9) + 1},quay-1,,,5,4,3,2,1,${(at % 5) + 1}`),
    );
    const file = await ready(text);
    const started = await post(`/${file.id}/import`, { map: mapOf(file), sameName: null });
    expect(started.value).toMatchObject({ state: 'running', total: 30_000 });
    while ((await stateOf(file)).counts.added === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const cancelled = ImportState.parse((await send(`/${file.id}`, { method: 'DELETE' })).value);
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.counts.added).toBeGreaterThan(0);
    expect(cancelled.counts.added).toBeLessThan(30_000);
    expect(count()).toBe(cancelled.counts.added);
    expect(leftOver()).toEqual([]);
    const rest = await run(await ready(text));
    expect(rest.counts).toMatchObject({ known: cancelled.counts.added, added: 30_000 - cancelled.counts.added });
  });
});

describe('a workbook', () => {
  const header = ['Ngày', 'Quầy', 'Lĩnh vực', 'Bước', ...SIX_CRITERIA.criteria.map(({ name }) => name.vi)];

  it('is read by its values: days as numbers, shared and cut-off cells, formulas never worked out', async () => {
    const rows = [
      ['Tổng hợp phiếu'],
      header,
      [46_328, 'Quầy 1', 'Đất đai', 'Nộp hồ sơ', 5, 4, 3, 2, 'k'],
      [
        46_329.5,
        'Quầy 2',
        null,
        null,
        { formula: '5*1', value: '4' },
        { formula: 'WEBSERVICE("http://x")', value: 'x' },
        1,
        1,
        1,
        1,
      ],
      ['04/11/2026', '=1+1', null, null, 5, 5, 5, 5, 5, 5],
    ];
    const file = await ready(workbookOf(rows), 'phieu.xlsx');
    expect(file).toMatchObject({ kind: 'xlsx', sheet: 'Phiếu', guess: { headerLine: 2 } });
    const checked = await check(file);
    expect(checked.rows).toEqual([
      {
        line: 3,
        day: '2026-11-02',
        counter: 'quay-1',
        field: 'land',
        stage: 'filing',
        levels: [5, 4, 3, 2, 'unknown', null],
      },
      { line: 4, code: 'bad-level', value: 'reception: x' },
      { line: 5, code: 'unknown-counter', value: '=1+1' },
    ]);
    expect(await run(file)).toMatchObject({ state: 'done', counts: { added: 1, bad: 2 } });
    expect(await run(await ready(workbookOf(rows), 'lai.xlsx'))).toMatchObject({ counts: { added: 0, known: 1 } });
  });

  it('with too many rows, or a gigabyte inside, is refused with its reason', async () => {
    const row = [46_328, 'Quầy 1', null, null, 5, 5, 5, 5, 5, 5];
    const many = await ready(workbookOf([header, ...Array.from({ length: XLSX_ROWS + 1 }, () => row)]), 'nhieu.xlsx');
    expect((await post(`/${many.id}/check`, { map: mapOf(many), after: 0 })).value).toEqual({
      state: 'refused',
      code: 'too-many-rows',
    });
    expect(await run(many)).toMatchObject({ state: 'refused', code: 'too-many-rows' });
    const blank = '<row r="9"></row>'.repeat(4_000_000);
    const parts = workbookParts([header, row]);
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    const bomb = { ...parts, 'xl/worksheets/sheet1.xml': sheet.replace('</sheetData>', `${blank}</sheetData>`) };
    const file = await ready(zipOf(bomb), 'bom.xlsx');
    const before = process.memoryUsage().rss;
    expect((await post(`/${file.id}/check`, { map: mapOf(file), after: 0 })).value).toEqual({
      state: 'refused',
      code: 'too-big-inside',
    });
    expect((process.memoryUsage().rss - before) / 1_048_576).toBeLessThan(200);
    const strings = { ...parts, 'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(2_500_000)}</sst>` };
    expect(await refusal(zipOf(strings))).toBe('too-big-inside');
    expect(count()).toBe(0);
  }, 60_000);

  it('that is broken, lies about itself or brings entities is refused, never a failure', async () => {
    const parts = workbookParts([header, ['02/11/2026', 'Quầy 1']]);
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    const bombs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    expect(await refusal(zipOf({ ...parts, 'xl/sharedStrings.xml': `${bombs}<sst><si><t>&b;</t></si></sst>` }))).toBe(
      'damaged',
    );
    expect(await refusal(zipOf({ ...parts, 'xl/sharedStrings.xml': '<sst><si><t>&b;</t></si></sst>' }))).toBe(
      'damaged',
    );
    const cutOff = await ready(zipOf({ ...parts, 'xl/worksheets/sheet1.xml': sheet.slice(0, -30) }));
    const request = { map: mapOf(cutOff), after: 0 };
    expect((await post(`/${cutOff.id}/check`, request)).value).toEqual({ state: 'refused', code: 'damaged' });
    expect(await refusal(zipOf({ ...parts, 'xl/workbook.xml': '<workbook/>' }))).toBe('empty');
    expect(await refusal(zipOf(parts, 10))).toBe('damaged');
    expect(await refusal(zipOf({ a: 'b' }))).toBe('damaged');
    expect(await refusal(zipOf({ '../../etc/passwd': 'b', ...parts }))).toBe('damaged');
    expect(await refusal(zipOf(parts).subarray(0, 300))).toBe('damaged');
    expect(await refusal(zipOf({ ...parts, EncryptedPackage: 'x' }))).toBe('encrypted');
    expect(leftOver()).toEqual([]);
    expect(count()).toBe(0);
  });

  it('with a huge cell or a far column costs that line only', async () => {
    const good = ['02/11/2026', 'Quầy 1', null, null, 5];
    const far = Array.from({ length: 300 }, (_, at) => (at === 299 ? 'x' : null));
    const file = await ready(workbookOf([header, good, ['x'.repeat(500_000)], far, good]), 'to.xlsx');
    const checked = await check(file);
    expect(checked.badRows.map(({ line, code }) => [line, code])).toEqual([
      [3, 'unreadable'],
      [4, 'unreadable'],
    ]);
    expect(checked.lines - checked.bad).toBe(2);
  });
});

describe('a file that is no table of ballots', () => {
  it('is refused with a reason that says what to do', async () => {
    const text = csv(GOOD);
    expect(await refusal('')).toBe('empty');
    expect(await refusal('\n\n ,,\n')).toBe('empty');
    expect(await refusal(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toBe('not-utf8');
    expect(await refusal(Buffer.from(text, 'utf16le'))).toBe('not-utf8');
    // Windows-1258: "Quầy" as single bytes.
    expect(
      await refusal(
        Buffer.concat([Buffer.from(`${HEADER}\n2026-11-02,Qu`), Buffer.from([0xe2, 0xcc]), Buffer.from('y 1,,,5\n')]),
      ),
    ).toBe('not-utf8');
    expect(await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe('old-excel');
    expect(await refusal('%PDF-1.7\n')).toBe('not-a-table');
    expect(leftOver()).toEqual([]);
  });

  it('larger than 10 MB is turned away, also when it does not say so', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x61);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
        if (sent > 4 * FILE_BYTES) controller.close();
      },
    });
    const headers = { 'Content-Type': 'application/octet-stream' };
    const init: Sent & { duplex: string } = { method: 'POST', headers, body, duplex: 'half' };
    expect(await send('?name=x.csv', init)).toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(2 * FILE_BYTES);
    expect(leftOver()).toEqual([]);
  });

  it('belongs to who brought it, and is gone when they bring another', async () => {
    const file = await ready(csv(GOOD));
    const other = server.signIn('team');
    expect((await send(`/${file.id}`, {}, other)).status).toBe(404);
    expect((await post(`/${file.id}/check`, { map: mapOf(file), after: 0 }, other)).status).toBe(404);
    expect((await send(`/${file.id}`, { method: 'DELETE' }, other)).status).toBe(404);
    expect((await send(`/${file.id}`, {}, server.signIn('viewer'))).status).toBe(403);
    await ready(csv(GOOD, GOOD));
    expect((await send(`/${file.id}`, {})).status).toBe(404);
    expect(leftOver()).toHaveLength(1);
  });
});
