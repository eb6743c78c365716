import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { MASK } from '../../src/domain/remark-personal.ts';
import { cleanRemark } from '../../src/domain/submission.ts';
import { HOSTILE_TEXT } from '../helpers/hostile-text.ts';
import { type Inbox, openInbox } from './remarks-support.ts';

async function rows(inbox: Inbox, query = ''): Promise<string[][]> {
  const reply = await inbox.ask(`remarks/export?${query}`);
  expect([reply.status, reply.headers.get('Content-Type')]).toEqual([200, 'text/csv; charset=utf-8']);
  return parse(Buffer.from(await reply.arrayBuffer()), { bom: true, relax_quotes: false }) as string[][];
}

describe('the file of remarks', () => {
  it('has what the list has, page after page, with the answers of the ballot', async () => {
    const inbox = await openInbox();
    const answers = [
      { criterion: 'staff', level: 5 as const },
      { criterion: 'access', level: 1 as const, reasons: ['hours', 'other'] },
    ];
    for (let batch = 0; batch < 5; batch++)
      await inbox.tell(
        ...Array.from({ length: 90 }, (_, i) => ({
          remark: `${batch}-${i}`,
          counter: 'quay-1',
          field: 'land',
          stage: null,
          answers,
        })),
      );
    const [head, ...lines] = await rows(inbox);
    expect(head?.slice(0, 6)).toEqual(['Ngày', 'Quầy', 'Lĩnh vực', 'Bước', 'Kênh', 'Ý kiến']);
    expect(new Set(lines.map((line) => line[5])).size).toBe(450);
    expect(lines[0]?.slice(0, 5)).toEqual(['2026-11-23', 'Quầy 1', 'Đất đai', '', 'kiosk']);
    expect(lines[0]?.[6]).toBe(
      'Tiếp cận dịch vụ: Rất không hài lòng (Giờ làm việc bất tiện; Lý do khác)\n' +
        'Sự phục vụ của cán bộ, công chức: Rất hài lòng',
    );
    expect((await rows(inbox, 'text=0-1&lang=en'))[0]?.[0]).toBe('Day');
    expect(await rows(inbox, 'counter=quay-2')).toHaveLength(1);
  });

  it('runs in no spreadsheet, loses no text, and masks what may be personal', async () => {
    const inbox = await openInbox();
    const texts = HOSTILE_TEXT.flatMap((text) => cleanRemark(text) ?? []);
    await inbox.tell(...texts.slice(0, 90).map((remark) => ({ remark })));
    await inbox.tell(...texts.slice(90).map((remark) => ({ remark })), { remark: 'Gọi 0905 123 456' });
    const [, ...lines] = await rows(inbox);
    const cells = lines.map((line) => line[5] ?? '');
    expect(cells).toHaveLength(texts.length + 1);
    expect(cells.filter((cell) => /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(cell))).toEqual([]);
    expect(cells).toContain(`Gọi ${MASK}`);
    const plain = new Set(cells.map((cell) => cell.replace(/^'/, '')));
    const lost = texts.filter((text) => !plain.has(text) && !plain.has(text.replace(/^'/, '')));
    expect(lost).toEqual(['+84905123456']);
  });

  it('needs a fresh proof, and is written down with its count and filter, never with words', async () => {
    const inbox = await openInbox();
    await inbox.tell({ remark: 'Chờ lâu' }, { remark: 'Chờ nữa' });
    expect(await (await inbox.ask('remarks/export/size?text=cho')).json()).toEqual({ count: 2 });
    await rows(inbox, 'text=cho%20nua&status=new');
    expect(inbox.audited().at(-1)).toEqual({
      action: 'remark.export',
      object: '22504',
      detail: '{"count":1,"status":"new","text":"searched"}',
    });
    inbox.db.prepare('update sessions set fresh_until = 0').run();
    for (const path of ['remarks/export', 'remarks/export/size'])
      expect(await (await inbox.ask(path)).json()).toMatchObject({ code: 'not-fresh' });
    expect(inbox.audited().filter(({ action }) => action === 'remark.export')).toHaveLength(1);
  });
});
