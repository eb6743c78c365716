/** A labelled set: what must be pointed out, and what should better not be. Numbers and addresses are invented. */
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { findPersonal, maskPersonal, type PersonalKind } from '../../src/domain/remark-personal.ts';
import { CONTENT, DISCONTENT } from '../../src/server/demo/remarks.ts';
import { HOSTILE_TEXT } from '../helpers/hostile-text.ts';

const PHONES = [
  '0905123456',
  '0905 123 456',
  '0905.123.456',
  '0905-123-456',
  '090 512 3456',
  '09 05 12 34 56',
  '(0905) 123 456',
  '(090)5123456',
  '0905_123_456',
  '0905 – 123 – 456',
  '+84905123456',
  '+84 905 123 456',
  '+84-905-123-456',
  '(+84) 905 123 456',
  '+84(0)905123456',
  '84905123456',
  '0084905123456',
  '0258 3822 123',
  '02583822123',
  '(0258) 3.822.123',
  '024 3822 1234',
  '0356789012',
  '0776.543.210',
  '0868 868 868',
  'O905123456',
  '０９０５１２３４５６',
  '0905\u200B123\u200B456',
  '0905,123,456',
  '0 9 0 5 1 2 3 4 5 6',
  'không chín không năm một hai ba bốn năm sáu',
  'Không chín ba năm bảy tám chín không một hai',
  '+14155552671',
  '905123456',
];
const EMAILS = [
  'lan@example.vn',
  'nguyen.thi.lan@example.com',
  'lan_99@mail.example.com.vn',
  'LAN@EXAMPLE.VN',
  'lan+1@example.org',
  'lan @ example.vn',
  'lan@ example.vn',
  'lan[at]example.vn',
  'lan (at) example.vn',
  'lan [at] example [dot] vn',
  'lan a còng example chấm vn',
  'lan (a còng) example.vn',
  'lan@example . vn',
  'thị.lan@thư.example.vn',
  'l@a.vn',
];
const IDS = [
  '056203001234',
  '056 203 001 234',
  '056.203.001.234',
  '056-203-001-234',
  '001099012345',
  '079 301 012345',
  '225123456',
  '225 123 456',
  '225.123.456',
  '012345678',
  '０５６２０３００１２３４',
];
const FRAMES = [
  (what: string) => what,
  (what: string) => `Xin gọi lại cho tôi: ${what}.`,
  (what: string) => `Tôi là Lan, ${what}, chờ từ 8 giờ đến 10 giờ 30 ngày 20/11/2026`,
  (what: string) => `(${what})`,
  (what: string) => `Liên hệ:${what}\nCảm ơn`,
];
const labelled: [kind: PersonalKind, text: string, what: string][] = (
  [
    ['phone', PHONES],
    ['email', EMAILS],
    ['id-number', IDS],
  ] as const
).flatMap(([kind, list]) =>
  list.flatMap((what) => FRAMES.map((frame): [PersonalKind, string, string] => [kind, frame(what), what])),
);

const HARMLESS = [
  ...CONTENT,
  ...DISCONTENT,
  'Chờ từ 8h30 đến 10h45 ngày 20/11/2026',
  'Ngày 20.11.2026 đến lần 2',
  'Lệ phí 500.000 đồng là cao',
  'Đất trị giá 500.000.000 đồng',
  'Phí 1.500.000.000 VND không đúng',
  'Quầy 1, 2, 3 đều đông; quầy 4 vắng',
  'Hồ sơ số 0975 chưa trả',
  'Phòng 12, tầng 3, dãy 4',
  'Theo Nghị định 61/2018/NĐ-CP và 118/2025/NĐ-CP',
  'Từ 2020 đến 2026 chưa xong',
  'Một hai lần thì được, ba bốn lần thì mệt',
  'Năm nay không ai gọi, năm sau cũng không',
  'Mã TTHC 1.001234',
  'Gọi 1022 không ai nghe máy',
  '5 sao 5 sao 5 sao 5 sao',
];

describe('personal data in a remark', () => {
  it('is found in at least 95 % of the labelled set, and what is found covers all of it', () => {
    const missed = labelled.filter(([, text, what]) => {
      const at = text.indexOf(what);
      const digits = (part: string) => Array.from(part).filter((char) => /[\p{Nd}\p{L}]/u.test(char)).length;
      return !findPersonal(text).some(
        ({ from, to }) => digits(text.slice(at, Math.max(at, from))) === 0 && to >= at + what.length,
      );
    });
    expect(labelled.length).toBeGreaterThan(280);
    expect(1 - missed.length / labelled.length).toBeGreaterThanOrEqual(0.95);
    // More is asked of the set than the rule: each one that is missed is looked at.
    expect(missed.map(([kind, text]) => `${kind}: ${text}`)).toEqual([]);
  });

  it.each(HARMLESS)('is not suspected in %j', (text) => expect(findPersonal(text)).toEqual([]));

  it('is named for what it is', () => {
    const kinds = (text: string) => findPersonal(text).map(({ kind }) => kind);
    expect(kinds('CCCD 056203001234, đt 0905 123 456, lan@example.vn')).toEqual(['id-number', 'phone', 'email']);
    expect(kinds('Hồ sơ H15.50.05.13-261008-0975 trễ hẹn')).toEqual(['dossier']);
    expect(kinds('cũ 000.00.06.H56-231027-0361')).toEqual(['dossier']);
  });
});

describe('masking', () => {
  it('leaves the rest of the text as it was, and nothing to find', () => {
    expect(maskPersonal('Gọi 0905 123 456 hoặc lan@example.vn nhé')).toBe('Gọi ••••• hoặc ••••• nhé');
    for (const [, text] of labelled) expect(findPersonal(maskPersonal(text)), text).toEqual([]);
    for (const text of HARMLESS) expect(maskPersonal(text)).toBe(text);
  });
  it('takes no longer than the text is long', () => {
    const long = [
      '1 '.repeat(1000),
      'a@'.repeat(1000),
      'a.'.repeat(1000),
      '0-'.repeat(1000),
      'một '.repeat(500),
      'A.B-1'.repeat(400),
    ];
    const begin = performance.now();
    for (const text of [...long, ...HOSTILE_TEXT]) maskPersonal(text);
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});
