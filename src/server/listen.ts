/**
 * The app behind a socket. Slow senders and oversized headers are turned away by Node itself, before any of our code
 * runs; stopping lets requests under way finish, for a limited time.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { REQUEST_PROBLEMS, type RequestProblem } from '../domain/problem.ts';
import type { AppEnv } from './deps.ts';
import { problemBody } from './errors.ts';

export const HEADER_BYTES = 16 * 1024;
const DRAIN_MS = 10_000;
/** How long the headers, and the whole request, may take to arrive; and how often that is looked at. Milliseconds. */
export interface Patience {
  headers: number;
  request: number;
  check: number;
}
const PATIENCE: Patience = { headers: 10_000, request: 30_000, check: 2_000 };

export interface Listening {
  url: string;
  server: Server | TlsServer;
  /** Takes no more requests, and resolves when those under way are done, or after ten seconds. */
  stop: () => Promise<void>;
}

/** What Node cannot make a request of still gets a reply that says why. */
function replyRaw(error: NodeJS.ErrnoException, socket: Socket): void {
  const codes: Record<string, RequestProblem> = {
    ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
    HPE_HEADER_OVERFLOW: 'too-large',
  };
  const code = codes[error.code ?? ''] ?? 'malformed';
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemBody(code));
  const head = [
    `HTTP/1.1 ${REQUEST_PROBLEMS[code][0]} ${code}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** A key and its certificate, in PEM. */
export interface Tls {
  key: string;
  cert: string;
}

/**
 * @param port 0 takes any that is free.
 * @param tls without it, plain HTTP. Rejects when the address cannot be had.
 */
export async function listen(
  app: Hono<AppEnv>,
  { host, port }: { host: string; port: number },
  patience: Patience = PATIENCE,
  tls: Tls | null = null,
): Promise<Listening> {
  const listener = getRequestListener(app.fetch, {
    // A request that has no sound address never reaches the app.
    errorHandler: () =>
      new Response(JSON.stringify(problemBody('malformed')), {
        status: 400,
        headers: { 'Content-Type': 'application/problem+json', 'X-Content-Type-Options': 'nosniff' },
      }),
  });
  const options = {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.check,
    keepAliveTimeout: 1e4,
  };
  const server = tls
    ? createTlsServer(
        { ...options, ...tls, minVersion: 'TLSv1.2' },
        (incoming, outgoing) => void listener(incoming, outgoing),
      )
    : createServer(options, (incoming, outgoing) => void listener(incoming, outgoing));
  server.on('clientError', replyRaw);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo; // an inet listener always has one
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  return {
    url: `${tls ? 'https' : 'http'}://${shown}:${address.port}`,
    server,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      // A connection is idle only once its reply is out, and would then be kept for the next request.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(force);
    },
  };
}
