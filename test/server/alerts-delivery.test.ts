import { createHmac } from 'node:crypto';
import { createServer as createHttp, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliverAlerts } from '../../src/server/alerts/deliver.ts';
import { evaluateAlerts } from '../../src/server/alerts/evaluate.ts';
import { startAlerts } from '../../src/server/alerts/start.ts';
import { callWebhook } from '../../src/server/alerts/webhook.ts';
import { saveSetting } from '../../src/server/store/office-settings.ts';
import { takeMessage } from '../../src/server/store/alerts-outbox.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { alerts, answer, INDEX, setRules } from './alerts-support.ts';

const MORNING = Date.parse('2026-08-31T09:00:00+07:00');
const SECRET = 'bí mật của đơn vị';
const REMARK = 'Chị Hoa ở quầy một quát tôi';
let now = MORNING;
let server: TestApp;
const stops: (() => void)[] = [];

const portOf = (it: { address: () => ReturnType<Server['address']> }) => (it.address() as AddressInfo).port;
const listening = (it: { listen: (port: number, host: string, done: () => void) => unknown }) =>
  new Promise<void>((done) => it.listen(0, '127.0.0.1', done));

/** A mail server that takes whatever comes, and keeps it. */
async function mailSink() {
  const mails: { to: string[]; data: string }[] = [];
  const state = { refuse: false };
  const sink = createTcp((socket) => {
    let text = '';
    let to: string[] = [];
    let data: string | null = null;
    socket.on('error', () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 sink');
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (data !== null) {
          if (line !== '.') data += `${line}\n`;
          else {
            mails.push({ to, data });
            data = null;
            to = [];
            say('250 kept');
          }
        } else if (/^(EHLO|HELO)/i.test(line)) say('250 sink');
        else if (/^RCPT TO:<(.*)>/i.test(line)) {
          to.push(/<(.*)>/.exec(line)?.[1] ?? '');
          say(state.refuse ? `451 not now, ${to.at(-1)}` : '250 ok');
        } else if (/^DATA/i.test(line)) {
          data = '';
          say('354 go on');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else say('250 ok');
      }
    });
  });
  await listening(sink);
  stops.push(() => sink.close());
  return { mails, state, url: `smtp://127.0.0.1:${portOf(sink)}` };
}

/** A program that is told of alerts. */
async function receiver() {
  const calls: { body: string; headers: IncomingHttpHeaders }[] = [];
  const state: { status: number; location?: string } = { status: 204 };
  const http = createHttp((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      calls.push({ body, headers: request.headers });
      if (state.status === 0) return;
      response.writeHead(state.status, state.location === undefined ? {} : { Location: state.location }).end();
    });
  });
  await listening(http);
  stops.push(() => {
    http.closeAllConnections();
    http.close();
  });
  return { calls, state, url: `http://127.0.0.1:${portOf(http)}/hook` };
}

function open(env: Record<string, string>, dataDir?: string): void {
  server = openApp({ env, now: () => now, ...(dataDir === undefined ? {} : { dataDir }) });
  setRules(server, [INDEX]);
  saveSetting(server.db, server.deps.office, 'alertRecipients', ['lan@example.vn', 'chu-tich@example.vn']);
}
const mailEnv = (url: string) => ({ SMTP_URL: url, ALERT_FROM: 'canh-bao@example.vn' });
const hookEnv = (url: string) => ({ WEBHOOK_URL: url, WEBHOOK_SECRET: SECRET });
/** The text of a mail, out of quoted-printable or base64. */
function textOf(data: string): string {
  const [head = '', ...rest] = data.split('\n\n');
  const body = rest.join('\n\n');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

beforeEach(() => {
  now = MORNING;
});
afterEach(() => {
  server.close();
  for (const stop of stops.splice(0)) stop();
});

test('an alert goes to every recipient once, without showing them each other, and without a word of a citizen', async () => {
  const sink = await mailSink();
  open(mailEnv(sink.url));
  await answer(server, 40, 2, REMARK);
  evaluateAlerts(server.deps, 0);
  await deliverAlerts(server.deps);
  await deliverAlerts(server.deps);
  expect(sink.mails).toHaveLength(1);
  const [mail] = sink.mails;
  expect(mail?.to).toEqual(['lan@example.vn', 'chu-tich@example.vn']);
  expect(mail?.data).not.toContain('chu-tich@');
  const text = textOf(mail?.data ?? '');
  expect(text).toContain('Toàn đơn vị: chỉ số 0,00\u00a0% trong 7 ngày, dưới ngưỡng 85\u00a0%.');
  expect(text).not.toContain('Hoa');
  expect((await alerts(server)).open[0]?.deliveries).toEqual([{ channel: 'email', state: 'sent', tries: 1 }]);
});

test('another program is told, with a signature over the time and the very bytes', async () => {
  const hook = await receiver();
  open({ ...hookEnv(hook.url), PUBLIC_ORIGIN: 'https://xa.example' });
  await answer(server, 40, 2, REMARK);
  evaluateAlerts(server.deps, 0);
  await deliverAlerts(server.deps);
  expect(hook.calls).toHaveLength(1);
  const { body, headers } = hook.calls[0] ?? { body: '', headers: {} };
  const timestamp = String(MORNING / 1000);
  expect(headers['x-hai-long-timestamp']).toBe(timestamp);
  const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
  expect(headers['x-hai-long-signature']).toBe(`sha256=${signature}`);
  expect(body).not.toContain('Hoa');
  expect(JSON.parse(body)).toMatchObject({
    event: 'alert.opened',
    alert: {
      office: { code: '22504' },
      rule: 'index',
      object: { kind: 'office', id: '' },
      measured: { value: '0.00', n: 40 },
      openedAt: '2026-08-31T02:00:00.000Z',
      link: 'https://xa.example/dashboard/alerts',
    },
  });
});

test('what fails waits, ever longer, is tried again, and is given up at last; the log names no address', async () => {
  const hook = await receiver();
  const sink = await mailSink();
  sink.state.refuse = true;
  hook.state.status = 500;
  open({ ...hookEnv(hook.url), ...mailEnv(sink.url) });
  await answer(server, 40, 2);
  evaluateAlerts(server.deps, 0);
  await deliverAlerts(server.deps);
  expect(hook.calls).toHaveLength(1);
  now += 59_000;
  await deliverAlerts(server.deps);
  expect(hook.calls).toHaveLength(1);
  now += 1000;
  await deliverAlerts(server.deps);
  expect(hook.calls).toHaveLength(2);
  for (let i = 0; i < 12; i++) {
    now += 86_400_000;
    await deliverAlerts(server.deps);
  }
  expect(hook.calls).toHaveLength(9);
  expect((await alerts(server)).open[0]?.deliveries).toEqual([
    { channel: 'email', state: 'failed', tries: 9 },
    { channel: 'webhook', state: 'failed', tries: 9 },
  ]);
  const log = server.logged.join('\n');
  expect(log).toContain('status 500');
  expect(log).not.toMatch(/127\.0\.0\.1|example\.vn/);
});

test('a message that was not sent outlives the process', async () => {
  const hook = await receiver();
  hook.state.status = 503;
  open(hookEnv(hook.url));
  await answer(server, 40, 2);
  evaluateAlerts(server.deps, 0);
  await deliverAlerts(server.deps);
  hook.state.status = 200;
  now += 600_000;
  const again = openApp({ env: hookEnv(hook.url), now: () => now, dataDir: server.dataDir });
  const stop = startAlerts(again.deps, { first: 0, pause: 60_000, every: 60_000 });
  await expect.poll(() => hook.calls.length).toBe(2);
  await stop();
  again.close();
  expect((await alerts(server)).open[0]?.deliveries).toEqual([{ channel: 'webhook', state: 'sent', tries: 2 }]);
});

test('a message in the hands of one process is not taken by another, until it has had its time', async () => {
  const hook = await receiver();
  open(hookEnv(hook.url));
  await answer(server, 40, 2);
  evaluateAlerts(server.deps, 0);
  const { db, office } = server.deps;
  expect(takeMessage(db, office, now)).not.toBeNull();
  expect(takeMessage(db, office, now)).toBeNull();
  now += 120_000;
  expect(takeMessage(db, office, now)).not.toBeNull();
});

test('a redirect is not followed, and one who does not answer is not waited for', async () => {
  const hook = await receiver();
  const elsewhere = await receiver();
  open(hookEnv(hook.url));
  hook.state.status = 307;
  hook.state.location = elsewhere.url;
  const json = { id: 'x' } as Parameters<typeof callWebhook>[1]['json'];
  await expect(callWebhook({ url: hook.url, secret: SECRET }, { json }, now)).rejects.toThrow('status 307');
  expect(elsewhere.calls).toEqual([]);
  hook.state.status = 0;
  await expect(callWebhook({ url: hook.url, secret: SECRET }, { json }, now, 50)).rejects.toThrow(/timeout/i);
});

test('without a recipient, or without a way to send, no message is made', async () => {
  const sink = await mailSink();
  open(mailEnv(sink.url));
  saveSetting(server.db, server.deps.office, 'alertRecipients', []);
  await answer(server, 40, 2);
  evaluateAlerts(server.deps, 0);
  await deliverAlerts(server.deps);
  expect(sink.mails).toEqual([]);
  expect((await alerts(server)).open[0]?.deliveries).toEqual([]);
});
