/**
 * The authority of this server for its local network, made once and kept in the data folder. Tablets trust its root, whose key
 * is forgotten as soon as it has vouched for one authority below it; that one may vouch for names and addresses of a private
 * network alone. So whoever steals the folder can pose as a server in such a network, and as no bank.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { makeOnce } from '../store/private-file.ts';
import { makeCertificate, pemOf, type Permitted } from './certificate.ts';

const DAY = 86_400_000;
const YEARS = 10;
/** A certificate of the server is made anew each day; should that fail for a while, tablets go on. Apple takes 825 at most. */
const SERVER_DAYS = 90;
/** Clocks of tablets may be behind. */
const EARLIER = 2 * DAY;

/** RFC 1918, the addresses of a network without a server for them, and this machine. */
const NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '127.0.0.0/8'];
const DOMAINS = ['local', 'lan', 'internal', 'home.arpa'];

const Kept = z.strictObject({
  v: z.literal(1),
  kind: z.literal('hai-long lan authority'),
  /** The single word by which the machine was called then: also that it may vouch for. */
  host: z.string(),
  /** base64 of DER */
  root: z.string(),
  issuer: z.string(),
  /** PKCS #8, PEM. */
  key: z.string(),
});

export interface Authority {
  /** What tablets install, in DER. */
  root: Buffer;
  /** SHA-256 of it, for people to compare. */
  fingerprint: string;
  /** Milliseconds since 1970. */
  endsAt: number;
  /** A key and a certificate of the server for hosts that it may vouch for, and the certificate of who vouches. */
  issue: (hosts: readonly string[], now: number) => { key: string; cert: string };
  permits: (host: string) => boolean;
}

export const authorityFile = (dataDir: string): string => join(dataDir, 'lan-authority.json');
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs8 = (key: KeyObject) => String(key.export({ type: 'pkcs8', format: 'pem' }));
const toBits = (address: string) => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
const isWithin = (address: string, network: string) => {
  const [base = '', length = '32'] = network.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(toBits(address) / size) === Math.floor(toBits(base) / size);
};

function make(host: string, now: number): z.infer<typeof Kept> {
  const [root, issuer] = [pair(), pair()];
  // Two roots of two servers look different in the list of a tablet.
  const name = `Hài Lòng ${host} ${randomBytes(3).toString('hex')}`;
  const permitted: Permitted = { domains: [...DOMAINS, host], networks: NETWORKS };
  const span = { from: now - EARLIER, to: now + YEARS * 365 * DAY };
  const by = { name, key: root.privateKey };
  const authority = { ...span, name, publicKey: root.publicKey, authority: { below: 1 }, permitted };
  const below = { ...authority, name: `${name} LAN`, publicKey: issuer.publicKey, authority: { below: 0 } };
  return {
    v: 1,
    kind: 'hai-long lan authority',
    host,
    root: makeCertificate(authority, by).toString('base64'),
    issuer: makeCertificate(below, by).toString('base64'),
    key: pkcs8(issuer.privateKey),
  };
}

/**
 * Makes one where there is none. One that cannot be read is left as it is: tablets trust it, and another would shut them out.
 * @param host the single word by which the machine is called. @throws when it cannot be made or read
 */
export function openAuthority(dataDir: string, host: string, now: number): Authority {
  const file = authorityFile(dataDir);
  if (!existsSync(file)) makeOnce(file, Buffer.from(JSON.stringify(make(host, now), null, 1)));
  let kept: z.infer<typeof Kept>;
  let key: KeyObject;
  try {
    kept = Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    key = createPrivateKey(kept.key);
  } catch {
    throw new Error(
      `${file} cannot be read; restore it, or move it away and install the new certificate on every tablet`,
    );
  }
  const root = Buffer.from(kept.root, 'base64');
  const issuer = new X509Certificate(Buffer.from(kept.issuer, 'base64'));
  const by = { name: issuer.subject.replace(/^CN=/, ''), key };
  const permits = (name: string) =>
    isIPv4(name)
      ? NETWORKS.some((network) => isWithin(name, network))
      : [...DOMAINS, kept.host].some((domain) => name === domain || name.endsWith(`.${domain}`));
  return {
    root,
    fingerprint: new X509Certificate(root).fingerprint256,
    endsAt: Date.parse(issuer.validTo),
    permits,
    issue(hosts, at) {
      const server = pair();
      const to = Math.min(at + SERVER_DAYS * DAY, Date.parse(issuer.validTo));
      const wanted = { name: kept.host, publicKey: server.publicKey, from: at - EARLIER, to, hosts };
      return {
        key: pkcs8(server.privateKey),
        cert: pemOf(makeCertificate(wanted, by)) + pemOf(issuer.raw),
      };
    },
  };
}
