import { describe, expect, it } from 'vitest';
import { RemarkCounts, RemarkOptions } from '../../src/domain/remark.ts';
import { MASK } from '../../src/domain/remark-personal.ts';
import { HOSTILE_TEXT } from '../helpers/hostile-text.ts';
import { cleanRemark } from '../../src/domain/submission.ts';
import { DAY_MS, NOW, openInbox } from './remarks-support.ts';

const bad = (criterion: string, level: 1 | 2 = 1) => [{ criterion, level }];
const words = async ({ list }: Pick<Awaited<ReturnType<typeof openInbox>>, 'list'>, query = '') =>
  (await list(query)).remarks.map((one) => one.words).sort();

describe('the inbox', () => {
  it('has a row for each ballot with a remark, and none for the others or for what is sent twice', async () => {
    const inbox = await openInbox();
    await inbox.tell({ remark: 'Chờ lâu' }, { remark: null }, { remark: 'Tốt' });
    const { remarks, counts } = await inbox.list();
    expect(remarks.map((one) => one.words).sort()).toEqual(['Chờ lâu', 'Tốt']);
    expect(counts).toEqual({ new: 2, seen: 0, 'in-hand': 0, done: 0, overdue: 0 });
    expect(await inbox.get(RemarkCounts, 'remarks/counts', 'viewer')).toEqual(counts);
  });

  it('tells day, place, levels and reasons of the ballot, and never a time', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({
      remark: 'Chờ lâu',
      counter: 'quay-2',
      field: 'land',
      stage: 'filing',
      answers: [
        { criterion: 'staff', level: 5 },
        { criterion: 'access', level: 2, reasons: ['hours', 'other'] },
        { criterion: 'reception', level: 'unknown' },
      ],
    });
    const reply = await inbox.ask(`remarks/${id}/opened`, { method: 'POST' });
    const text = await reply.text();
    expect(JSON.parse(text)).toMatchObject({
      day: '2026-11-23',
      counter: { id: 'quay-2', name: 'Quầy 2' },
      field: { vi: 'Đất đai' },
      stage: { vi: 'Nộp hồ sơ' },
      channel: 'kiosk',
      lowest: 2,
      answers: [
        {
          criterion: { vi: 'Tiếp cận dịch vụ' },
          level: 2,
          levelWords: { vi: 'Không hài lòng' },
          reasons: [{ vi: 'Giờ làm việc bất tiện' }, { vi: 'Lý do khác' }],
        },
        { level: null, levelWords: { en: expect.any(String) as string } },
        { level: 5, reasons: [] },
      ],
    });
    expect(text).not.toMatch(/answeredAt|receivedAt|received_at|tookMs|"hour"|:\d\d:|17\d{11}/);
    expect(JSON.stringify(await inbox.list())).not.toMatch(/answeredAt|receivedAt|tookMs|"hour"/);
  });

  it('finds words with diacritics by words without, all of them, and takes % and _ for themselves', async () => {
    const inbox = await openInbox();
    await inbox.tell(
      { remark: 'Chờ lâu quá' },
      { remark: 'Lâu lâu mới chờ' },
      { remark: 'Đạt 100% yêu_cầu' },
      { remark: 'Đạt 1000 yêu cầu' },
    );
    const find = (text: string) => words(inbox, `text=${encodeURIComponent(text)}`);
    expect(await find('cho lau')).toEqual(['Chờ lâu quá', 'Lâu lâu mới chờ']);
    expect(await find('CHỜ lâu qua')).toEqual(['Chờ lâu quá']);
    expect(await find('dat')).toHaveLength(2);
    expect(await find('100%')).toEqual(['Đạt 100% yêu_cầu']);
    expect(await find('yeu_cau')).toEqual(['Đạt 100% yêu_cầu']);
    expect(await find('\\')).toEqual([]);
    expect(await find('nhanh')).toEqual([]);
  });

  it('narrows by status, person, place, criterion, tag, period and what is overdue', async () => {
    const inbox = await openInbox();
    inbox.clock.now = NOW - 60 * DAY_MS;
    const [old = ''] = await inbox.tell({ remark: 'cũ', counter: 'quay-1', field: null, answers: bad('access') });
    inbox.clock.now = NOW;
    const [fresh = ''] = await inbox.tell(
      { remark: 'mới', counter: 'quay-2', field: 'land', answers: bad('staff', 2) },
      { remark: 'khác', counter: 'quay-3', field: 'land', answers: [{ criterion: 'staff', level: 3 }] },
    );
    const { people } = await inbox.get(RemarkOptions, 'remarks/options');
    const me = people[0]?.id ?? '';
    await inbox.open(fresh);
    await inbox.change(fresh, { version: 2, status: 'in-hand', assignee: me });
    await inbox.ask(`remarks/${fresh}/tags`, { method: 'POST', body: { add: [' Thái  ĐỘ '], remove: [] } });
    expect(await words(inbox, 'status=new')).toEqual(['cũ', 'khác']);
    expect(await words(inbox, 'status=open')).toEqual(['cũ', 'khác', 'mới']);
    expect(await words(inbox, 'assignee=me')).toEqual(['mới']);
    expect(await words(inbox, `assignee=${me}`)).toEqual(['mới']);
    expect(await words(inbox, 'assignee=none')).toEqual(['cũ', 'khác']);
    expect(await words(inbox, 'counter=quay-3')).toEqual(['khác']);
    expect(await words(inbox, 'field=land')).toEqual(['khác', 'mới']);
    expect(await words(inbox, 'criterion=staff')).toEqual(['mới']);
    expect(await words(inbox, `tag=${encodeURIComponent('thái độ')}`)).toEqual(['mới']);
    expect(await words(inbox, 'from=2026-11-01&to=2026-11-30')).toEqual(['khác', 'mới']);
    expect(await words(inbox, 'overdue=1')).toEqual(['cũ']);
    expect((await inbox.list()).counts).toMatchObject({ new: 2, 'in-hand': 1, overdue: 1 });
    expect(await inbox.list('overdue=1')).toMatchObject({ found: 1 });
    expect((await inbox.list()).remarks.at(-1)?.id).toBe(old);
    for (const query of ['status=lost', 'from=2026-02-30', 'counter=%27', 'after=1', 'void=2', 'overdue=yes'])
      expect((await inbox.ask(`remarks?${query}`)).status, query).toBe(400);
  });

  it('is read page by page without losing or repeating one, newest day first', async () => {
    const inbox = await openInbox();
    for (const back of [2, 1, 0]) {
      inbox.clock.now = NOW - back * DAY_MS;
      await inbox.tell(...Array.from({ length: 45 }, (_, i) => ({ remark: `ngày ${back} số ${i}` })));
    }
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page++) {
      const { remarks, next } = await inbox.list(`after=${after}`);
      seen.push(...remarks.map((one) => `${one.day} ${one.words}`));
      after = next ?? '';
    }
    expect(after).toBe('');
    expect(new Set(seen).size).toBe(135);
    expect(seen.map((one) => one.slice(0, 10))).toEqual(
      seen
        .map((one) => one.slice(0, 10))
        .toSorted()
        .toReversed(),
    );
    const today = seen.filter((one) => one.startsWith('2026-11-23')).map((one) => Number(one.split(' ').at(-1)));
    expect(today).not.toEqual(today.toSorted((a, b) => a - b));
    expect(today).not.toEqual(today.toSorted((a, b) => b - a));
  });

  it('keeps words of every kind as they came, in the list and opened', async () => {
    const inbox = await openInbox();
    const texts = HOSTILE_TEXT.flatMap((text) => cleanRemark(text) ?? []);
    const ids = await inbox.tell(...texts.slice(0, 90).map((remark) => ({ remark })));
    ids.push(...(await inbox.tell(...texts.slice(90).map((remark) => ({ remark })))));
    for (const [i, id] of ids.entries()) expect((await inbox.open(id)).words).toBe(texts[i]);
    for (const text of texts.slice(0, 20))
      expect((await inbox.list(`text=${encodeURIComponent(text.slice(0, 180))}`)).remarks.length, text).toBeGreaterThan(
        0,
      );
  }, 60_000);

  it('masks what may be personal until a remark is opened, and writes down who opened it', async () => {
    const inbox = await openInbox();
    const [id = '', plain = ''] = await inbox.tell({ remark: 'Gọi 0905 123 456 nhé' }, { remark: 'Tốt' });
    const item = (await inbox.list()).remarks.find((one) => one.id === id);
    expect(item).toMatchObject({ words: `Gọi ${MASK} nhé`, personal: true });
    expect((await inbox.open(id)).words).toBe('Gọi 0905 123 456 nhé');
    for (const one of [id, plain, plain]) await inbox.open(one);
    const opened = inbox.audited().filter(({ action }) => action === 'remark.open');
    expect(opened.map(({ object, detail }) => [object, detail])).toEqual([
      [id, '{"personal":1}'],
      [id, '{"personal":1}'],
      [plain, '{"personal":0}'],
    ]);
    expect(JSON.stringify(inbox.audited())).not.toContain('0905');
  });
});

describe('who reads remarks', () => {
  it('is the team; a viewer is told the counts only', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'riêng' });
    const asks: [method: string, path: string][] = [
      ['GET', 'remarks'],
      ['GET', 'remarks/options'],
      ['GET', 'remarks/export'],
      ['GET', 'remarks/export/size'],
      ['POST', `remarks/${id}/opened`],
      ['PATCH', `remarks/${id}`],
      ['POST', `remarks/${id}/notes`],
      ['POST', `remarks/${id}/tags`],
      ['POST', 'remarks/tags/rename'],
      ['GET', 'ballots'],
    ];
    for (const [method, path] of asks) {
      const reply = await inbox.ask(path, { method, as: 'viewer' });
      expect([path, reply.status]).toEqual([path, 403]);
      expect(await reply.text()).not.toContain('riêng');
    }
    expect((await inbox.ask('remarks/counts', { as: 'viewer' })).status).toBe(200);
  });

  it('is nobody of another office', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'riêng' });
    inbox.db.prepare(`insert into offices (id, code, name, pin, rules) values (99, 'x', 'x', '', '{}')`).run();
    inbox.db.exec(`create temp table theirs as select * from remarks;
      delete from remarks;
      update submissions set office_id = 99;
      update theirs set office_id = 99;
      insert into remarks select * from theirs`);
    expect((await inbox.list()).remarks).toEqual([]);
    const tries: [method: string, path: string, body: unknown][] = [
      ['POST', `remarks/${id}/opened`, undefined],
      ['PATCH', `remarks/${id}`, { version: 1, status: 'seen' }],
      ['POST', `remarks/${id}/notes`, { text: 'x' }],
      ['POST', `remarks/${id}/tags`, { add: ['x'], remove: [] }],
      ['PUT', `ballots/${id}/void`, { reason: 'test', note: '' }],
      ['DELETE', `ballots/${id}/void`, undefined],
    ];
    for (const [method, path, body] of tries) {
      const reply = await inbox.ask(path, { method, body, as: 'administrator' });
      expect([path, reply.status]).toEqual([path, 404]);
    }
    expect(inbox.db.prepare('select count(*) from remark_tags').pluck().get()).toBe(0);
    expect(inbox.audited().filter(({ action }) => /^(remark|ballot)/.test(action))).toEqual([]);
  });
});
