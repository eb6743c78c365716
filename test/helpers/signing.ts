/** A tablet with a key: it enrols, proves its requests, seals and signs its records as a real one does, with the same code. */
import { NONCE_HEADER, possessionText, proofHeader, proofText } from '../../src/domain/device-proof.ts';
import type { DeviceSettings, SealingKey } from '../../src/domain/place.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { type Draft, type Identity, NO_PREVIOUS } from '../../src/domain/submission.ts';
import type { Survey } from '../../src/domain/survey.ts';
import { BatchReply, NonceReply, type OfferedKey } from '../../src/domain/wire.ts';
import { sealedLine } from '../../src/seal/record.ts';
import { type SealingSession, startSession } from '../../src/seal/session.ts';
import { type KeyPair, newKeyPair, publicText, sign } from '../../src/seal/sign.ts';
import { dayHour } from '../../src/domain/period.ts';
import { addSigningDevice } from '../../src/server/store/devices.ts';
import { readSettings } from '../../src/server/store/office.ts';
import { batchOf, hashOf, NDJSON } from './ballots.ts';
import { drawDraft, randomFrom } from './drafts.ts';
import type { TestApp } from './server.ts';

export type Ask = (path: string, init: RequestInit) => Response | Promise<Response>;

export interface SealedBallot {
  draft: Draft;
  identity: Identity;
  line: string;
  hash: string;
}
export interface SealedMaker {
  /** The next record of this tablet; `change` replaces what was drawn. */
  next: (change?: Partial<Draft>) => Promise<SealedBallot>;
  many: (count: number, change?: Partial<Draft>) => Promise<SealedBallot[]>;
  /** As when the app is started anew: another public-key step, to this key if one is given. */
  restart: (sealing?: SealingKey) => void;
}

/** Sealed records with a gapless sequence and a chain of hashes. @param keys `null`: a tablet that cannot sign. */
export function sealedBallots(
  device: string,
  seed: number,
  {
    sealing,
    keys,
    survey = SIX_CRITERIA,
    answeredAt = Date.now(),
    counters = ['quay-1', 'quay-2', 'quay-3'],
    epoch = 1,
  }: {
    sealing: SealingKey;
    keys: Pick<KeyPair, 'privateKey'> | null;
    survey?: Survey;
    answeredAt?: number;
    counters?: string[];
    epoch?: number;
  },
): SealedMaker {
  const random = randomFrom(seed);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  let session: Promise<SealingSession> = startSession(sealing);
  let seq = 0;
  let prev = NO_PREVIOUS;
  const next = async (change: Partial<Draft> = {}): Promise<SealedBallot> => {
    seq += 1;
    const id = `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    const draft = { ...drawDraft(random, { survey, counters, answeredAt }), ...change };
    const identity = { id, device, epoch, seq, prev };
    const line = await sealedLine(draft, identity, await session, keys);
    prev = hashOf(line);
    return { draft, identity, line, hash: prev };
  };
  return {
    next,
    async many(count, change) {
      const made: SealedBallot[] = [];
      // One after the other: each names the hash of the one before.
      for (let i = 0; i < count; i++) made.push(await next(change));
      return made;
    },
    restart: (other = sealing) => void (session = startSession(other)),
  };
}

/** What a tablet offers when it joins or changes its key. @param to see `possessionText`. */
export async function offeredKey(to: string, keys: KeyPair): Promise<OfferedKey> {
  const publicKey = await publicText(keys);
  return { publicKey, signature: await sign(keys, possessionText(to, publicKey)) };
}

export interface SigningTablet {
  device: DeviceSettings['device'];
  settings: DeviceSettings;
  keys: KeyPair;
  publicKey: string;
  sealing: SealingKey;
  /** A request that is proved with this tablet's key, once; `change` spoils what is signed. */
  request: (path: string, init?: RequestInit & { body?: string }, change?: Partial<Proved>) => Promise<Response>;
  /** The headers of one proved request. */
  prove: (method: string, path: string, body?: string | Uint8Array, change?: Partial<Proved>) => Promise<Headers>;
  /** Sends a batch that must be answered with receipts. */
  send: (lines: readonly string[], sentAt?: number) => Promise<BatchReply>;
  /** Records of this tablet. */
  ballots: (
    seed: number,
    options?: Partial<Omit<Parameters<typeof sealedBallots>[2], 'sealing' | 'keys'>>,
  ) => SealedMaker;
}
/** What a test may sign instead of the truth. */
export interface Proved {
  method: string;
  path: string;
  bodyHash: string;
  device: string;
  nonce: string;
}

/**
 * A new tablet that signs. It does not join over HTTP, where a test with many tablets would run into the limit for tries.
 * @param ask `app.request` unless given; with the address of a server before the path it may be `fetch`.
 */
export async function signingTablet(
  { db, deps, app }: Pick<TestApp, 'db' | 'deps' | 'app'>,
  { counter = 'quay-1', ask = app.request, keys }: { counter?: string; ask?: Ask; keys?: KeyPair } = {},
): Promise<SigningTablet> {
  const pair = keys ?? (await newKeyPair());
  const publicKey = await publicText(pair);
  const { office, config, now } = deps;
  const device = addSigningDevice(db, office, counter, undefined, publicKey, now());
  const { settings } = readSettings(db, office, device, dayHour(now(), config.zone).day, config.zone);
  if (!settings.sealing) throw new Error('the server tells no sealing key');
  return asTablet(settings, settings.sealing, pair, publicKey, ask);
}

function asTablet(
  settings: DeviceSettings,
  sealing: SealingKey,
  keys: KeyPair,
  publicKey: string,
  ask: Ask,
): SigningTablet {
  const { device } = settings;
  const nonces: string[] = [];
  const nonce = async () => {
    const kept = nonces.pop();
    if (kept !== undefined) return kept;
    nonces.push(...NonceReply.parse(await (await ask('/api/nonce', {})).json()).nonces);
    return nonces.pop() ?? '';
  };
  const prove: SigningTablet['prove'] = async (method, path, body = '', change = {}) => {
    const truth = { method, path, bodyHash: hashOf(body), device: device.id, nonce: await nonce() };
    const signed = { ...truth, ...change };
    const signature = await sign(keys, proofText(signed));
    return new Headers({ Authorization: proofHeader(signed.device, signed.nonce, signature) });
  };
  const request: SigningTablet['request'] = async (path, init = {}, change) => {
    const headers = await prove(init.method ?? 'GET', path, init.body, change);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const reply = await ask(path, { ...init, headers });
    const next = reply.headers.get(NONCE_HEADER);
    if (next !== null) nonces.push(next);
    return reply;
  };
  return {
    device,
    settings,
    keys,
    publicKey,
    sealing,
    request,
    prove,
    async send(lines, sentAt = Date.now()) {
      const body = batchOf(lines, { sentAt });
      const reply = await request('/api/submissions', { method: 'POST', headers: { 'Content-Type': NDJSON }, body });
      const text = await reply.text();
      if (reply.status !== 200) throw new Error(`${reply.status} ${text}`);
      return BatchReply.parse(JSON.parse(text));
    },
    ballots: (seed, options = {}) => sealedBallots(device.id, seed, { sealing, keys, ...options }),
  };
}
