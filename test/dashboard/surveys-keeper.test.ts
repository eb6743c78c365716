// @vitest-environment happy-dom
/** Nothing that was typed is lost: not without a network, not while signed out, not when someone else saved first. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftState } from '../../src/domain/survey-admin.ts';
import { draftOf, type SurveyDraft } from '../../src/domain/survey-draft.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Ask, Asked } from '../../src/dashboard/api.ts';
import { createKeeper, type Keeper } from '../../src/dashboard/surveys/draft-keeper.ts';

const STATE: DraftState = { revision: 5, base: 1, body: draftOf(SIX_CRITERIA), updatedBy: 'Lan', updatedAt: 1 };
const goal = (value: number) => (draft: SurveyDraft) => ({ ...draft, goal: value });

type Sent = { revision: number; body: SurveyDraft };
let sent: Sent[];
/** What the server does with the next saves; the last stands for all after it. */
let answers: (Asked<{ revision: number; updatedAt: number }> | 'saved')[];
let keeper: Keeper;

const ask: Ask = async (schema, _path, options) => {
  const body = options?.body as Sent; // The keeper sends nothing else.
  sent.push(body);
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  await Promise.resolve();
  if (answer && answer !== 'saved')
    return answer.state === 'ok' ? { state: 'ok', value: schema.parse(answer.value) } : answer;
  return { state: 'ok', value: schema.parse({ revision: body.revision + 1, updatedAt: 7 }) };
};
const failed = (code: string | null) => ({ state: 'failed', code }) as const;
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const saving = () => keeper.now().saving.name;
const leaves = () => {
  const event = new Event('beforeunload', { cancelable: true });
  dispatchEvent(event);
  return !event.defaultPrevented;
};

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  answers = ['saved'];
  keeper = createKeeper(ask, STATE);
});
afterEach(() => {
  keeper.end();
  vi.useRealTimers();
});

describe('what is typed', () => {
  it('is saved once, a moment after the last key, and goes on from the revision before', async () => {
    for (const value of [8, 86, 86.5]) {
      keeper.change(goal(value));
      await wait(100);
    }
    expect([sent.length, saving()]).toEqual([0, 'unsaved']);
    await wait(800);
    expect(sent.map(({ revision, body }) => [revision, body.goal])).toEqual([[5, 86.5]]);
    expect([saving(), keeper.now().revision, keeper.now().savedAt]).toEqual(['saved', 6, 7]);
  });

  it('holds the page open until it is saved', async () => {
    expect(leaves()).toBe(true);
    keeper.change(goal(90));
    expect(leaves()).toBe(false);
    await wait(1000);
    expect(leaves()).toBe(true);
  });

  it('is sent again and again without a network, and at once when it is back', async () => {
    answers = [failed(null), failed(null), failed(null), 'saved'];
    keeper.change(goal(90));
    await wait(900);
    expect(saving()).toBe('offline');
    expect(leaves()).toBe(false);
    await wait(2000);
    await wait(4000);
    expect([sent.length, saving()]).toEqual([3, 'offline']);
    dispatchEvent(new Event('online'));
    await wait(1);
    expect([sent.length, saving(), sent[3]?.body.goal]).toEqual([4, 'saved', 90]);
  });

  it('while a save is under way is saved after it', async () => {
    let release = () => {};
    const slow: Ask = async (schema, path, options) => {
      await new Promise<void>((resolve) => (release = resolve));
      return ask(schema, path, options);
    };
    keeper = createKeeper(slow, STATE);
    keeper.change(goal(90));
    await wait(900);
    keeper.change(goal(91));
    release();
    await wait(1000);
    release();
    await wait(10);
    expect(sent.map(({ revision, body }) => [revision, body.goal])).toEqual([
      [5, 90],
      [6, 91],
    ]);
    expect(saving()).toBe('saved');
  });

  it('stays on the page when somebody else saved first, and nothing is overwritten unasked', async () => {
    answers = [failed('draft-changed'), 'saved'];
    keeper.change(goal(90));
    await wait(900);
    keeper.change(goal(91));
    dispatchEvent(new Event('online'));
    await wait(60_000);
    expect([sent.length, saving(), keeper.now().body.goal]).toEqual([1, 'conflict', 91]);
    expect(leaves()).toBe(false);
    keeper.resolve({ ...STATE, revision: 9, body: goal(70)(STATE.body) }, true);
    await wait(10);
    expect(sent.map(({ revision, body }) => [revision, body.goal])).toEqual([
      [5, 90],
      [9, 91],
    ]);
  });

  it('can be given up for what the other saved', async () => {
    answers = [failed('draft-changed'), 'saved'];
    keeper.change(goal(90));
    await wait(900);
    keeper.resolve({ ...STATE, revision: 9, body: goal(70)(STATE.body) }, false);
    await wait(5000);
    expect([sent.length, saving(), keeper.now().body.goal]).toEqual([1, 'saved', 70]);
  });

  it('that the server refuses stays, and is tried again with the next change', async () => {
    answers = [failed('wrong-type'), 'saved'];
    keeper.change(goal(90));
    await wait(900);
    expect(keeper.now().saving).toEqual({ name: 'refused', code: 'wrong-type' });
    keeper.change(goal(91));
    await wait(900);
    expect(saving()).toBe('saved');
  });

  it('is on the server before it is published', async () => {
    keeper.change(goal(90));
    expect(await keeper.flush()).toBe(true);
    expect(sent).toHaveLength(1);
    answers = [failed(null)];
    keeper.change(goal(91));
    expect(await keeper.flush()).toBe(false);
  });

  it('that was removed comes back, before it was saved and after', async () => {
    const remove = (draft: SurveyDraft) => ({ ...draft, criteria: draft.criteria.slice(1) });
    keeper.change(remove, true);
    keeper.undo();
    expect([keeper.now().body, keeper.now().before, saving(), leaves()]).toEqual([STATE.body, null, 'saved', true]);
    await wait(900);
    expect(sent).toEqual([]);
    keeper.change(remove, true);
    await wait(900);
    keeper.undo();
    await wait(900);
    expect(sent.map(({ body }) => body.criteria.length)).toEqual([5, 6]);
  });
});
