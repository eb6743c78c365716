/**
 * X.509 certificates (RFC 5280) for the local network: ECDSA P-256 with SHA-256, and nothing in them that this does not need.
 * Node can check a certificate and cannot make one.
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, integer, octets, oid, plain, sequence, setOf, tagged, text, time, truth } from './der.ts';

export interface Wanted {
  /** The name that people see. */
  name: string;
  publicKey: KeyObject;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  /** An authority, with so many others below it; without it a server. */
  authority?: { below: number };
  /** Of a server: host names and IPv4 addresses. */
  hosts?: readonly string[];
  /** Of an authority: it may vouch for nothing but these. */
  permitted?: Permitted;
}
export interface Permitted {
  /** A domain with all that is below it. */
  domains: readonly string[];
  /** IPv4, as `10.0.0.0/8`. */
  networks: readonly string[];
}
export interface Signer {
  name: string;
  key: KeyObject;
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const SERVER_AUTH = sequence(oid('1.3.6.1.5.5.7.3.1'));
/** Signs certificates and lists of withdrawn ones; signs what a connection begins with. */
const [AUTHORITY_USE, SERVER_USE] = [bits(Buffer.from([0x06]), 1), bits(Buffer.from([0x80]), 7)];

const nameOf = (name: string) => sequence(setOf(sequence(oid('2.5.4.3'), text(name))));
const addressBytes = (address: string) => Buffer.from(address.split('.').map(Number));
const spkiOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
/** The SHA-1 of the point, which only serves to find the right certificate. */
const keyIdOf = (key: KeyObject) => createHash('sha1').update(spkiOf(key).subarray(-65)).digest();

function networkBytes(network: string): Buffer {
  const [address = '', length = '32'] = network.split('/');
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(Number(length) === 0 ? 0 : (0xffffffff << (32 - Number(length))) >>> 0);
  return Buffer.concat([addressBytes(address), mask]);
}

const extension = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [truth] : []), octets(value));

function constraintsOf({ domains, networks }: Permitted): Buffer {
  const subtrees = [
    ...domains.map((domain) => sequence(plain(2, Buffer.from(domain)))),
    ...networks.map((network) => sequence(plain(7, networkBytes(network)))),
  ];
  return sequence(tagged(0, ...subtrees));
}
const hostNames = (hosts: readonly string[]) =>
  sequence(...hosts.map((host) => (isIPv4(host) ? plain(7, addressBytes(host)) : plain(2, Buffer.from(host)))));

/** @returns the certificate in DER, which `by` vouches for. */
export function makeCertificate(wanted: Wanted, by: Signer): Buffer {
  const { name, publicKey, from, to, authority, hosts, permitted } = wanted;
  const extensions = [
    extension('2.5.29.19', authority ? sequence(truth, integer(Buffer.from([authority.below]))) : sequence(), true),
    extension('2.5.29.15', authority ? AUTHORITY_USE : SERVER_USE, true),
    // Not in the root, where some stores take it for a limit that they do not know.
    ...(by.name === name ? [] : [extension('2.5.29.37', SERVER_AUTH)]),
    extension('2.5.29.14', octets(keyIdOf(publicKey))),
    extension('2.5.29.35', sequence(plain(0, keyIdOf(createPublicKey(by.key))))),
    ...(hosts ? [extension('2.5.29.17', hostNames(hosts))] : []),
    ...(permitted ? [extension('2.5.29.30', constraintsOf(permitted), true)] : []),
  ];
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(randomBytes(16)),
    ECDSA_SHA256,
    nameOf(by.name),
    sequence(time(from), time(to)),
    nameOf(name),
    spkiOf(publicKey),
    tagged(3, sequence(...extensions)),
  );
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, by.key)));
}

export const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
