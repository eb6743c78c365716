/** One ballot under the keys, without a page. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Act,
  contentOf,
  leftOver,
  resumeTyping,
  startTyping,
  typeKey,
  type Typing,
} from '../../src/dashboard/ballots/typing.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';
import { findProblem, NO_PREVIOUS } from '../../src/domain/submission.ts';

const { criteria } = SIX_CRITERIA;
function type(keys: readonly string[], from: Typing = startTyping(6), survey = SIX_CRITERIA) {
  let state = from;
  const acts: Act[] = [];
  for (const key of keys) {
    const typed = typeKey(state, key, criteria, survey);
    if (!typed) continue;
    state = typed.state;
    if (typed.act !== 'none') acts.push(typed.act);
  }
  return { state, acts };
}
const levels = (state: Typing) => contentOf(state, criteria).answers.map(({ level }) => level);

describe('typing a ballot', () => {
  it('takes a level, "does not know" or blank for each row, and Enter saves it', () => {
    const { state, acts } = type(['5', '1', 'k', ' ', '0', '3', 'Enter']);
    expect(contentOf(state, criteria)).toEqual({
      answers: [
        { criterion: 'access', level: 5 },
        { criterion: 'reception', level: 1 },
        { criterion: 'procedure', level: 'unknown' },
        { criterion: 'feedback', level: 3 },
      ],
      remark: null,
    });
    expect(acts).toEqual(['save']);
  });

  it('refuses a level that the survey does not offer, says so, and stays on the row', () => {
    const three = PRESETS['three-levels'];
    const { state, acts } = type(['5', '4', '2', '3', '1', 'a'], startTyping(6), three);
    expect(acts).toEqual(['not-offered', 'not-offered']);
    expect(levels(state)).toEqual([5, 3, 1]);
    expect(state.reasons[2]).toEqual([three.criteria[2]?.reasons[0]?.id]);
  });

  it('does not take a row that was not reached for a blank one without being told so', () => {
    const first = type(['5', '4', 'Enter']);
    expect(first.acts).toEqual([]);
    expect([first.state.warned, leftOver(first.state), first.state.row]).toEqual([true, 4, 2]);
    expect(type(['Enter'], first.state).acts).toEqual(['save']);
    expect(type(['3', 'Enter'], first.state).acts).toEqual([]);
    expect(type(['Enter', 'Enter']).acts).toEqual(['save']);
  });

  it('gives reasons by letters to the last row of level 1 or 2, and drops them when the level rises', () => {
    const reasons = (keys: string[]) => contentOf(type(keys).state, criteria).answers[0]?.reasons;
    expect(reasons(['2', 'a', 'C'])).toEqual(['information', 'online']);
    expect(reasons(['2', 'a', 'a'])).toBeUndefined();
    expect(reasons(['2', 'e'])).toEqual(['other']);
    expect(reasons(['3', 'a'])).toBeUndefined();
    expect(reasons(['2', '5', 'a'])).toBeUndefined();
    expect(reasons(['2', 'a', 'ArrowUp', '4'])).toBeUndefined();
    expect(reasons(['2', 'k', 'ArrowUp', 'ArrowUp', 'b'])).toEqual(['place']);
  });

  it('goes back with the arrows and Backspace, and ignores a level when all rows are typed', () => {
    expect(levels(type(['1', '2', '3', 'Backspace', '5']).state)).toEqual([1, 2, 5]);
    expect(levels(type(['1', '2', '3', 'ArrowUp', 'ArrowUp', '5']).state)).toEqual([1, 5, 3]);
    expect(levels(type(['1', '1', '1', '1', '1', '1', '5', '5']).state)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(levels(type(['Backspace', 'ArrowUp', '4']).state)).toEqual([4]);
  });

  it('begins a ballot that was taken back with what was typed', () => {
    const { state } = type(['2', 'b', '5', 'k', '0', '4', '1']);
    const content = contentOf({ ...state, remark: 'Chờ lâu' }, criteria);
    expect(contentOf(resumeTyping(criteria, content), criteria)).toEqual(content);
  });

  it('makes nothing that the server would refuse, whatever is pressed', () => {
    const key = fc.constantFrom(
      ...Array.from('12345k*0 abcdefghijzx/'),
      'Enter',
      'Backspace',
      'ArrowUp',
      'ArrowDown',
      'Tab',
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        const content = contentOf(type(keys).state, criteria);
        const identity = { v: 1 as const, id: '', device: '', epoch: 1, seq: 1, prev: NO_PREVIOUS };
        const place = { survey: 1, counter: 'quay-1', field: null, stage: null, channel: 'paper' as const };
        const rest = { language: 'vi' as const, end: 'finished' as const, answeredAt: 0, tookMs: 0 };
        expect(findProblem({ ...identity, ...place, ...rest, ...content }, SIX_CRITERIA)).toBeNull();
      }),
      { seed: 20, numRuns: 500 },
    );
  });
});
