/** A built server as a process of its own, to be killed. Its port stays the same over its lives. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Launched {
  child: ChildProcess;
  /** Where it answers. Rejects when it ends before it can be asked. */
  url: Promise<string>;
  /** Everything it has printed. */
  printed: () => string;
  kill: () => Promise<void>;
}
export interface Running extends Omit<Launched, 'url'> {
  url: string;
}

/** @param file a build of src/server/main.ts. */
export function launchServer(
  file: string,
  dataDir: string,
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Launched {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const url = new Promise<string>((found, failed) => {
    const look = (chunk: Buffer) => {
      printed += chunk.toString();
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (match) found(match[0]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('exit', () => failed(new Error(`the server ended:\n${printed}`)));
  });
  // Whoever kills it at its start does not ask for its address.
  url.catch(() => undefined);
  return {
    child,
    url,
    printed: () => printed,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** The same, once it can be asked. */
export async function startServer(file: string, dataDir: string, env: Record<string, string> = {}): Promise<Running> {
  const launched = launchServer(file, dataDir, env);
  return { ...launched, url: await launched.url };
}
