/**
 * A line between a tablet and a server that fails in one of the ways in which lines fail, on real sockets: it takes the
 * bytes apart, not the program. While it is healed it passes everything on as it came.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export const LINE_FAULTS = [
  'reset before it is sent on',
  'reset after the reply came',
  'the reply is swallowed',
  'reset in the middle of the body',
  'taken and never answered',
  'delivered twice',
  'delivered after the tablet gave up',
  'delayed',
  'slow',
  'no such name',
  'no TLS where TLS is asked for',
  'a burst of 5xx',
  '429 with Retry-After',
  'a captive portal',
  'the reply is cut short',
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

export interface BadLine {
  /** Where the tablet sends to; another one while names or TLS fail. */
  url: () => string;
  /** The next so many connections go wrong. */
  fail: (connections: number) => void;
  close: () => void;
}

const reply = (status: string, headers: string, body: string) =>
  `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
const ANSWERS: Partial<Record<LineFault, (nth: number) => string>> = {
  'a burst of 5xx': (nth) => reply(['500 No', '502 No', '503 No', '504 No'][nth % 4] ?? '500 No', '', 'upstream'),
  '429 with Retry-After': () => reply('429 Wait', 'Retry-After: 1\r\n', 'wait'),
  'a captive portal': (nth) =>
    nth % 2 === 0
      ? reply('200 OK', 'Content-Type: text/html\r\n', '<!doctype html><title>Wi-Fi</title>')
      : reply('302 Found', 'Location: http://127.0.0.1:9/login\r\n', ''),
};
/** One request is a connection: only then is it known what belongs to it. */
const closing = (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replace(/\r\nconnection: [^\r]*/i, '\r\nConnection: close'), 'latin1');

const whole = (bytes: Buffer): boolean => {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  return bytes.length >= end + 4 + Number(length ?? 0);
};

/** Sends a request on. @returns the whole reply. */
async function ask(target: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect(target, '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.write(bytes);
  await once(socket, 'close').catch(() => undefined);
  return Buffer.concat(parts);
}
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function trickle(socket: Socket, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length && socket.writable; at += 100) {
    socket.write(bytes.subarray(at, at + 100));
    await pause(5);
  }
}

/** @param givesUpMs after which the tablet waits no longer. */
export async function openLine(target: number, fault: LineFault, givesUpMs: number): Promise<BadLine> {
  let failing = 0;
  let nth = 0;
  const open = new Set<Socket>();

  async function spoil(socket: Socket, request: Buffer): Promise<void> {
    nth += 1;
    const answer = ANSWERS[fault];
    if (answer) return void socket.end(answer(nth));
    switch (fault) {
      case 'reset before it is sent on':
        return void socket.resetAndDestroy();
      case 'reset after the reply came':
        await ask(target, request);
        return void socket.resetAndDestroy();
      case 'the reply is swallowed':
        return void (await ask(target, request));
      case 'reset in the middle of the body': {
        const half = connect(target, '127.0.0.1');
        half.on('error', () => undefined);
        half.write(request.subarray(0, Math.floor(request.length * 0.7)));
        await pause(10);
        half.resetAndDestroy();
        return void socket.resetAndDestroy();
      }
      case 'taken and never answered':
        return;
      case 'delivered twice':
        await ask(target, request);
        return void socket.end(await ask(target, request));
      case 'delivered after the tablet gave up':
        await pause(givesUpMs * 1.3);
        return void (await ask(target, request));
      case 'delayed':
        await pause(givesUpMs * 0.6);
        return void socket.end(await ask(target, request));
      case 'slow':
        return trickle(socket, await ask(target, request));
      case 'the reply is cut short': {
        const bytes = await ask(target, request);
        return void socket.end(bytes.subarray(0, bytes.length - 20), () => socket.resetAndDestroy());
      }
      case 'no such name':
      case 'no TLS where TLS is asked for':
      case 'a burst of 5xx':
      case '429 with Retry-After':
      case 'a captive portal':
        return void socket.destroy(); // Dealt with above, or before it comes here.
    }
  }

  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    const parts: Buffer[] = [];
    const taken = async () => {
      const request = Buffer.concat(parts);
      if (!whole(request)) return;
      socket.removeListener('data', take);
      const bytes = closing(request);
      if (failing > 0) {
        failing -= 1;
        await spoil(socket, bytes);
      } else socket.end(await ask(target, bytes));
    };
    const take = (part: Buffer) => {
      parts.push(part);
      taken().catch(() => socket.destroy());
    };
    socket.on('data', take);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // an inet listener always has one
  return {
    url() {
      const elsewhere = failing > 0 && (fault === 'no such name' || fault === 'no TLS where TLS is asked for');
      if (!elsewhere) return `http://127.0.0.1:${port}`;
      failing -= 1;
      return fault === 'no such name' ? 'http://nowhere.invalid' : `https://127.0.0.1:${port}`;
    },
    fail: (connections) => void (failing = connections),
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
