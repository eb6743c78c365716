/** Typed ballots on their way to the server, through lost replies and refusals. */
import { describe, expect, it } from 'vitest';
import type { Asked } from '../../src/dashboard/api.ts';
import { createQueue, type Item, pendingIn } from '../../src/dashboard/ballots/save-queue.ts';
import type { BallotContent, TypedReply } from '../../src/domain/paper.ts';

const content = (level: 1 | 2 | 3 | 4 | 5): BallotContent => ({
  answers: [{ criterion: 'access', level }],
  remark: null,
});
const tick = () => new Promise((resolve) => setTimeout(resolve));

/** A server that answers as told, and timers that fire when told. */
function desk() {
  const stored: Item[] = [];
  const sent: string[] = [];
  const timers = new Set<() => void>();
  const server: { code: string | null | undefined; loseReply: boolean } = { code: undefined, loseReply: false };
  let ids = 0;
  const queue = createQueue({
    pass: 1,
    newId: () => `id-${++ids}`,
    async send(item): Promise<Asked<TypedReply>> {
      await tick();
      sent.push(item.id);
      if (server.code !== undefined) return { state: 'failed', code: server.code };
      if (!stored.some(({ id }) => id === item.id)) stored.push(item);
      if (server.loseReply) return { state: 'failed', code: null };
      const number = stored.findIndex(({ id }) => id === item.id) + 1;
      return { state: 'ok', value: { number, typed: [stored.length, 0] } };
    },
    after(_ms, call) {
      timers.add(call);
      return () => void timers.delete(call);
    },
  });
  const fire = () => {
    const due = Array.from(timers);
    for (const call of due) {
      timers.delete(call);
      call();
    }
  };
  return { queue, stored, sent, server, fire };
}

describe('the queue of typed ballots', () => {
  it('holds the last one back until the next comes or a moment has passed', async () => {
    const { queue, stored, fire } = desk();
    queue.add(content(5));
    await tick();
    expect(stored).toEqual([]);
    expect(queue.takeBack()).toEqual(content(5));
    expect(queue.takeBack()).toBeNull();
    queue.add(content(4));
    queue.add(content(3));
    expect(
      await Promise.race([
        queue.settled(),
        tick()
          .then(tick)
          .then(() => 'open'),
      ]),
    ).toBe('open');
    expect(stored.map(({ content: one }) => one)).toEqual([content(4)]);
    fire();
    expect(await queue.settled()).toBe(true);
    expect(stored).toHaveLength(2);
    expect(queue.state().saved.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('keeps everything while the server cannot be reached, and then sends it in order, once', async () => {
    const { queue, stored, server, fire } = desk();
    server.code = null;
    for (const level of [1, 2, 3] as const) queue.add(content(level));
    await tick();
    await tick();
    expect([queue.state().offline, pendingIn(queue.state())]).toEqual([true, 3]);
    fire();
    await tick();
    expect(pendingIn(queue.state())).toBe(3);
    server.code = undefined;
    queue.flush();
    expect(await queue.settled()).toBe(false);
    while (pendingIn(queue.state()) > 0) await tick();
    expect(stored.map(({ content: { answers } }) => answers[0]?.level)).toEqual([1, 2, 3]);
    expect(queue.state().offline).toBe(false);
  });

  it('sends the same id again when a reply was lost: nothing counts twice', async () => {
    const { queue, stored, sent, server, fire } = desk();
    server.loseReply = true;
    queue.add(content(5));
    queue.flush();
    await tick();
    await tick();
    fire();
    await tick();
    await tick();
    server.loseReply = false;
    fire();
    while (pendingIn(queue.state()) > 0) await tick();
    expect(sent).toEqual(['id-1', 'id-1', 'id-1']);
    expect(stored).toHaveLength(1);
  });

  it('stops at a ballot that is refused, keeps it and those behind it, and lets it be taken out', async () => {
    const { queue, stored, server } = desk();
    server.code = 'ballot-invalid';
    queue.add(content(1));
    queue.add(content(2));
    queue.flush();
    expect(await queue.settled()).toBe(false);
    expect([queue.state().refused, pendingIn(queue.state())]).toEqual(['ballot-invalid', 2]);
    server.code = undefined;
    expect(queue.takeRefused()).toEqual(content(1));
    expect(await queue.settled()).toBe(true);
    expect(stored.map(({ content: one }) => one)).toEqual([content(2)]);
  });
});
