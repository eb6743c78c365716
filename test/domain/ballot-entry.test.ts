import { describe, expect, it } from 'vitest';
import { isSameBallot } from '../../src/domain/ballot-entry.ts';
import type { BallotContent } from '../../src/domain/paper.ts';

const ballot = (answers: BallotContent['answers'], remark: string | null = null): BallotContent => ({
  answers,
  remark,
});

describe('two typings of a sheet', () => {
  it('are the same whatever the order of answers and reasons', () => {
    const one = ballot([
      { criterion: 'staff', level: 1, reasons: ['rude', 'slow'] },
      { criterion: 'access', level: 'unknown', reasons: [] },
    ]);
    const other = ballot([
      { criterion: 'access', level: 'unknown' },
      { criterion: 'staff', level: 1, reasons: ['slow', 'rude'] },
    ]);
    expect(isSameBallot(one, other)).toBe(true);
  });

  it('differ by one level, one reason, or an answer that only one of them has', () => {
    const one = ballot([{ criterion: 'staff', level: 1, reasons: ['slow'] }]);
    expect(isSameBallot(one, ballot([{ criterion: 'staff', level: 2, reasons: ['slow'] }]))).toBe(false);
    expect(isSameBallot(one, ballot([{ criterion: 'staff', level: 1 }]))).toBe(false);
    expect(isSameBallot(one, ballot([]))).toBe(false);
    expect(isSameBallot(ballot([{ criterion: 'staff', level: 'unknown' }]), ballot([]))).toBe(false);
  });

  it('may write a remark with other capitals, spaces or a stop, but not with other words', () => {
    const say = (remark: string | null) => ballot([], remark);
    expect(isSameBallot(say('Chờ lâu.'), say('chờ  lâu\n'))).toBe(true);
    expect(isSameBallot(say('Chờ lâu'.normalize('NFD')), say('Chờ lâu'))).toBe(true);
    expect(isSameBallot(say(' '), say(null))).toBe(true);
    expect(isSameBallot(say('Chờ lâu'), say('Cho lau'))).toBe(false);
    expect(isSameBallot(say('Chờ lâu'), say(null))).toBe(false);
  });
});
