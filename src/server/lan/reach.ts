/** How tablets in the local network reach this machine: by its addresses there, and by its name. */
import { hostname, networkInterfaces } from 'node:os';

/** What a tablet types: addresses first, since not every network knows names. */
export interface Reach {
  /** The machine's name, a single word. */
  host: string;
  addresses: string[];
  names: string[];
}

/** Loopback is not one of them unless it is asked for by name. */
export function reachOf(asked: string | null, isPermitted: (address: string) => boolean): Reach {
  const host = /^[a-z0-9][a-z0-9-]{0,62}/.exec(hostname().toLowerCase())?.[0]?.replace(/-+$/, '') ?? 'hai-long';
  const found = Object.values(networkInterfaces())
    .flat()
    .flatMap((one) => (one && one.family === 'IPv4' && !one.internal ? [one.address] : []));
  const addresses = (asked === null ? found : [asked]).filter(isPermitted);
  return { host, addresses, names: [`${host}.local`, host] };
}
