/** The door to the local network: an authority that can vouch for little, a certificate that clients accept, a guide that is all there is unencrypted. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { authorityFile, openAuthority } from '../../src/server/lan/authority.ts';
import { makeCertificate, pemOf } from '../../src/server/lan/certificate.ts';
import { reachOf } from '../../src/server/lan/reach.ts';
import { startLan } from '../../src/server/lan/start.ts';
import { parseConfig } from '../../src/server/config.ts';
import { listen } from '../../src/server/listen.ts';
import { openApp } from '../helpers/server.ts';

const NOW = Date.now();
const DAY = 86_400_000;
const LAN = { address: '127.0.0.1', port: 0, guidePort: 0 };

function emptyFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hai-long-lan-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** What a client that trusts `root` says to a server with this certificate, when it comes for `host`. */
async function verdict(root: Buffer, { key, cert }: { key: string; cert: string }, host: string): Promise<string> {
  const server = createServer({ key, cert }, (socket) => socket.end());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    return await new Promise((done) => {
      const name = /^[\d.]+$/.test(host) ? {} : { servername: host };
      const options = { host: '127.0.0.1', port, ca: pemOf(root), ...name };
      const socket = connect({ ...options, checkServerIdentity: (_, peer) => checkHost(host, peer.raw) }, () =>
        done('trusted'),
      );
      socket.on('error', (error: NodeJS.ErrnoException) =>
        done(error.code === 'UNSPECIFIED' ? error.message : (error.code ?? '')),
      );
    });
  } finally {
    server.close();
  }
}
function checkHost(host: string, raw: Buffer): Error | undefined {
  const certificate = new X509Certificate(raw);
  const fits = /^[\d.]+$/.test(host) ? certificate.checkIP(host) : certificate.checkHost(host);
  return fits === undefined ? Object.assign(new Error('other host'), { code: 'OTHER_HOST' }) : undefined;
}

it('vouches for hosts of a local network, and for nothing else even to whoever has its key', async () => {
  const { root, issue, permits } = openAuthority(emptyFolder(), 'may-chu', NOW);
  const hosts = ['192.168.1.10', '10.255.0.1', '172.31.9.9', 'may-chu.local', 'may-chu'];
  const good = issue(hosts, NOW);
  for (const host of hosts) expect([host, await verdict(root, good, host)]).toEqual([host, 'trusted']);
  expect(await verdict(root, good, '192.168.1.11')).toBe('OTHER_HOST');
  for (const host of ['vietcombank.com.vn', 'may-chu.vn', 'notlocal', '8.8.8.8', '172.32.0.1', '11.0.0.1']) {
    expect([host, permits(host)]).toEqual([host, false]);
    expect([host, await verdict(root, issue([host], NOW), host)]).toEqual([host, 'permitted subtree violation']);
  }
  for (const host of hosts) expect([host, permits(host)]).toEqual([host, true]);
  const other = openAuthority(emptyFolder(), 'may-chu', NOW);
  expect(await verdict(other.root, good, 'may-chu.local')).toMatch(/UNABLE_TO|SELF_SIGNED/);
});

it('is made once, readable by its owner alone, and the key of the root is nowhere', () => {
  const dataDir = emptyFolder();
  const first = openAuthority(dataDir, 'may-chu', NOW);
  expect(readdirSync(dataDir)).toEqual(['lan-authority.json']);
  const file = authorityFile(dataDir);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = readFileSync(file, 'utf8');
  expect(text.match(/PRIVATE KEY/g)).toHaveLength(2); // begin and end of one
  const kept = JSON.parse(text) as { root: string; issuer: string; key: string };
  const [root, issuer] = [kept.root, kept.issuer].map((der) => new X509Certificate(Buffer.from(der, 'base64')));
  const spki = createPublicKey(createPrivateKey(kept.key)).export({ type: 'spki', format: 'der' });
  expect(issuer?.publicKey.export({ type: 'spki', format: 'der' })).toEqual(spki);
  expect(root?.publicKey.export({ type: 'spki', format: 'der' })).not.toEqual(spki);
  expect([root?.ca, issuer?.ca, issuer?.verify(root?.publicKey ?? issuer.publicKey)]).toEqual([true, true, true]);
  const again = openAuthority(dataDir, 'another-name', NOW + DAY);
  expect(again.fingerprint).toBe(first.fingerprint);
  expect(again.permits('another-name')).toBe(false);
  writeFileSync(file, text.slice(0, -40));
  expect(() => openAuthority(dataDir, 'may-chu', NOW)).toThrow(/cannot be read; restore it/);
  expect(readFileSync(file, 'utf8')).toBe(text.slice(0, -40));
});

it('writes dates as they are asked for on both sides of 2050, and other serial numbers each time', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const by = { name: 'Hài Lòng', key: privateKey };
  const made = [0, 1].map(
    () =>
      new X509Certificate(
        makeCertificate({ name: 'Hài Lòng', publicKey, from: Date.UTC(2049, 11, 31), to: Date.UTC(2050, 0, 1) }, by),
      ),
  );
  for (const one of made) {
    expect([Date.parse(one.validFrom), Date.parse(one.validTo)]).toEqual([
      Date.UTC(2049, 11, 31),
      Date.UTC(2050, 0, 1),
    ]);
    expect(one.subject).toBe('CN=Hài Lòng');
    expect(one.verify(publicKey)).toBe(true);
  }
  expect(made[0]?.serialNumber).not.toBe(made[1]?.serialNumber);
});

interface Said {
  status: number;
  text: string;
  serial: string;
}
const over = (
  url: string,
  ca: Buffer,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
) =>
  new Promise<Said>((done, failed) => {
    const checkServerIdentity = (_: string, peer: { raw: Buffer }) => checkHost('127.0.0.1', peer.raw);
    const sent = ask(url, { ca: pemOf(ca), agent: false, checkServerIdentity, ...init }, (reply) => {
      const socket = reply.socket as import('node:tls').TLSSocket; // of a request over https
      const serial = socket.getPeerX509Certificate()?.serialNumber ?? '';
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => done({ status: reply.statusCode ?? 0, text, serial }));
    });
    sent.on('error', failed);
    sent.end(init.body);
  });

it('gives the app encrypted only, where nobody is the machine itself, and the guide beside it', async () => {
  let now = NOW;
  const server = openApp({ now: () => now });
  const lan = await startLan(server.app, server.deps, LAN, 20);
  onTestFinished(async () => {
    await lan.stop();
    server.close();
  });
  const [app = '', guide = ''] = [lan.apps[0], lan.guides[0]];
  const { root } = openAuthority(server.dataDir, '', NOW);
  const first = await over(`${app}/livez`, root);
  expect(first).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  await expect(fetch(`${app}/livez`)).rejects.toThrow();
  await expect(fetch(`${app.replace('https', 'http')}/livez`)).rejects.toThrow();

  // From this machine, by its own name: over plain HTTP that is a tablet without a code, by this door it is anyone.
  const enrol = { method: 'POST', body: '{}' };
  const headers = { 'Content-Type': 'application/json', Host: 'localhost' };
  const inside = await listen(server.app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => inside.stop());
  const local = await fetch(`${inside.url}/api/enrolment`, {
    ...enrol,
    headers: { 'Content-Type': 'application/json' },
  });
  const far = await over(`${app}/api/enrolment`, root, { ...enrol, headers });
  expect([local.status, far.status, JSON.parse(far.text)]).toEqual([
    200,
    403,
    expect.objectContaining({ code: 'not-local' }),
  ]);

  const page = await fetch(`${guide}/?lang=en`);
  expect(page.headers.get('Content-Security-Policy')).toContain(`connect-src ${app};`);
  const text = await page.text();
  for (const part of [lan.fingerprint, `data-origin="${app}"`, 'Certificate Trust Settings'])
    expect(text).toContain(part);
  const certificate = await fetch(`${guide}/hai-long-ca.crt`);
  expect(certificate.headers.get('Content-Type')).toBe('application/x-x509-ca-cert');
  expect(new X509Certificate(Buffer.from(await certificate.arrayBuffer())).fingerprint256).toBe(lan.fingerprint);
  for (const path of ['/dashboard', '/api/results', '/api/openapi.json', '/livez', '/sw.js', '/lan-authority.json'])
    expect([path, (await fetch(guide + path)).status]).toEqual([path, 404]);
  expect((await fetch(`${guide}/api/enrolment`, { ...enrol, headers })).status).toBe(404);

  // A new day brings a new certificate, and nobody is cut off.
  now += DAY;
  await expect.poll(async () => (await over(`${app}/livez`, root)).serial).not.toBe(first.serial);
});

it('does not repeat in the guide what somebody else wrote into the request', async () => {
  const server = openApp();
  const lan = await startLan(server.app, server.deps, LAN);
  onTestFinished(async () => {
    await lan.stop();
    server.close();
  });
  const { hostname, port } = new URL(lan.guides[0] ?? '');
  const { get } = await import('node:http');
  const text = await new Promise<string>((done) =>
    get({ hostname, port, headers: { Host: 'evil.example"><script>' } }, (reply) => {
      let all = '';
      reply.on('data', (chunk: Buffer) => (all += chunk.toString()));
      reply.on('end', () => done(all));
    }),
  );
  expect(text).not.toContain('evil');
});

it('refuses settings that contradict it', () => {
  const refused = (env: Record<string, string>) => {
    const parsed = parseConfig(env, { lan: true });
    return parsed.ok ? [] : parsed.messages;
  };
  expect(refused({ PUBLIC_ORIGIN: 'https://xa.example' })).toEqual([expect.stringContaining('PUBLIC_ORIGIN')]);
  expect(refused({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('HOST')]);
  const lan = { address: null, port: 8443, guidePort: 8081 };
  expect(parseConfig({}, { lan: true })).toMatchObject({ config: { lan } });
});

it('knows the addresses of this machine, and not its loopback', () => {
  const { host, addresses, names } = reachOf(null, () => true);
  expect(addresses).not.toContain('127.0.0.1');
  expect(host).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  expect(names).toEqual([`${host}.local`, host]);
});
