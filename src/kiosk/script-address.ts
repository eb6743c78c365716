/** The browser lets only a named policy turn text into the address of a worker, and this one knows two: both are our own files. */
const SERVICE_WORKER = '/sw.js';
const JOURNAL = /^\/assets\/worker-[\w-]+\.js$/;

/** The part of the Trusted Types API that is used here. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): {
    createScriptURL(address: string): unknown;
  };
}
let policy: ReturnType<TrustedTypes['createPolicy']> | null = null;

/** @throws for an address that is none of ours. */
export function scriptAddress(address: string): string {
  // Not every browser has it, and TypeScript's library does not know it.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return address;
  // A page may make a policy of this name once.
  policy ??= trustedTypes.createPolicy('hai-long', {
    createScriptURL: (asked) => {
      if (asked !== SERVICE_WORKER && !JOURNAL.test(asked)) throw new TypeError('not a script of ours');
      return asked;
    },
  });
  // What takes an address takes a TrustedScriptURL; the types of TypeScript's library say string only.
  return policy.createScriptURL(address) as string;
}
