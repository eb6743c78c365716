/** A server with remarks in it, and people who read them. */
import { onTestFinished } from 'vitest';
import type * as z from 'zod/mini';
import type { Role } from '../../src/domain/account.ts';
import { RemarkDetail, RemarkList } from '../../src/domain/remark.ts';
import type { Draft } from '../../src/domain/submission.ts';
import { ballotMaker, batchOf, type BallotMaker, sendBatch } from '../helpers/ballots.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

/** Monday, 23/11/2026, 10:00 in Vietnam. */
export const NOW = Date.UTC(2026, 10, 23, 3);
export const DAY_MS = 86_400_000;

export interface Inbox extends TestApp {
  clock: { now: number };
  maker: BallotMaker;
  /** Stores ballots with these remarks. @returns the ids. */
  tell: (...drafts: Partial<Draft>[]) => Promise<string[]>;
  ask: (path: string, init?: { method?: string; body?: unknown; as?: Role | { Cookie: string } }) => Promise<Response>;
  get: <T>(schema: z.ZodMiniType<T>, path: string, as?: Role | { Cookie: string }) => Promise<T>;
  list: (query?: string) => Promise<RemarkList>;
  open: (id: string) => Promise<RemarkDetail>;
  change: (id: string, body: unknown, as?: { Cookie: string }) => Promise<Response>;
  audited: () => { action: string; object: string; detail: string }[];
}

export async function openInbox(): Promise<Inbox> {
  const clock = { now: NOW };
  const server = openApp({ now: () => clock.now });
  onTestFinished(server.close);
  const { app, db } = server;
  const { device, token } = await server.enrol();
  const maker = ballotMaker(device.id, 7, { answeredAt: NOW });
  const people = new Map<Role, { Cookie: string }>();
  const headersOf = (role: Role) => {
    const known = people.get(role) ?? server.signIn(role);
    people.set(role, known);
    return known;
  };
  const ask: Inbox['ask'] = async (path, { method = 'GET', body, as = 'team' } = {}) =>
    app.request(`/api/${path}`, {
      method,
      headers: {
        ...(typeof as === 'string' ? headersOf(as) : as),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const parsed = async <T>(schema: z.ZodMiniType<T>, reply: Response): Promise<T> => {
    if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`);
    return schema.parse(await reply.json());
  };
  return {
    ...server,
    clock,
    maker,
    ask,
    async tell(...drafts) {
      const ballots = drafts.map((draft) => maker.next({ answeredAt: clock.now, ...draft }));
      const text = batchOf(
        ballots.map(({ body }) => body),
        { sentAt: clock.now },
      );
      const { receipts } = await sendBatch(async (path, init) => app.request(path, init), token, text);
      const lost = receipts.find(({ status }) => status !== 'stored');
      if (lost) throw new Error(JSON.stringify(lost));
      return ballots.map(({ submission }) => submission.id);
    },
    get: async (schema, path, as = 'team') => parsed(schema, await ask(path, { as })),
    list: async (query = '') => parsed(RemarkList, await ask(`remarks?${query}`)),
    open: async (id) => parsed(RemarkDetail, await ask(`remarks/${id}/opened`, { method: 'POST' })),
    change: (id, body, as) => ask(`remarks/${id}`, { method: 'PATCH', body, ...(as ? { as } : {}) }),
    audited: () =>
      db
        .prepare<[], { action: string; object: string; detail: string }>(
          'select action, object, detail from audit_log order by seq',
        )
        .all(),
  };
}
