/** Void ballots as an administrator makes them: with a reason, logged, once, and taken back. */
import { describe, expect, it } from 'vitest';
import { BallotList } from '../../src/domain/remark-ballot.ts';
import { RemarkCounts } from '../../src/domain/remark.ts';
import { Results } from '../../src/domain/results.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { type Inbox, NOW, DAY_MS, openInbox } from './remarks-support.ts';

const BOSS = 'administrator';
const ballots = (inbox: Inbox, query = 'day=2026-11-23') => inbox.get(BallotList, `ballots?${query}`, BOSS);
const makeVoid = (inbox: Inbox, id: string, body: unknown = { reason: 'test', note: '' }) =>
  inbox.ask(`ballots/${id}/void`, { method: 'PUT', body, as: BOSS });
const restore = (inbox: Inbox, id: string) => inbox.ask(`ballots/${id}/void`, { method: 'DELETE', as: BOSS });
const results = (inbox: Inbox) => inbox.get(Results, 'results?from=2026-11-01&to=2026-11-30', 'viewer');
const total = async (inbox: Inbox) => (await results(inbox)).total;
const code = async (reply: Response) => [reply.status, ((await reply.json()) as { code?: string }).code];

describe('a void ballot', () => {
  it('stays stored, leaves every figure, and counts again as if nothing had been', async () => {
    const inbox = await openInbox();
    const ids = await inbox.tell(...Array.from({ length: 30 }, (_, i) => ({ remark: i === 0 ? 'thử máy' : null })));
    const before = await total(inbox);
    const [id = ''] = ids;
    expect((await makeVoid(inbox, id)).status).toBe(200);
    const after = await results(inbox);
    expect([after.total.ballots.all, after.voided.ballots.all]).toEqual([29, 1]);
    expect(inbox.db.prepare('select count(*) from submissions').pluck().get()).toBe(30);
    expect(verifyTallies(inbox.db, inbox.deps.office)).toMatchObject({ differences: [], altered: [] });
    expect((await restore(inbox, id)).status).toBe(200);
    expect(await total(inbox)).toEqual(before);
    expect(verifyTallies(inbox.db, inbox.deps.office).differences).toEqual([]);
    const log = inbox.audited().filter(({ action }) => action.startsWith('ballot.'));
    expect(log).toMatchObject([
      { action: 'ballot.void', object: id, detail: '{"reason":"test"}' },
      { action: 'ballot.restore', object: id, detail: '{"reason":"test"}' },
    ]);
  });

  it('is taken out once, also when it is asked for twice, and put back once', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell(...Array.from({ length: 10 }, () => ({ remark: null })));
    const twice = await Promise.all([makeVoid(inbox, id), makeVoid(inbox, id, { reason: 'duplicate', note: '' })]);
    expect(twice.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect((await total(inbox)).ballots.all).toBe(9);
    const back = await Promise.all([restore(inbox, id), restore(inbox, id)]);
    expect(back.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404]);
    expect((await total(inbox)).ballots.all).toBe(10);
  });

  it('needs a reason, and "other" needs words', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: null });
    for (const body of [
      {},
      { reason: 'boring', note: '' },
      { reason: 'other', note: '  ' },
      { reason: 'test' },
      'test',
    ])
      expect(await code(await makeVoid(inbox, id, body))).toEqual([400, 'wrong-type']);
    expect((await makeVoid(inbox, id, { reason: 'other', note: 'Phiếu bị rách' })).status).toBe(200);
    expect((await ballots(inbox)).ballots[0]?.isVoid).toMatchObject({ reason: 'other', note: 'Phiếu bị rách' });
    expect(await code(await makeVoid(inbox, '00000000-0000-4000-8000-000000000000'))).toEqual([404, 'not-found']);
  });

  it('is the work of an administrator with a fresh proof', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: null });
    const ask = (method: string, as: 'team' | typeof BOSS) =>
      inbox.ask(`ballots/${id}/void`, { method, body: { reason: 'test', note: '' }, as });
    for (const method of ['PUT', 'DELETE']) expect(await code(await ask(method, 'team'))).toEqual([403, 'not-allowed']);
    await ballots(inbox);
    inbox.db.prepare('update sessions set fresh_until = 0').run();
    for (const method of ['PUT', 'DELETE']) expect(await code(await ask(method, BOSS))).toEqual([403, 'not-fresh']);
    expect((await total(inbox)).ballots.all).toBe(1);
  });

  it('leaves the inbox with its remark, which can still be asked for', async () => {
    const inbox = await openInbox();
    const [id = ''] = await inbox.tell({ remark: 'thử máy' }, { remark: 'thật' });
    await makeVoid(inbox, id);
    expect((await inbox.list()).remarks.map((one) => one.words)).toEqual(['thật']);
    expect((await inbox.list('void=1')).remarks).toMatchObject([{ words: 'thử máy', isVoid: true }]);
    expect(await inbox.get(RemarkCounts, 'remarks/counts')).toMatchObject({ new: 1 });
  });
});

describe('the ballots of a day', () => {
  it('are listed by counter, with levels and without time, words or order of arrival', async () => {
    const inbox = await openInbox();
    const ids = await inbox.tell(...Array.from({ length: 60 }, () => ({ counter: 'quay-1', remark: 'riêng' })), {
      counter: 'quay-2',
      remark: null,
      answers: [{ criterion: 'access', level: 2 as const, reasons: ['hours'] }],
    });
    inbox.clock.now = NOW - DAY_MS;
    await inbox.tell({ counter: 'quay-2' });
    inbox.clock.now = NOW;
    const first = await ballots(inbox, 'day=2026-11-23&counter=quay-1');
    expect([first.ballots.length, first.total, first.voids]).toEqual([50, 60, 0]);
    const rest = await ballots(inbox, `day=2026-11-23&counter=quay-1&after=${first.next ?? ''}`);
    expect([rest.ballots.length, rest.next]).toEqual([10, null]);
    const listed = [...first.ballots, ...rest.ballots].map(({ id }) => id);
    expect(listed.toSorted()).toEqual(ids.slice(0, 60).toSorted());
    expect(listed).not.toEqual(ids.slice(0, 60));
    expect(JSON.stringify(first)).not.toMatch(/riêng|answeredAt|receivedAt|tookMs|"hour"/);
    expect((await ballots(inbox, 'day=2026-11-23&counter=quay-2')).ballots).toMatchObject([
      {
        counter: { name: 'Quầy 2' },
        hasRemark: false,
        answers: [{ level: 2, reasons: [{ en: 'Inconvenient hours' }] }],
      },
    ]);
    expect((await ballots(inbox)).total).toBe(61);
    expect(await code(await inbox.ask('ballots?day=2026-02-30', { as: BOSS }))).toEqual([400, 'bad-period']);
    expect((await inbox.ask('ballots?day=2026-11-23', { as: 'team' })).status).toBe(403);
  });
});
