/**
 * A PostgreSQL of its own for one run of the tests, on 127.0.0.1 and any free port; gone with its files afterwards. Its address is in
 * TEST_POSTGRES. PostgreSQL refuses to run as root, so there it is somebody else's.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const NOBODY = { uid: 65_534, gid: 65_534 };
const DEBIAN = '/usr/lib/postgresql';

/** The folder with `initdb` and `postgres`: the one that POSTGRES_BIN names, Debian's newest, or what is in the path. */
export function binaries(): string {
  const { POSTGRES_BIN } = process.env;
  if (POSTGRES_BIN) return POSTGRES_BIN;
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  return found ?? '';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a TCP socket
  server.close();
  return port;
}

export interface Cluster {
  url: string;
  /** As kill −9 of all of it, on Linux: what was acknowledged must be there afterwards. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const home = mkdtempSync(join(tmpdir(), 'hai-long-postgres-'));
  const data = join(home, 'data');
  const who = process.getuid?.() === 0 ? NOBODY : {};
  if (process.getuid?.() === 0) chownSync(home, NOBODY.uid, NOBODY.gid);
  chmodSync(home, 0o700);
  const bin = binaries();
  const options = ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-N'];
  const made = spawnSync(join(bin, 'initdb'), options, { ...who, cwd: home, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || String(made.error)}`);
  const port = await freePort();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: home, max_connections: 300 };
  let child: ChildProcess | null = null;

  const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const run = (): ChildProcess =>
    (child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...set], {
      ...who,
      cwd: home,
      stdio: 'ignore',
    }));
  async function start(): Promise<void> {
    let started = run();
    for (let tries = 0; tries < 300; tries++) {
      const client = new pg.Client({ connectionString: url });
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
        // While what was killed before is still going, its memory stands in the way of another.
        if (started.exitCode !== null) started = run();
      }
    }
    throw new Error('PostgreSQL did not start');
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (!ending?.pid || ending.exitCode !== null) return;
    const { pid } = ending;
    const gone = once(ending, 'exit');
    if (signal === 'SIGKILL') {
      // Each of its processes has a session of its own. The first is stopped, or it would answer the death of the others.
      ending.kill('SIGSTOP');
      const others = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
      for (const other of others) process.kill(Number(other), 'SIGKILL');
    }
    ending.kill(signal);
    await gone;
  }
  await start();
  return {
    url,
    start,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGQUIT');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** For all tests of a run. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  process.env['TEST_POSTGRES'] = cluster.url;
  return () => cluster.stop();
}
