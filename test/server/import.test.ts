import { describe, expect, it } from 'vitest';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { HEADER, openFolderAt, paperFolder } from '../helpers/paper.ts';

const GOOD = '2026-11-02,quay-1,land,filing,5,4,3,2,k,';
const count = (folder: { db: ReturnType<typeof paperFolder>['db'] }) =>
  folder.db.prepare<[], number>('select count(*) from submissions').pluck().get();

describe('a file of paper ballots', { timeout: 30_000 }, () => {
  it('stores each line as a ballot of the channel paper, on the day that it names', async () => {
    const folder = paperFolder();
    const { counts, bad } = await folder.importLines([GOOD, '2026-10-30,Quầy 2,,,1,1,1,1,1,1']);
    expect(bad).toEqual([]);
    expect(counts).toEqual({ lines: 2, added: 2, known: 0, bad: 0 });
    const rows = folder.db
      .prepare('select day, counter, field, stage, channel, epoch, seq, survey from submissions order by seq')
      .all();
    expect(rows).toEqual([
      {
        day: '2026-11-02',
        counter: 'quay-1',
        field: 'land',
        stage: 'filing',
        channel: 'paper',
        epoch: 1,
        seq: 1,
        survey: 1,
      },
      { day: '2026-10-30', counter: 'quay-2', field: '', stage: '', channel: 'paper', epoch: 1, seq: 2, survey: 1 },
    ]);
    expect(
      folder.db.prepare(`select n1, n2, n3, n4, n5, unknown, blank from tallies where span = '2026-11-02'`).raw().all(),
    ).toEqual([
      [0, 0, 0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0, 0, 1],
      [0, 0, 1, 0, 0, 0, 0],
      [0, 0, 0, 1, 0, 0, 0],
      [0, 0, 0, 0, 0, 1, 0],
      [0, 1, 0, 0, 0, 0, 0],
    ]);
  });

  it('reads columns in any order, labels in either language, semicolons, a byte order mark and CR LF', async () => {
    const folder = paperFolder();
    const lines = [
      'feedback;result;staff;procedure;reception;access;stage;field;counter;date',
      '5;4;3;2;1;K;Nộp hồ sơ;Đất đai;Quầy 1;2026-11-02',
      '"5";"";"";"";"";"";"collecting the result";"lao động - thương binh - xã hội";"quay-3";"2026-11-02"',
      `5;;;;;;;${'Hộ tịch'.normalize('NFD')};QUẦY 2;2026-11-02`,
    ];
    const { counts, bad } = await folder.importText(`\uFEFF${lines.join('\r\n')}\r\n`);
    expect(bad).toEqual([]);
    expect(counts?.added).toBe(3);
    expect(folder.db.prepare('select counter, field, stage from submissions order by seq').raw().all()).toEqual([
      ['quay-1', 'land', 'filing'],
      ['quay-3', 'labour', 'collecting'],
      ['quay-2', 'civil-status', ''],
    ]);
  });

  it('adds nothing when it comes again, under its name or another', async () => {
    const folder = paperFolder();
    const lines = [GOOD, '2026-11-03,quay-1,land,filing,5,5,5,5,5,5'];
    await folder.importLines(lines);
    expect((await folder.importLines(lines)).counts).toEqual({ lines: 2, added: 0, known: 2, bad: 0 });
    expect((await folder.importLines(lines, 'renamed.csv')).counts).toEqual({ lines: 2, added: 0, known: 2, bad: 0 });
    expect(count(folder)).toBe(2);
  });

  it('counts equal lines as different ballots, also when it comes again', async () => {
    const folder = paperFolder();
    const lines = Array.from({ length: 1200 }, () => GOOD);
    expect((await folder.importLines(lines)).counts?.added).toBe(1200);
    expect((await folder.importLines(lines)).counts).toEqual({ lines: 1200, added: 0, known: 1200, bad: 0 });
    expect(count(folder)).toBe(1200);
  });

  it('adds only what is new when a corrected file of the same name comes', async () => {
    const folder = paperFolder();
    await folder.importLines([GOOD, '2026-13-02,quay-1,land,filing,5,5,5,5,5,5', GOOD]);
    const corrected = await folder.importLines([GOOD, '2026-11-12,quay-1,land,filing,5,5,5,5,5,5', GOOD, GOOD]);
    expect(corrected.counts).toEqual({ lines: 4, added: 2, known: 2, bad: 0 });
    expect(folder.db.prepare('select seq from submissions order by seq').pluck().all()).toEqual([1, 2, 3, 4]);
  });

  it('asks what a file is that has the name of an earlier one and other content, and stores nothing of it', async () => {
    const folder = paperFolder();
    const text = (...lines: string[]) => [HEADER, ...lines, ''].join('\n');
    const take = (body: string, sameName?: 'correction' | 'other') =>
      folder.importText(body, 'phieu.csv', folder, { sameName });
    expect((await take(text(GOOD, GOOD))).counts?.added).toBe(2);
    expect((await take(text(GOOD, GOOD, GOOD))).result).toEqual({ ok: false, code: 'same-name', column: 'phieu.csv' });
    expect(count(folder)).toBe(2);
    expect((await take(text(GOOD, GOOD, GOOD), 'correction')).counts).toMatchObject({ added: 1, known: 2 });
    expect((await take(text(GOOD), 'other')).counts).toMatchObject({ added: 1, known: 0 });
    expect((await take(text(GOOD))).counts).toMatchObject({ added: 0, known: 1 });
  });

  it('takes equal lines of files with different names for different ballots', async () => {
    const folder = paperFolder();
    await folder.importLines([GOOD], 'quay-1.csv');
    expect((await folder.importLines([GOOD, ''], 'quay-2.csv')).counts?.added).toBe(1);
    expect(count(folder)).toBe(2);
  });

  it('names each bad line by its number and reason, and keeps the good ones', async () => {
    const folder = paperFolder();
    const { counts, bad } = await folder.importLines([
      GOOD,
      '02/11/2026,quay-1,land,filing,5,5,5,5,5,5',
      '2026-11-23,quay-1,land,filing,5,5,5,5,5,5',
      '2026-11-02,quay-9,land,filing,5,5,5,5,5,5',
      '2026-11-02,quay-1,tax,filing,5,5,5,5,5,5',
      '',
      '2026-11-02,quay-1,land,later,5,5,5,5,5,5',
      '2026-11-02,quay-1,land,filing,5,6,5,5,5,5',
      '2026-11-02,quay-1,land,filing,0,5,5,5,5,5',
      '2026-11-02,quay-1,land,filing,5,5,5,5,5',
      '2026-11-02,quay-1,land,filing,5,5,5,5,5,5,',
      ',,,,,,,,,',
      '2026-02-30,quay-1,land,filing,5,5,5,5,5,5',
      GOOD,
    ]);
    expect(bad.map(({ line, code }) => [line, code])).toEqual([
      [3, 'wrong-date'],
      [4, 'future-date'],
      [5, 'unknown-counter'],
      [6, 'unknown-field'],
      [8, 'unknown-stage'],
      [9, 'bad-level'],
      [10, 'bad-level'],
      [11, 'wrong-columns'],
      [12, 'wrong-columns'],
      [14, 'wrong-date'],
    ]);
    expect(counts).toEqual({ lines: 12, added: 2, known: 0, bad: 10 });
  });

  it('does not let an open quote swallow the lines after it', async () => {
    const folder = paperFolder();
    const { counts, bad } = await folder.importLines([
      GOOD,
      '2026-11-02,"quay-1,land,filing,5,5,5,5,5,5',
      GOOD,
      '2026-11-02,"quay-1"x,land,filing,5,5,5,5,5,5',
      '2026-11-02,qu"ay"-1,land,filing,5,5,5,5,5,5',
      GOOD,
      '2026-11-02,quay-1,land,filing,5,5,5,5,5,"5',
      GOOD,
      `2026-11-02,quay-1,land,filing,5,5,5,5,5,"${'5'.repeat(50_000)}`,
      '2026-11-02,"quay-1","land",filing,5,5,5,5,5,5',
      '"',
    ]);
    expect(counts).toEqual({ lines: 11, added: 5, known: 0, bad: 6 });
    expect(bad.map(({ line, code }) => [line, code])).toEqual([3, 5, 6, 8, 10, 12].map((line) => [line, 'unreadable']));
  });

  it('does not take two lines for one when their open quotes close one another', async () => {
    const folder = paperFolder();
    const open = '2026-11-02,quay-1,land,filing,5,5,5,5,5,"5';
    const { counts, bad } = await folder.importLines([GOOD, open, GOOD, '"', GOOD]);
    expect(counts).toEqual({ lines: 5, added: 3, known: 0, bad: 2 });
    expect(bad.map(({ line, code }) => [line, code])).toEqual([3, 5].map((line) => [line, 'unreadable']));
  });

  it('is refused whole when a column is unknown, missing or repeated, and the column is named', async () => {
    const folder = paperFolder();
    const refused = async (header: string) => (await folder.importText(`${header}\n${GOOD}\n`)).result;
    expect(await refused(HEADER.replace('staff', 'stuff'))).toEqual({
      ok: false,
      code: 'unknown-column',
      column: 'stuff',
      wanted: HEADER.split(','),
    });
    expect(await refused(HEADER.replace(',staff', ''))).toEqual({
      ok: false,
      code: 'missing-column',
      column: 'staff',
      wanted: HEADER.split(','),
    });
    expect(await refused(`${HEADER},staff`)).toEqual({ ok: false, code: 'repeated-column', column: 'staff' });
    expect(await refused(HEADER.replace('date', '"date'))).toEqual({ ok: false, code: 'unreadable', column: '' });
    expect((await folder.importText('')).result).toEqual({ ok: false, code: 'empty', column: '' });
    const utf16 = Buffer.from(`\uFEFF${HEADER}\n${GOOD}\n`, 'utf16le');
    expect((await folder.importText(utf16)).result).toEqual({ ok: false, code: 'not-utf8', column: '' });
    expect(count(folder)).toBe(0);
    expect(folder.db.prepare('select count(*) from paper_files').pluck().get()).toBe(0);
  });

  it('refuses an answer to a criterion that is not asked at that stage', async () => {
    const folder = paperFolder();
    const survey = JSON.parse(String(folder.db.prepare('select body from surveys').pluck().get()));
    survey.criteria[5].stages = ['collecting'];
    folder.db.prepare('update surveys set body = ?').run(JSON.stringify(survey));
    const { bad, counts } = await folder.importLines([
      '2026-11-02,quay-1,land,filing,5,5,5,5,5,5',
      '2026-11-02,quay-1,land,filing,5,5,5,5,5,',
      '2026-11-02,quay-1,land,collecting,5,5,5,5,5,5',
    ]);
    expect(bad).toEqual([{ line: 2, code: 'not-asked', value: 'feedback' }]);
    expect(counts?.added).toBe(2);
  });

  it('keeps a gapless chain and right tallies while two connections import the same file', async () => {
    const folder = paperFolder();
    const other = openFolderAt(folder.dataDir);
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => `2026-11-0${(i % 9) + 1},quay-1,land,filing,5,4,3,2,1,${(i % 5) + 1}`);
    const both = await Promise.all([
      folder.importLines(many(1300)),
      folder.importLines(many(1300), 'phieu.csv', other),
    ]);
    expect((both[0].counts?.added ?? 0) + (both[1].counts?.added ?? 0)).toBe(1300);
    await Promise.all([folder.importLines(many(1900)), folder.importLines(many(1300), 'b.csv', other)]);
    const chain = folder.db
      .prepare<[], { body: string; hash: string; seq: number; device: string }>(
        'select body, hash, seq, device_id as device from submissions order by device_id, seq',
      )
      .all();
    for (const [at, { body, seq, device }] of chain.entries()) {
      const before = chain[at - 1];
      const first = before?.device !== device;
      expect(seq).toBe(first ? 1 : (before?.seq ?? 0) + 1);
      expect(JSON.parse(body).prev).toBe(first ? '0'.repeat(64) : before?.hash);
    }
    expect(chain).toHaveLength(1900);
    expect(verifyTallies(other.db, other.office)).toEqual({ submissions: 1900, differences: [], altered: [] });
  });
});
