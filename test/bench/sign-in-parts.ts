/** People with a password at a server of its own, and sign-ins that are timed from the first byte out to the last one in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/server/deps.ts';
import { hashPassword } from '../../src/server/password-hash.ts';
import { addAccount, setPassword } from '../../src/server/store/accounts.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { freePort, startProcess } from '../helpers/process.ts';

export const PASSWORD = 'bốn con vịt đi qua cầu';

/** Who sign in at once. */
export const PEOPLE = 200;
export const personName = (i: number): string => `can-bo-${i}`;

export interface Stage {
  url: string;
  /** Its data, opened beside the server. */
  db: Database;
  office: number;
  end: () => Promise<void>;
}

export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const server = await startProcess(folder, await freePort(), env);
  const opened = openDatabase({ dataDir: folder, office: { code: '22504', name: 'Đại Lãnh' } }, Date.now());
  if (!opened.ok) throw new Error('the database did not open beside the server');
  const { db, office } = opened;
  const end = async () => {
    db.close();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: server.url, db, office, end };
}

/** All with `PASSWORD`. */
export async function addPeople({ db, office }: Stage, names: readonly string[]): Promise<void> {
  const hash = await hashPassword(PASSWORD);
  if (hash === null) throw new Error('no password could be hashed');
  for (const signInName of names) {
    const person = { signInName, name: `Người ${signInName}`, role: 'team' } as const;
    setPassword(db, office, addAccount(db, office, person, Date.now()), hash, false);
  }
}

/** Gives up what was idle before the server does, which takes it back after ten seconds. */
export const openAgent = (): Agent => new Agent({ keepAlive: true, timeout: 5000 });

export const post = (url: string, agent: Agent, headers: Record<string, string>, body: Buffer) =>
  new Promise<{ status: number; ms: number }>((resolve, reject) => {
    const start = performance.now();
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } };
    const sent = request(url, options, (reply) => {
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, ms: performance.now() - start }));
      reply.on('error', reject);
      reply.resume();
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** @param from the address that the proxy in front tells of, where there is one. */
export function signIn(url: string, agent: Agent, signInName: string, password: string, from?: string) {
  const headers = { 'content-type': 'application/json', ...(from !== undefined && { 'x-forwarded-for': from }) };
  return post(`${url}/api/session`, agent, headers, Buffer.from(JSON.stringify({ signInName, password })));
}
