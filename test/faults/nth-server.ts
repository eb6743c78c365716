/** The server's statements, and the network before it, with operations that fail as a plan says. */
import Sqlite from 'better-sqlite3';
import type { Send } from '../../src/kiosk/api.ts';
import type { Plan } from './nth-plan.ts';
import type { SimServer } from './sim-server.ts';

const METHODS = ['run', 'get', 'all', 'iterate'] as const;
let current: Plan | null = null;
let answering = 0;
/** Statements answer to this plan while a request is being answered, and to none otherwise. */
async function during<T>(plan: Plan, work: () => Promise<T>): Promise<T> {
  current = plan;
  answering += 1;
  try {
    return await work();
  } finally {
    answering -= 1;
    if (answering === 0) current = null;
  }
}

/** Lets statements fail, a commit too; taking back always works. Once for the whole process. */
export function hookStatements(): void {
  const db = new Sqlite(':memory:');
  const statement: unknown = Object.getPrototypeOf(db.prepare('select 1'));
  db.close();
  if (typeof statement !== 'object' || statement === null) throw new Error('statements are made in another way');
  for (const method of METHODS) {
    const original: unknown = Reflect.get(statement, method);
    if (typeof original !== 'function') throw new Error(`statements have no ${method}`);
    Object.defineProperty(statement, method, {
      value(this: Sqlite.Statement, ...given: unknown[]) {
        const writes = !this.readonly || /^(commit|release)/i.test(this.source);
        const harm = /^rollback/i.test(this.source) ? null : current?.step('server', writes);
        if (harm === 'full') throw new Sqlite.SqliteError('database or disk is full', 'SQLITE_FULL');
        if (harm) throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');
        return Reflect.apply(original, this, given) as unknown;
      },
    });
  }
}

const lost = () => new TypeError('Failed to fetch');
const PORTAL = '<!doctype html><title>Đăng nhập Wi-Fi</title>';

/**
 * Each request can fail on its way, and its answer on the way back. A network without room loses them; a broken one gives
 * other answers.
 * @param isDead whether the server's process has ended meanwhile.
 */
export function failingNetwork(server: SimServer, plan: Plan, isDead: () => boolean): Send {
  return async (path, init) => {
    if (isDead()) throw lost();
    const going = plan.step('network', true);
    if (going === 'broken') return new Response(PORTAL, { status: 200, headers: { 'Content-Type': 'text/html' } });
    if (going) throw lost();
    const reply = await during(plan, () => server.ask(path, init));
    if (isDead()) throw lost();
    const coming = plan.step('network', true);
    if (coming === 'broken') return new Response((await reply.text()).slice(0, 40), reply);
    if (coming) throw lost();
    return reply;
  };
}
