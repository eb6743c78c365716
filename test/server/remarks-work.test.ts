import { describe, expect, it } from 'vitest';
import { RemarkDetail, RemarkList, RemarkOptions } from '../../src/domain/remark.ts';
import { saveSetting } from '../../src/server/store/office-settings.ts';
import { addWorkingDays } from '../../src/domain/working-days.ts';
import { startCounting } from '../../src/server/store/remarks.ts';
import { DAY_MS, NOW, openInbox } from './remarks-support.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';

const code = async (reply: Response) => [reply.status, ((await reply.json()) as { code?: string }).code];

describe('the work on a remark', () => {
  it('goes from new over seen and in hand to done, which needs an outcome', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'Chờ lâu' });
    const { people } = await inbox.get(RemarkOptions, 'remarks/options');
    const me = people[0]?.id ?? '';
    expect(await inbox.open(id)).toMatchObject({ status: 'seen', version: 2 });
    expect(await inbox.open(id)).toMatchObject({ status: 'seen', version: 2 });
    const taken = await inbox.change(id, { version: 2, status: 'in-hand', assignee: me, due: '2026-12-01' });
    expect(RemarkDetail.parse(await taken.json())).toMatchObject({
      status: 'in-hand',
      assignee: { id: me, name: 'Nguyễn Thị Lan' },
      due: '2026-12-01',
      version: 3,
    });
    expect(await code(await inbox.change(id, { version: 3, status: 'done' }))).toEqual([422, 'outcome-missing']);
    const done = await inbox.change(id, { version: 3, status: 'done', outcome: '  Đã thêm người buổi sáng.  ' });
    expect(await done.json()).toMatchObject({ status: 'done', outcome: 'Đã thêm người buổi sáng.', dueState: 'none' });
    expect(await code(await inbox.change(id, { version: 4, outcome: '' }))).toEqual([422, 'outcome-missing']);
    const actions = inbox.audited().map(({ action }) => action);
    expect(actions).toEqual(['remark.open', 'remark.change', 'remark.change']);
    expect(JSON.stringify(inbox.audited())).not.toMatch(/Chờ lâu|thêm người/);
  });

  it('is due after fifteen working days, and pointed out five before', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'Chờ lâu' });
    expect(await inbox.open(id)).toMatchObject({ due: '2026-12-14', dueState: 'open' });
    const stateOn = async (day: string) => {
      inbox.clock.now = Date.parse(`${day}T03:00:00Z`);
      const signedInNow = inbox.signIn('team');
      return (await inbox.get(RemarkList, 'remarks', signedInNow)).remarks[0]?.dueState;
    };
    expect(await stateOn('2026-12-04')).toBe('open');
    expect(await stateOn('2026-12-07')).toBe('soon');
    expect(await stateOn('2026-12-14')).toBe('soon');
    expect(await stateOn('2026-12-15')).toBe('overdue');
  });

  it('counts from when it could be read: a late ballot from its receipt, all older ones from the first account', async () => {
    const inbox = await openInbox();
    const [late = ''] = await inbox.tell({ remark: 'Máy mất mạng ba tháng', answeredAt: NOW - 90 * DAY_MS });
    const onDay = addWorkingDays('2026-11-23', 15, new Set());
    expect((await inbox.open(late)).due).toBe(onDay);
    const old = inbox.db.prepare("update remarks set due = '2026-09-01'");
    old.run();
    expect((await inbox.list()).counts.overdue).toBe(1);
    startCounting(inbox.db, inbox.deps.office, '2026-11-23');
    expect((await inbox.list()).counts.overdue).toBe(0);
    expect((await inbox.open(late)).due).toBe(inbox.db.prepare('select due from remarks').pluck().get());
  });
  it('is due later where the office has set a holiday', async () => {
    const inbox = await openInbox();
    saveSetting(inbox.db, inbox.deps.office, 'holidays', [{ day: '2026-11-24', name: 'Ngày nghỉ' }]);
    const [id = ''] = await inbox.tell({ remark: 'Chờ lâu' });
    expect((await inbox.open(id)).due).toBe('2026-12-15');
  });

  it('of two people at once: the second is told, and what the first wrote stays', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'Chờ lâu' });
    await inbox.open(id);
    const [lan, minh] = [inbox.signIn('team'), inbox.signIn('team')];
    const [first, second] = await Promise.all([
      inbox.change(id, { version: 2, status: 'done', outcome: 'Của Lan' }, lan),
      inbox.change(id, { version: 2, due: '2027-01-04', outcome: 'Của Minh' }, minh),
    ]);
    const replies = [first, second].sort((a, b) => a.status - b.status);
    expect(replies.map(({ status }) => status)).toEqual([200, 409]);
    expect(await replies[1]?.json()).toMatchObject({ code: 'remark-changed' });
    const won = RemarkDetail.parse(await replies[0]?.json());
    expect(await inbox.open(id)).toMatchObject({ outcome: won.outcome, due: won.due, version: 3 });
    const notes = await Promise.all(
      [lan, minh].map((as, i) => inbox.ask(`remarks/${id}/notes`, { method: 'POST', body: { text: `Ghi ${i}` }, as })),
    );
    expect(notes.map(({ status }) => status)).toEqual([200, 200]);
    const noted = await inbox.open(id);
    expect(noted.notes.map(({ text }) => text).sort()).toEqual(['Ghi 0', 'Ghi 1']);
    expect(noted.notes[0]).toMatchObject({ author: 'Nguyễn Thị Lan', at: inbox.clock.now });
  });

  it('is given to people of the office who may work on it only', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'Chờ lâu' });
    inbox.signIn('viewer');
    const viewer = String(inbox.db.prepare(`select id from accounts where role = 'viewer'`).pluck().get());
    for (const assignee of [viewer, 'nobody'])
      expect(await code(await inbox.change(id, { version: 1, assignee }))).toEqual([422, 'unknown-person']);
    expect((await inbox.open(id)).assignee).toBeNull();
  });

  it.each([
    [{ version: 1, status: 'lost' }],
    [{ version: 1, due: '2026-02-30' }],
    [{ status: 'seen' }],
    [{ version: 1, words: 'anders' }],
    [{ version: 1, outcome: 2 }],
    [[]],
    ['x'],
  ])('refuses %j', async (body) => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'Chờ lâu' });
    expect(await code(await inbox.change(id, body))).toEqual([400, 'wrong-type']);
  });

  it('leaves no deed without its audit', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'Chờ lâu' });
    await inbox.open(id);
    inbox.db.exec(
      ON_POSTGRES
        ? `create trigger no_audit before insert on audit_log for each row execute function refuse_change('no audit')`
        : `create trigger no_audit before insert on audit_log begin select raise(abort, 'no audit'); end`,
    );
    const tries: [method: string, path: string, body: unknown][] = [
      ['PATCH', `remarks/${id}`, { version: 2, status: 'in-hand' }],
      ['POST', `remarks/${id}/notes`, { text: 'x' }],
      ['POST', `remarks/${id}/tags`, { add: ['x'], remove: [] }],
      ['GET', 'remarks/export', undefined],
      ['PUT', `ballots/${id}/void`, { reason: 'test', note: '' }],
    ];
    for (const [method, path, body] of tries)
      expect((await inbox.ask(path, { method, body, as: 'administrator' })).status, path).toBe(500);
    inbox.db.exec(`drop trigger no_audit${ON_POSTGRES ? ' on audit_log' : ''}`);
    expect(await inbox.open(id)).toMatchObject({ status: 'seen', version: 2, notes: [], tags: [], isVoid: false });
  });
});

describe('tags', () => {
  it('are small words with counts, added and taken away as often as one likes, and renamed by merging', async () => {
    const inbox = await openInbox();
    const [a = '', b = ''] = await inbox.tell({ remark: 'một' }, { remark: 'hai' });
    const tag = (id: string, add: string[], remove: string[] = []) =>
      inbox.ask(`remarks/${id}/tags`, { method: 'POST', body: { add, remove } });
    await tag(a, ['Chờ  lâu', 'giấy tờ']);
    await tag(a, ['chờ lâu']);
    await tag(b, ['cho lau', 'giấy tờ']);
    const tags = async () => (await inbox.get(RemarkOptions, 'remarks/options')).tags;
    expect(await tags()).toEqual([
      { tag: 'giấy tờ', count: 2 },
      { tag: 'cho lau', count: 1 },
      { tag: 'chờ lâu', count: 1 },
    ]);
    const renamed = await inbox.ask('remarks/tags/rename', {
      method: 'POST',
      body: { from: 'cho lau', to: 'chờ lâu' },
    });
    expect(await renamed.json()).toMatchObject({ remarks: 1 });
    await inbox.ask('remarks/tags/rename', { method: 'POST', body: { from: 'giấy tờ', to: 'chờ lâu' } });
    await inbox.ask('remarks/tags/rename', { method: 'POST', body: { from: 'chờ lâu', to: 'Chờ lâu' } });
    expect(await tags()).toEqual([{ tag: 'chờ lâu', count: 2 }]);
    await tag(a, [], ['chờ lâu', 'lạ']);
    expect(await tags()).toEqual([{ tag: 'chờ lâu', count: 1 }]);
    for (const add of [[''], ['  '], ['x'.repeat(41)], [1]])
      expect(await code(await inbox.ask(`remarks/${a}/tags`, { method: 'POST', body: { add, remove: [] } }))).toEqual([
        400,
        'wrong-type',
      ]);
  });
});
