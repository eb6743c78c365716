import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { describe, expect, test } from 'vitest';
import { AT_ONCE, checkPassword, hashPassword, LAST, MOST_WAITING } from '../../src/server/password-hash.ts';
import { findWeakness } from '../../src/server/password.ts';
import { base32, codeAt, matchingStep, newRecoveryCodes, newSecret } from '../../src/server/second-factor.ts';

const WORDS = ['lan.nguyen', 'Nguyễn Thị Lan', 'Trung tâm Phục vụ hành chính công xã Đại Lãnh'];

/** One byte a character. */
const TEXT = Array.from({ length: 60 }, (_, i) => `${(i * 7919 + 13) % 997} g${'kbmtz'[i % 5]}`).join(' ');

describe('a new password', () => {
  test.each([
    ['one character too few', 'mười bốn chữ c', 15, 'password-short'],
    ['as long as it must be', 'mười lăm chữ cá', 15, null],
    ['eight where there is a second factor', 'Tím3 ổi!', 8, null],
    ['256 bytes', TEXT.slice(0, 256), 15, null],
    ['257 bytes', TEXT.slice(0, 257), 15, 'password-long'],
    ['common', 'password1234567', 15, 'password-common'],
    ['common with other capitals', 'QwertyUiop', 8, 'password-common'],
    ['common among us', 'Anh yêu em nhiều'.slice(0, 10), 8, 'password-common'],
    ['the product twice', 'Hài Lòng Hài Lòng', 15, 'password-common'],
    ['the office and a year', 'xã Đại Lãnh 2026', 15, 'password-common'],
    ['the own name', 'Nguyễn Thị Lan 1990', 15, 'password-common'],
    ['digits in order', '123456789012345', 15, 'password-common'],
    ['one letter', 'aaaaaaaaaaaaaaaa', 15, 'password-common'],
    ['keys side by side', 'asdfghjklasdfghjkl', 15, 'password-common'],
    ['one word again and again', 'matkhaumatkhaumatkhau', 15, 'password-common'],
    ['a sentence', 'tám con gà vào vườn rau', 15, null],
    ['spaces at both ends, which count', ' ổi xanh 42 mận ', 15, null],
    ['other scripts', 'пароль для кота 九つの命', 15, null],
    ['no kinds of characters', 'kvzqmwrtxplbnch', 15, null],
  ])('with %s', async (_, password, shortest, expected) => {
    expect(await findWeakness(password, shortest, WORDS)).toBe(expected);
  });

  test('counts characters as they are written, not as they are stored', async () => {
    expect(await findWeakness('mười bốn chữ c'.normalize('NFD'), 15, WORDS)).toBe('password-short');
  });
});

describe('a stored password', () => {
  test('is right to its last byte: 72 bytes and 73 are two', async () => {
    const long = 'ế'.repeat(24);
    const hash = (await hashPassword(long)) ?? '';
    expect(Buffer.byteLength(long)).toBe(72);
    expect(await checkPassword(hash, long)).toBe('right');
    expect(await checkPassword(hash, `${long}x`)).toBe('wrong');
    expect(await checkPassword((await hashPassword('k'.repeat(256))) ?? '', 'k'.repeat(255))).toBe('wrong');
  });

  test('never has the same hash twice', async () => {
    expect(await hashPassword('x')).not.toBe(await hashPassword('x'));
  });

  test.skipIf(process.platform !== 'linux')('is hashed by a thread that comes after all others', async () => {
    await hashPassword('x', { m: 64, t: 1, p: 1 });
    const priorities = readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread)));
    const hashing = priorities.filter((priority) => priority === LAST);
    expect(hashing.length).toBeGreaterThan(0);
    expect(hashing.length).toBeLessThanOrEqual(AT_ONCE);
    expect(getPriority()).not.toBe(LAST);
  });

  test('is hashed a few at a time, and what is too much is told at once', { timeout: 60_000 }, async () => {
    const weak = { m: 64, t: 1, p: 1 };
    const all = await Promise.all(Array.from({ length: 200 }, () => hashPassword('x', weak)));
    expect(AT_ONCE).toBeLessThanOrEqual(4);
    expect(all.filter((hash) => hash !== null)).toHaveLength(AT_ONCE + MOST_WAITING);
    expect(await hashPassword('x', weak)).not.toBe(null);
  });

  test('is hashed beside the main thread, which goes on', async () => {
    let turns = 0;
    const clock = setInterval(() => (turns += 1), 5);
    await hashPassword('x', { m: 65_536, t: 3, p: 1 });
    clearInterval(clock);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('a second factor', () => {
  const secret = base32(Buffer.from('12345678901234567890'));

  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('has at %i s the code of RFC 6238, appendix B', (seconds, code) => {
    expect(codeAt(secret, Math.floor(seconds / 30))).toBe(code);
  });

  test('takes the code of now, one step before and one after, and each once', () => {
    const now = 1_000_000 * 30_000;
    const at = (step: number) => matchingStep(secret, codeAt(secret, 1_000_000 + step), now, 0);
    expect([at(-2), at(-1), at(0), at(1), at(2)]).toEqual([null, 999_999, 1_000_000, 1_000_001, null]);
    expect(matchingStep(secret, codeAt(secret, 1_000_000), now, 1_000_000)).toBe(null);
    for (const wrong of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(matchingStep(secret, wrong, now, 0)).toBe(null);
  });

  test('has 160 bits, and recovery codes that differ', () => {
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(newRecoveryCodes()).size).toBe(10);
  });
});
