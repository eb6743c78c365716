import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { headText, lineText, SealedRecord, signedText } from '../../src/domain/sealed-record.ts';
import { canonicalBody, NO_PREVIOUS } from '../../src/domain/submission.ts';
import { sealedLine } from '../../src/seal/record.ts';
import { startSession } from '../../src/seal/session.ts';
import { newKeyPair, sign } from '../../src/seal/sign.ts';
import { createBatchCheck } from '../../src/server/sealed-batch.ts';
import { createCatalogue } from '../../src/server/store/catalogue.ts';
import { changeKey, fitsKey } from '../../src/server/store/device-keys.ts';
import { revokeDevice } from '../../src/server/store/devices.ts';
import { rotateSealingKey, toldSealingKey } from '../../src/server/store/sealing-keys.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { verifySeals } from '../../src/server/verify-seals.ts';
import { newSealingKey } from '../helpers/sealing-key.ts';
import { ballotMaker, batchOf, hashOf, sendBatch } from '../helpers/ballots.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { offeredKey, type SealedBallot, sealedBallots, signingTablet, type SigningTablet } from '../helpers/signing.ts';

let server: TestApp;
let tablet: SigningTablet;
beforeEach(async () => {
  server = openApp();
  tablet = await signingTablet(server);
});
afterEach(() => server.close());

const count = (table: string) => Number(server.db.prepare(`select count(*) from ${table}`).pluck().get());
const sound = (submissions: number) => ({ submissions, differences: [], altered: [] });
const linesOf = (ballots: readonly SealedBallot[]) => ballots.map(({ line }) => line);
const codes = async (lines: readonly string[], from = tablet) =>
  (await from.send(lines)).receipts.map(({ status, code }) => code ?? status);
const column = (name: string) =>
  server.db.prepare<[], string | null>(`select ${name} from submissions order by seq`).pluck().all();
/** The same line with another value in its head or seal, signed anew with these keys or with none. */
async function resigned(line: string, change: Partial<SealedRecord>, keys = tablet.keys): Promise<string> {
  const record = { ...SealedRecord.parse(JSON.parse(line)), ...change };
  const signed = signedText(headText(record), record.sealed);
  return lineText(signed, record.sig === null ? null : await sign(keys, signed));
}

describe('a sealed and signed record', () => {
  test('is stored once, with what it held, and the line that it came in', async () => {
    const ballots = await tablet.ballots(1).many(10);
    const { receipts } = await tablet.send(linesOf(ballots));
    expect(receipts).toEqual(ballots.map(({ identity, hash }) => ({ id: identity.id, hash, status: 'stored' })));
    expect(await codes(linesOf(ballots))).toEqual(ballots.map(() => 'duplicate'));
    expect(column('sealed')).toEqual(linesOf(ballots));
    expect(column('body')).toEqual(ballots.map(({ draft, identity }) => canonicalBody(draft, identity)));
    expect(column('note')).toEqual(ballots.map(() => null));
    expect(verifyTallies(server.db, server.deps.office)).toEqual(sound(10));
  });

  test('may come beside plain ones, in any order, from several starts of the app', async () => {
    const maker = tablet.ballots(2);
    const first = await maker.many(3);
    maker.restart();
    const second = await maker.many(3);
    const { token, device } = await server.enrol();
    const plain = ballotMaker(device.id, 3).many(3);
    expect(await codes(linesOf([...second, ...first]).reverse())).toEqual(Array.from({ length: 6 }, () => 'stored'));
    const reply = await sendBatch(server.app.request, token, batchOf(plain.map(({ body }) => body)));
    expect(reply.receipts.map(({ status, code }) => [status, code])).toEqual(plain.map(() => ['stored', undefined]));
    const notes = server.db.prepare('select distinct device_id, note from submissions order by note').raw().all();
    expect(notes).toEqual([
      [tablet.device.id, null],
      [device.id, 'unsigned'],
    ]);
  });

  test('of which the bytes or the body were changed in the file is named', async () => {
    const ballots = await tablet.ballots(4).many(2);
    await tablet.send(linesOf(ballots));
    const [one, other] = ballots;
    server.db.prepare('update submissions set sealed = ? where id = ?').run(other?.line, one?.identity.id);
    expect(verifyTallies(server.db, server.deps.office).altered).toEqual([one?.identity.id]);
  });

  test('is opened again by npm run verify, and one whose body or signature is not its own is named', async () => {
    const verify = () => verifySeals(server.db, server.deps.office);
    const ballots = await tablet.ballots(7).many(4);
    await tablet.send(linesOf(ballots));
    expect(await verify()).toEqual({ lines: 4, unopened: 0, altered: [] });
    const [one, , , four] = ballots;
    // Body and hash fit each other, and only the seal knows better.
    const update = server.db.prepare('update submissions set body = replace(body, ?, ?) where id = ?');
    update.run('"language":', '"language": ', one?.identity.id);
    expect(await verify()).toEqual({ lines: 4, unopened: 0, altered: [one?.identity.id] });
    update.run('"language": ', '"language":', one?.identity.id);
    const forged = await resigned(four?.line ?? '', {}, await newKeyPair());
    server.db
      .prepare('update submissions set sealed = ?, hash = ? where id = ?')
      .run(forged, hashOf(forged), four?.identity.id);
    expect(verifyTallies(server.db, server.deps.office).altered).toEqual([]);
    expect(await verify()).toEqual({ lines: 4, unopened: 0, altered: [four?.identity.id] });
    server.db.prepare("update sealing_keys set private_key = 'lost'").run();
    expect((await verify()).unopened).toBe(3);
  });

  test('is refused and kept as it came when another has its id or its place', async () => {
    const [first] = await tablet.ballots(5).many(1);
    const [same] = await tablet.ballots(5).many(1);
    const [place] = await tablet.ballots(6).many(1);
    expect(await codes(linesOf([first, same, place].filter((one) => one !== undefined)))).toEqual([
      'stored',
      'id-conflict',
      'sequence-conflict',
    ]);
    const kept = server.db.prepare<[], Buffer>('select body from refused_submissions').pluck().all();
    expect(new Set(kept.map(String))).toEqual(new Set([same?.line, place?.line]));
  });
});

describe('a signature', () => {
  const counted = (lines: readonly string[]) => {
    let checks = 0;
    const check = createBatchCheck(
      server.db,
      server.deps.office,
      createCatalogue(server.db, server.deps.office),
      (...of) => {
        checks += 1;
        return fitsKey(...of);
      },
    );
    const arrival = { device: tablet.device.id, signs: true, sentAt: 1, receivedAt: 1, zone: 'Asia/Ho_Chi_Minh' };
    return Promise.resolve(
      check(
        lines.map((line) => Buffer.from(line)),
        arrival,
      ),
    ).then((checked) => ({
      checks,
      good: checked.filter(({ ok }) => ok).length,
    }));
  };

  test('vouches for the whole run that leads to it: a hundred records cost one check', async () => {
    expect(await counted(linesOf(await tablet.ballots(10).many(100)))).toEqual({ checks: 1, good: 100 });
  });

  test('vouches for nothing beyond a gap, another epoch, or a link that does not fit', async () => {
    const [a, b, , d] = linesOf(await tablet.ballots(11).many(4));
    const [e, f] = linesOf(await tablet.ballots(12, { epoch: 2 }).many(2));
    const lines = [a, b, d, e, f].filter((line) => line !== undefined);
    expect(await counted(lines)).toEqual({ checks: 3, good: 5 });
    const unlinked = await resigned(b ?? '', { prev: NO_PREVIOUS });
    // Signed anew it is authentic, but its seal was made for another head.
    expect(await counted([a ?? '', unlinked])).toEqual({ checks: 2, good: 1 });
  });

  test('that does not fit takes its own record down and no other', async () => {
    const lines = linesOf(await tablet.ballots(13).many(6));
    for (const at of [5, 2]) {
      const record = SealedRecord.parse(JSON.parse(lines[at] ?? ''));
      const sig = record.sig ?? '';
      lines[at] = lineText(
        signedText(headText(record), record.sealed),
        `${sig.startsWith('A') ? 'B' : 'A'}${sig.slice(1)}`,
      );
    }
    // The third one's line is no longer what the fourth names: nothing vouches for it.
    expect(await codes(lines)).toEqual(['stored', 'stored', 'signature-wrong', 'stored', 'stored', 'signature-wrong']);
    expect(count('refused_submissions')).toBe(2);
  });

  test('is written in one way only: the same bytes in other characters are not the record that the tablet made', async () => {
    const [line = ''] = linesOf(await tablet.ballots(26).many(1));
    const record = SealedRecord.parse(JSON.parse(line));
    const twin = (record.sig ?? '').replace(/.$/, (last) => ({ A: 'B', Q: 'R', g: 'h', w: 'x' })[last] ?? '');
    expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(record.sig ?? '', 'base64url'));
    expect(await codes([lineText(signedText(headText(record), record.sealed), twin)])).toEqual(['record-type']);
    expect(await codes([line])).toEqual(['stored']);
  });

  test('is missing where a tablet has signed from its first record on, sealed or plain, and somebody else sends it', async () => {
    const { device, sealing } = tablet;
    const [unsigned] = await sealedBallots(device.id, 14, { sealing, keys: null }).many(1);
    const plain = ballotMaker(device.id, 15, { epoch: 2 }).next();
    const other = await signingTablet(server);
    expect(await codes([unsigned?.line ?? '', plain.body], other)).toEqual(['signature-missing', 'signature-missing']);
    const { token } = await server.enrol();
    const reply = await sendBatch(server.app.request, token, batchOf([unsigned?.line ?? '', plain.body]));
    expect(reply.receipts.map(({ code }) => code)).toEqual(['signature-missing', 'signature-missing']);
  });

  test('is not asked of what a tablet sends itself: it proved the request with the very key, also under its next name', async () => {
    const { device, sealing, keys } = tablet;
    const [first, second] = await sealedBallots(device.id, 24, { sealing, keys: null }).many(2);
    const plain = ballotMaker(device.id, 25, { epoch: 2 }).next();
    expect(await codes([first?.line ?? '', plain.body])).toEqual(['stored', 'stored']);
    expect(column('note')).toEqual(['unsigned', 'unsigned']);
    const again = await signingTablet(server, { keys });
    expect(await codes([second?.line ?? ''], again)).toEqual(['other-device']);
  });

  test('is not asked of a tablet that had none when it joined: what it made until then still waits on it', async () => {
    const { token, device } = await server.enrol();
    const before = await sealedBallots(device.id, 16, { sealing: tablet.sealing, keys: null }).many(2);
    const plain = ballotMaker(device.id, 17, { epoch: 2 }).next();
    const [first, second] = linesOf(before);
    await sendBatch(server.app.request, token, batchOf([first ?? '']));
    const keys = await newKeyPair();
    changeKey(server.db, server.deps.office, device.id, (await offeredKey(device.id, keys)).publicKey, Date.now());
    expect(await codes([second ?? '', plain.body])).toEqual(['other-device', 'other-device']);
    expect(column('note')).toEqual(expect.arrayContaining(['unsigned', 'other-device', 'other-device']));
  });

  test('by another key, or by another tablet, does not fit', async () => {
    const [ballot] = await tablet.ballots(18).many(1);
    const other = await signingTablet(server);
    const forged = await resigned(ballot?.line ?? '', {}, other.keys);
    expect(await codes([forged])).toEqual(['signature-wrong']);
    expect(await codes([forged], other)).toEqual(['signature-wrong']);
    const { token, device } = await server.enrol();
    const inItsName = await resigned(ballot?.line ?? '', { device: device.id });
    const reply = await sendBatch(server.app.request, token, batchOf([inItsName]));
    expect(reply.receipts[0]?.code).toBe('signature-wrong');
  });

  test('by a key that was replaced long ago still fits, sent under another enrolment', async () => {
    const ballots = await tablet.ballots(19).many(3);
    const { publicKey } = await offeredKey(tablet.device.id, await newKeyPair());
    changeKey(server.db, server.deps.office, tablet.device.id, publicKey, 1);
    revokeDevice(server.db, server.deps.office, tablet.device.id, 2);
    const again = await signingTablet(server);
    expect(await codes(linesOf(ballots), again)).toEqual(['other-device', 'other-device', 'other-device']);
  });

  test('of a tablet that a restored server does not know fits when the tablet joined again with its key', async () => {
    const { sealing, keys } = tablet;
    const lost = await sealedBallots('lost-with-the-day', 20, { sealing, keys }).many(3);
    const stranger = await signingTablet(server);
    expect(new Set(await codes(linesOf(lost), stranger))).toEqual(new Set(['unknown-device']));
    expect(await codes(linesOf(lost))).toEqual(['other-device', 'other-device', 'other-device']);
  });
});

describe('a seal', () => {
  test('that was moved to another head, cut or changed does not open', async () => {
    const [ballot] = await tablet.ballots(30).many(1);
    const line = ballot?.line ?? '';
    const { sealed, enc } = SealedRecord.parse(JSON.parse(line));
    const other = await startSession(tablet.sealing);
    const lines = await Promise.all([
      resigned(line, { seq: 9 }),
      resigned(line, { id: crypto.randomUUID() }),
      resigned(line, { prev: 'a'.repeat(64), seq: 2 }),
      resigned(line, { sealed: sealed.slice(0, -4), seq: 3 }),
      resigned(line, { sealed: sealed.slice(0, 20), seq: 4 }),
      resigned(line, { sealed: `${sealed.slice(0, 90)}${sealed[90] === 'A' ? 'B' : 'A'}${sealed.slice(91)}`, seq: 5 }),
      resigned(line, { enc: other.enc, seq: 6 }),
      resigned(line, { enc: `B${'A'.repeat(86)}`, seq: 7 }),
      resigned(line, { enc: enc.slice(1), seq: 8 }),
      resigned(line, { enc: 'A'.repeat(9000), seq: 10 }),
    ]);
    expect(new Set(await codes(lines))).toEqual(new Set(['seal-broken']));
    expect(count('submissions')).toBe(0);
  });

  test('that holds another record than the one it came in is refused', async () => {
    const [ballot] = await tablet.ballots(31).many(1);
    if (!ballot) throw new Error('one was made');
    const session = await startSession(tablet.sealing);
    const inner = [
      { id: crypto.randomUUID() },
      { seq: 20 },
      { epoch: 2 },
      { device: 'other' },
      { prev: 'a'.repeat(64) },
    ];
    const lines = await Promise.all(
      inner.map(async (change, at) => {
        const head = { ...ballot.identity, seq: at + 1, key: session.key, enc: session.enc };
        const body = canonicalBody(ballot.draft, { ...ballot.identity, seq: at + 1, ...change });
        const signed = signedText(headText(head), await session.seal(head, body));
        return lineText(signed, await sign(tablet.keys, signed));
      }),
    );
    expect(new Set(await codes(lines))).toEqual(new Set(['seal-differs']));
  });

  test('holds what is then judged like a plain record', async () => {
    const session = await startSession(tablet.sealing);
    const [ballot] = await tablet.ballots(32).many(1);
    if (!ballot) throw new Error('one was made');
    const bodies = ['no JSON', '[]', '', '{"v":1}', canonicalBody({ ...ballot.draft, survey: 99 }, ballot.identity)];
    const lines = await Promise.all(
      [...bodies, canonicalBody({ ...ballot.draft, channel: 'paper' }, ballot.identity)].map(async (body) => {
        const head = { ...ballot.identity, key: session.key, enc: session.enc };
        const signed = signedText(headText(head), await session.seal(head, body));
        return lineText(signed, await sign(tablet.keys, signed));
      }),
    );
    expect(await codes(lines)).toEqual([
      'record-malformed',
      'record-type',
      'record-malformed',
      'record-type',
      'unknown-survey',
      'wrong-channel',
    ]);
  });

  test('is written in one way only', async () => {
    const [ballot] = await tablet.ballots(33).many(1);
    const line = ballot?.line ?? '';
    const respelled = [
      line.replace('"epoch"', ' "epoch"'),
      line.replace('"epoch":1', '"epoch":1,"epoch":1'),
      line.replace('"epoch":1', '"epoch":1.0'),
      line.replace('"epoch"', String.raw`"\u0065poch"`),
      `${line} `,
      line.replace(/("device":"[^"]*"),("epoch":1)/, '$2,$1'),
    ];
    expect(new Set(await codes(respelled))).toEqual(new Set(['record-not-canonical']));
    expect(await codes([line.replace('{"v":2', '{ "v":2'), line.replace('"v":2', '"v":3')])).toEqual([
      'record-version',
      'record-version',
    ]);
    expect(await codes([`${line.slice(0, 30)}${'x'.repeat(26_000)}${line.slice(30)}`])).toEqual(['record-too-large']);
    expect(await codes([line])).toEqual(['stored']);
  });

  test('to the key of before opens after a change of keys, also what was made meanwhile', async () => {
    const maker = tablet.ballots(34);
    const before = await maker.many(2);
    rotateSealingKey(server.db, server.deps.office, Date.now());
    const told = toldSealingKey(server.db, server.deps.office);
    expect(told?.id).not.toBe(tablet.sealing.id);
    const meanwhile = await maker.many(2);
    maker.restart(told ?? undefined);
    const after = await maker.many(2);
    expect(await codes(linesOf([...before, ...meanwhile, ...after]))).toEqual(
      Array.from({ length: 6 }, () => 'stored'),
    );
  });

  test('to a key that is not here is refused and kept, and its neighbours are stored', async () => {
    const { told } = await newSealingKey('from-elsewhere');
    const maker = tablet.ballots(35);
    const [first] = await maker.many(1);
    maker.restart(told);
    const [second] = await maker.many(1);
    maker.restart();
    const [third] = await maker.many(1);
    const lines = linesOf([first, second, third].filter((one) => one !== undefined));
    expect(await codes(lines)).toEqual(['stored', 'sealing-key', 'stored']);
    const kept = server.db.prepare('select code, body, sent_at is not null from refused_submissions').raw().all();
    expect(kept).toEqual([['sealing-key', Buffer.from(second?.line ?? ''), 1]]);
  });

  test('of a hundred sessions at once keeps nobody waiting for long', async () => {
    const lines = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const session = await startSession(tablet.sealing);
        const identity = {
          id: crypto.randomUUID(),
          device: tablet.device.id,
          epoch: 9,
          seq: 2 * at + 1,
          prev: NO_PREVIOUS,
        };
        const [ballot] = await tablet.ballots(at).many(1);
        if (!ballot) throw new Error('one was made');
        return sealedLine(ballot.draft, identity, session, tablet.keys);
      }),
    );
    const sent = tablet.send(lines);
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const { receipts } = await sent;
    clearInterval(watch);
    expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set(['stored']));
    // All of it on this thread would be some 60 ms, on a machine with nothing else to do.
    expect(longest).toBeLessThan(1000);
  });
});

test('a line in the data file says nothing of what was answered', async () => {
  const remark = 'ĐÂY-LÀ-DẤU-MỐC';
  const [ballot] = await tablet.ballots(40).many(1, { remark });
  expect(ballot?.line).not.toContain(remark);
  await tablet.send([ballot?.line ?? '']);
  expect(server.logged.join('\n')).not.toContain(remark);
});
