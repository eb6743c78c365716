/**
 * How a tablet shows that it is the one that was enrolled: each request is signed with its key, over a nonce that the server
 * gave and takes once. No clock is involved, for the clock of a tablet is often wrong.
 */
export const PROOF_SCHEME = 'Device';
/** Every reply to a tablet carries a fresh nonce for its next request. */
export const NONCE_HEADER = 'Device-Nonce';

export interface ProvedRequest {
  method: string;
  /** With the query, as it stands in the request line. */
  path: string;
  /** SHA-256 of the body in hex; of nothing where there is none. */
  bodyHash: string;
  device: string;
  nonce: string;
}

/** What is signed for a request. */
export const proofText = ({ method, path, bodyHash, device, nonce }: ProvedRequest): string =>
  ['hai-long request 1', method, path, bodyHash, device, nonce].join('\n');

/** The value of `Authorization`. */
export const proofHeader = (device: string, nonce: string, signature: string): string =>
  `${PROOF_SCHEME} ${device}.${nonce}.${signature}`;

/** @returns `null` for anything that is not such a header. */
export function readProof(header: string): { device: string; nonce: string; signature: string } | null {
  const [, device = '', nonce = '', signature = ''] =
    /^Device ([A-Za-z0-9-]{1,64})\.([A-Za-z0-9_-]{8,200})\.([A-Za-z0-9_-]{86})$/.exec(header) ?? [];
  return device === '' ? null : { device, nonce, signature };
}

/**
 * What a tablet signs when it joins, or takes another key: that it holds the private key to this public one.
 * @param to the code as it was typed, without spaces and dashes and in capitals; '' on the machine itself; for a change of
 * key the id of the device.
 */
export const possessionText = (to: string, publicKey: string): string => ['hai-long key 1', to, publicKey].join('\n');
