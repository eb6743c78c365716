/** The visit as a state machine: single steps by name, and rules that hold for any order of taps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';
import { findProblem, REMARK_LIMIT } from '../../src/domain/submission.ts';
import { criteriaAt, OTHER_REASON, type Survey } from '../../src/domain/survey.ts';
import {
  ATREST,
  canGoBack,
  PLAIN_VIEW,
  placeOf,
  placesOf,
  progressOf,
  step,
  type Action,
  type Ballot,
  type Visit,
} from '../../src/kiosk/visit.ts';
import { kioskSettings } from './memory-port.ts';

const at = (monotonic: number) => ({ wall: 1_780_000_000_000 + monotonic, monotonic });
const settings = kioskSettings();
const begin: Action = { type: 'begin', settings, moment: at(1000) };
const run = (actions: readonly Action[], from: Visit = ATREST) => actions.reduce(step, from);
const ballotOf = (visit: Visit): Ballot => {
  if (visit.phase !== 'answering') throw new Error(`no ballot while ${visit.phase}`);
  return visit.ballot;
};
const draftOf = (visit: Visit) => ('draft' in visit ? visit.draft : null);

const next: Action = { type: 'next' };
const chooseService: Action[] = [
  { type: 'stage', id: 'collecting' },
  { type: 'field', id: 'land' },
];
const rated = (...levels: (1 | 2 | 3 | 4 | 5 | 'unknown')[]): Action[] =>
  levels.flatMap((level): Action[] => [{ type: 'rate', level }, ...(level === 1 || level === 2 ? [next] : [])]);
const finish: Action = { type: 'finish', moment: at(31_000) };
const leave: Action = { type: 'leave', moment: at(40_000) };

describe('a visit', () => {
  it('goes from welcome over service, every criterion and the remark to a draft with all answers', () => {
    const written = run([
      begin,
      ...chooseService,
      ...rated(5, 4, 3, 'unknown', 5, 5),
      { type: 'remark', text: ' Tốt ' },
    ]);
    expect(placeOf(ballotOf(written)).name).toBe('remark');
    const done = step(written, finish);
    expect(done.phase).toBe('saving');
    expect(draftOf(done)).toEqual({
      survey: 1,
      counter: 'quay-1',
      field: 'land',
      stage: 'collecting',
      channel: 'kiosk',
      language: 'vi',
      end: 'finished',
      answeredAt: at(31_000).wall,
      tookMs: 30_000,
      answers: [
        { criterion: 'access', level: 5 },
        { criterion: 'reception', level: 4 },
        { criterion: 'procedure', level: 3 },
        { criterion: 'staff', level: 'unknown' },
        { criterion: 'result', level: 5 },
        { criterion: 'feedback', level: 5 },
      ],
      remark: 'Tốt',
    });
  });

  it('thanks only after the very draft was saved, whatever else is saved meanwhile', () => {
    const saving = run([begin, ...chooseService, ...rated(5, 5, 5, 5, 5, 5), finish]);
    const draft = draftOf(saving);
    if (!draft) throw new Error('no draft');
    expect(step(saving, { type: 'saved', draft: { ...draft } })).toBe(saving);
    expect(step(saving, { type: 'close' })).toBe(saving);
    expect(step(saving, { type: 'saved', draft })).toEqual({ phase: 'thanks', view: PLAIN_VIEW });
    const late = step(saving, { type: 'unsaved', draft });
    expect(late.phase).toBe('unsaved');
    expect(step(late, { type: 'saved', draft }).phase).toBe('thanks');
    expect(step(late, { type: 'close' })).toBe(ATREST);
  });

  it('goes back to the plain view of the next person after the thanks', () => {
    const view: Action = { type: 'view', view: { language: 'en', larger: true, contrast: true } };
    const saving = run([view, begin, ...chooseService, ...rated(5, 5, 5, 5, 5, 5), finish]);
    const draft = draftOf(saving);
    if (!draft) throw new Error('no draft');
    expect(draft.language).toBe('en');
    expect(run([{ type: 'saved', draft }, { type: 'close' }], saving)).toBe(ATREST);
  });

  it('takes the language of the end, and no answer changes with it', () => {
    const before = run([begin, ...chooseService, ...rated(5, 2)]);
    const after = step(before, { type: 'view', view: { language: 'en' } });
    expect(ballotOf(after)).toBe(ballotOf(before));
    expect(draftOf(step(after, leave))?.language).toBe('en');
  });

  it('waits for reasons after a level of 1 or 2, and moves on by itself after any other', () => {
    const low = run([begin, ...chooseService, { type: 'rate', level: 2 }]);
    expect(progressOf(ballotOf(low)).index).toBe(0);
    const reasons = run(
      [
        { type: 'reason', id: 'hours' },
        { type: 'reason', id: OTHER_REASON },
      ],
      low,
    );
    expect(ballotOf(reasons).answers['access']).toEqual({ level: 2, reasons: ['hours', OTHER_REASON] });
    expect(ballotOf(step(reasons, { type: 'reason', id: 'hours' })).answers['access']?.reasons).toEqual([OTHER_REASON]);
    const high = step(reasons, { type: 'rate', level: 4 });
    expect(ballotOf(high)).toMatchObject({ taken: 4, answers: { access: { level: 4, reasons: [] } } });
    expect(progressOf(ballotOf(high)).index).toBe(1);
  });

  it('keeps the reasons when 1 becomes 2', () => {
    const low = run([begin, ...chooseService, { type: 'rate', level: 1 }, { type: 'reason', id: 'hours' }]);
    expect(ballotOf(step(low, { type: 'rate', level: 2 })).answers['access']?.reasons).toEqual(['hours']);
  });

  it('marks what was taken until anything else is done', () => {
    const taken = run([begin, ...chooseService, { type: 'rate', level: 5 }]);
    expect(ballotOf(taken).taken).toBe(5);
    for (const action of [{ type: 'rate', level: 1 }, { type: 'back' }] satisfies Action[])
      expect(ballotOf(step(taken, action)).taken).toBeNull();
  });

  it('does not move past a criterion without an answer', () => {
    const asked = run([begin, ...chooseService]);
    expect(step(asked, { type: 'next' })).toBe(asked);
    expect(step(asked, { type: 'skip' })).toBe(asked);
    expect(step(asked, finish)).toBe(asked);
  });

  it('can do without a service, and then asks everything', () => {
    const asked = run([begin, { type: 'skip' }, { type: 'skip' }]);
    expect(ballotOf(asked)).toMatchObject({ stage: null, field: null });
    expect(progressOf(ballotOf(asked))).toEqual({ index: 0, count: 6 });
  });

  it('skips what the counter does not ask, and takes its fixed values', () => {
    const fixed = kioskSettings({ counter: { asksField: false, field: 'land', asksStage: false, stage: 'filing' } });
    const visit = step(ATREST, { type: 'begin', settings: fixed, moment: at(0) });
    expect(placeOf(ballotOf(visit)).name).toBe('rate');
    expect(draftOf(run([...rated(4), leave], visit))).toMatchObject({ field: 'land', stage: 'filing' });
  });

  it('shows earlier answers on the way back, and lets them be changed', () => {
    const back = run([begin, ...chooseService, ...rated(5, 4, 3), { type: 'back' }, { type: 'back' }]);
    expect(progressOf(ballotOf(back)).index).toBe(1);
    expect(ballotOf(back).answers['reception']).toEqual({ level: 4, reasons: [] });
    const changed = run([...rated('unknown')], back);
    expect(ballotOf(changed).answers).toMatchObject({ reception: { level: 'unknown' }, procedure: { level: 3 } });
    expect(progressOf(ballotOf(step(changed, { type: 'next' }))).index).toBe(3);
  });

  it('returns from the first screen to welcome only while nothing is answered, so that nobody counts twice', () => {
    const first = run([begin]);
    expect(step(first, { type: 'back' })).toBe(ATREST);
    const answered = run([begin, ...chooseService, ...rated(5), { type: 'back' }, { type: 'back' }, { type: 'back' }]);
    expect(ballotOf(answered).at).toBe(0);
    expect(canGoBack(ballotOf(answered))).toBe(false);
    expect(step(answered, { type: 'back' })).toBe(answered);
  });

  it('drops from the draft what a changed stage does not ask, and finds it again when it is changed back', () => {
    const criteria = SIX_CRITERIA.criteria.map((one) => (one.id === 'access' ? { ...one, stages: ['filing'] } : one));
    const staged = kioskSettings({ survey: { ...SIX_CRITERIA, criteria } });
    const back: Action[] = [{ type: 'back' }, { type: 'back' }, { type: 'back' }];
    const filing = run([
      { type: 'begin', settings: staged, moment: at(0) },
      ...([{ type: 'stage', id: 'filing' }, { type: 'next' }, { type: 'skip' }, ...rated(1)] satisfies Action[]),
    ]);
    const collecting = run([...back, { type: 'stage', id: 'collecting' }, { type: 'next' }], filing);
    expect(draftOf(step(collecting, leave))).toBeNull();
    const again = run([{ type: 'back' }, { type: 'stage', id: 'filing' }, { type: 'next' }], collecting);
    expect(draftOf(step(again, leave))?.answers).toEqual([{ criterion: 'access', level: 1 }]);
  });

  it('takes no level that the survey does not offer', () => {
    const three = kioskSettings({ survey: PRESETS['three-levels'] });
    const asked = run([{ type: 'begin', settings: three, moment: at(0) }, ...chooseService]);
    for (const level of [4, 2] as const) expect(step(asked, { type: 'rate', level })).toBe(asked);
    const answered = run(rated(5, 3, 1), asked);
    expect(draftOf(step(answered, leave))?.answers.map(({ level }) => level)).toEqual([5, 3, 1]);
  });

  it('keeps the answered criteria of someone who left, without the text', () => {
    const left = run([
      begin,
      ...chooseService,
      ...rated(5, 2, 3, 3, 3, 3),
      { type: 'remark', text: 'Tên tôi là …' },
      leave,
    ]);
    expect(left).toMatchObject({ phase: 'welcome', view: PLAIN_VIEW, draft: { end: 'left', remark: null } });
    expect(draftOf(left)?.answers).toHaveLength(6);
    expect(JSON.stringify(left)).not.toContain('Tên tôi');
  });

  it('keeps nothing of someone who left without an answer, or where the rules discard', () => {
    expect(run([begin, ...chooseService, leave])).toEqual(ATREST);
    const discarding = kioskSettings({ rules: { onLeft: 'discard' } });
    expect(run([{ type: 'begin', settings: discarding, moment: at(0) }, ...chooseService, ...rated(5), leave])).toEqual(
      ATREST,
    );
  });

  it('counts the remark in code points, and cuts no character in half', () => {
    const remark = run([
      begin,
      ...chooseService,
      ...rated(5, 5, 5, 5, 5, 5),
      { type: 'remark', text: '😀'.repeat(2500) },
    ]);
    expect(Array.from(ballotOf(remark).remark)).toHaveLength(REMARK_LIMIT);
    expect(Array.from(draftOf(step(remark, finish))?.remark ?? '')).toHaveLength(REMARK_LIMIT);
  });
});

const criteria = SIX_CRITERIA.criteria.map((one, index) =>
  index === 4 ? { ...one, stages: ['collecting'] } : index === 1 ? { ...one, stages: ['filing'] } : one,
);
const { 2: _, ...four } = SIX_CRITERIA.levels;
const staged: Survey = { ...SIX_CRITERIA, criteria, levels: four };
const reasonIds = [...criteria.flatMap(({ reasons }) => reasons.map(({ id }) => id)), OTHER_REASON];
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.constantFrom(1, 2, 3, 4, 5, 'unknown').map((level): Action => ({ type: 'rate', level: level as 1 })),
  },
  { weight: 32, arbitrary: fc.constant<Action>({ type: 'next' }) },
  { weight: 14, arbitrary: fc.constantFrom<Action>({ type: 'back' }, { type: 'skip' }) },
  { weight: 8, arbitrary: fc.constantFrom('filing', 'collecting').map((id): Action => ({ type: 'stage', id })) },
  { weight: 1, arbitrary: fc.constantFrom('land', 'civil-status').map((id): Action => ({ type: 'field', id })) },
  { weight: 8, arbitrary: fc.constantFrom(...reasonIds).map((id): Action => ({ type: 'reason', id })) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text): Action => ({ type: 'remark', text })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ language: fc.constantFrom('vi' as const, 'en' as const), larger: fc.boolean(), contrast: fc.boolean() })
      .map((view): Action => ({ type: 'view', view })),
  },
  // Seldom, so that most sequences come far.
  { weight: 1, arbitrary: fc.constantFrom<Action>(leave, { type: 'close' }) },
  { weight: 3, arbitrary: fc.constant<Action>(finish) },
);
const anyCounter = fc.record({ asksField: fc.boolean(), asksStage: fc.boolean() });
const SEED = 20_261_122;

describe(`any order of taps (seed ${SEED})`, () => {
  const property = (check: (states: Visit[], actions: Action[]) => void) =>
    fc.assert(
      fc.property(anyCounter, fc.array(anyAction, { minLength: 5, maxLength: 80, size: 'max' }), (counter, actions) => {
        const start: Action = { type: 'begin', settings: kioskSettings({ survey: staged, counter }), moment: at(0) };
        const states = [ATREST];
        for (const action of [start, ...actions]) states.push(step(states[states.length - 1] ?? ATREST, action));
        check(states, [start, ...actions]);
      }),
      { seed: SEED, numRuns: 1000 },
    );

  it('gives a draft that the survey accepts, with answers only to what is asked', () => {
    let drafts = 0;
    let finished = 0;
    property((states) => {
      const last = states[states.length - 1] ?? ATREST;
      for (const state of [...states, step(last, finish), step(last, leave)]) {
        const draft = draftOf(state);
        if (!draft) continue;
        drafts++;
        const record = { v: 1 as const, id: '', device: '', epoch: 1, seq: 1, prev: '', ...draft };
        expect(findProblem(record, staged)).toBeNull();
        const asked = criteriaAt(staged, draft.stage).map(({ id }) => id);
        expect(asked).toEqual(expect.arrayContaining(draft.answers.map(({ criterion }) => criterion)));
        for (const { level, reasons } of draft.answers) if (reasons) expect([1, 2]).toContain(level);
        if (draft.end === 'left') expect(draft.remark).toBeNull();
        if (draft.end === 'finished') finished++;
        if (draft.end === 'finished') expect(draft.answers).toHaveLength(asked.length);
      }
    });
    expect(drafts).toBeGreaterThan(500);
    expect(finished).toBeGreaterThan(50);
  });

  it('never changes an answer with the view, nor forgets one on the way back or forward', () => {
    property((states, actions) => {
      actions.forEach((action, index) => {
        const [before, after] = [states[index], states[index + 1]];
        if (before?.phase !== 'answering' || after?.phase !== 'answering') return;
        if (action.type === 'view') expect(after.ballot).toBe(before.ballot);
        if (action.type === 'back' || action.type === 'next') expect(after.ballot.answers).toBe(before.ballot.answers);
        if (action.type !== 'view') expect(after.view).toBe(before.view);
      });
    });
  });

  it('always stands on a screen, and comes to rest with nothing of the person', () => {
    property((states) => {
      for (const state of states) {
        if (state.phase === 'answering') expect(placesOf(state.ballot)[state.ballot.at]).toBeDefined();
        else expect(state).not.toHaveProperty('ballot');
      }
      const [last, gone] = [states[states.length - 1] ?? ATREST, leave];
      const rest = step(last, gone);
      if (last.phase !== 'welcome') expect({ ...rest, draft: null }).toEqual(ATREST);
    });
  });
});
