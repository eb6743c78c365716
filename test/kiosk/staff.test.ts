import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Envelope } from '../../src/domain/wire.ts';
import { exportUnsent } from '../../src/kiosk/export.ts';
import { checkPin, pinHash, waitAfter } from '../../src/kiosk/pin.ts';
import { askToPersist, storageState } from '../../src/kiosk/storage.ts';
import { createServer, disk, openTablet, plant, START, tabletWith } from './support.ts';

const SALT = { salt: '00112233445566778899aabbccddeeff', iterations: 10 };
const pin = async () => ({ ...SALT, hash: await pinHash('246810', SALT) });

describe('the staff PIN', () => {
  it('is PBKDF2 with SHA-256', async () => {
    // RFC 7914, section 11: the same derivation, 64 bytes of which the first 32 are these.
    const salt = Buffer.from('salt').toString('hex');
    expect(await pinHash('passwd', { salt, iterations: 1 })).toBe(
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc',
    );
  });

  it('is right or wrong', async () => {
    const { outbox } = await tabletWith(0);
    expect(await checkPin(outbox, await pin(), '246810', () => 1e9)).toEqual({ result: 'right' });
    expect(await checkPin(outbox, await pin(), '000000', () => 1e9)).toEqual({ result: 'wrong' });
  });

  it('makes wrong tries wait longer and longer, also across a restart, until the right one', async () => {
    const { name } = await tabletWith(0);
    let now = 1e9;
    const check = async (text: string) => checkPin(openTablet(name).outbox, await pin(), text, () => now);
    for (let time = 0; time < 3; time++) expect(await check('1')).toEqual({ result: 'wrong' });
    expect(await check('246810')).toEqual({ result: 'wait', seconds: 5 });
    now += 5000;
    expect(await check('1')).toEqual({ result: 'wrong' });
    expect(await check('246810')).toEqual({ result: 'wait', seconds: 10 });
    now += 10_000;
    expect(await check('246810')).toEqual({ result: 'right' });
    expect(await check('1')).toEqual({ result: 'wrong' });
  });

  it('is not opened by setting the clock back, nor shut for years by it', async () => {
    const { outbox } = await tabletWith(0);
    let now = 1e9;
    for (let time = 0; time < 4; time++) {
      await checkPin(outbox, await pin(), '1', () => now);
      now += waitAfter(3);
    }
    now = 5e8;
    expect(await checkPin(outbox, await pin(), '246810', () => now)).toEqual({ result: 'wait', seconds: 10 });
    now += 10_000;
    expect(await checkPin(outbox, await pin(), '246810', () => now)).toEqual({ result: 'right' });
  });

  it('tells the server after the fifth wrong one, once', async () => {
    const { outbox } = await tabletWith(0);
    let now = 1e9;
    for (let time = 0; time < 6; time++) {
      await checkPin(outbox, await pin(), '1', () => now);
      now += 900_000;
    }
    expect(await outbox.recall('events')).toMatchObject([{ kind: 'pin-guessed', note: '5' }]);
  });

  it('counts a try before it is checked', async () => {
    const { outbox } = await tabletWith(0);
    await expect(checkPin(outbox, { ...(await pin()), iterations: 0 }, '1', () => 1e9)).rejects.toThrow();
    expect(await outbox.recall('pin')).toEqual({ wrong: 1, at: 1e9 });
  });

  it('waits at most a quarter of an hour', () => {
    fc.assert(
      fc.property(fc.nat(), (wrong) => {
        expect(waitAfter(wrong + 1)).toBeGreaterThanOrEqual(waitAfter(wrong));
        expect(waitAfter(wrong)).toBeLessThanOrEqual(900_000);
      }),
      { seed: 20_261_122 },
    );
  });
});

describe('the export', () => {
  it('is one batch of all unsent and refused records, byte for byte, and removes nothing', async () => {
    const tablet = await tabletWith(130);
    const { records } = await tablet.outbox.oldest(2, 1_000_000);
    const server = createServer(() => 'refused');
    await tablet.outbox.settle(records, server.receive(records.map(({ body }) => body)), START);
    await plant(tablet, { epoch: 9, seq: 1, id: 'broken' });
    const before = await disk(tablet);
    const text = await (await exportUnsent(tablet.outbox, () => 1e12)).text();
    const [first = '', ...lines] = text.split('\n');
    expect(lines.pop()).toBe('');
    expect(JSON.parse(first)).toMatchObject({ wire: 1, sentAt: 1e12, records: 131 });
    expect(Envelope.shape.nonce.safeParse(JSON.parse(first).nonce).success).toBe(true);
    const bodies = [...before.outbox, ...before.refused].map(({ body }) => body).filter(Boolean);
    expect(bodies).toHaveLength(130);
    expect(lines).toEqual(expect.arrayContaining(bodies));
    expect(lines).toContain('{"epoch":9,"seq":1,"id":"broken"}');
    const after = await disk(tablet);
    expect(after.outbox.length + after.refused.length).toBe(131);
  });
});

describe('the storage', () => {
  const storage = (more: Partial<StorageManager>) => more as StorageManager;

  it('is asked to persist, and says how full it is in whole bytes', async () => {
    let asked = 0;
    const manager = storage({
      persist: () => Promise.resolve((asked += 1) > 0),
      persisted: () => Promise.resolve(true),
      estimate: () => Promise.resolve({ usage: 10.5, quota: 100 }),
    });
    await askToPersist(manager);
    expect(asked).toBe(1);
    expect(await storageState(manager)).toEqual({ persisted: true, usage: 11, quota: 100 });
  });

  it('is unknown where the browser cannot say, and that stops nothing', async () => {
    const unknown = { persisted: null, usage: null, quota: null };
    expect(await storageState(undefined)).toEqual(unknown);
    await askToPersist(undefined);
    const broken = storage({ persisted: () => Promise.reject(new Error('no')), estimate: () => Promise.resolve({}) });
    expect(await storageState(broken)).toEqual(unknown);
  });
});
