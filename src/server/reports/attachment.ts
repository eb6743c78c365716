/** A reply that the browser saves as a file. Names are made by the server, of letters that need no escaping (RFC 6266). */

/** @param name of letters, digits, points and hyphens */
export function attachment(name: string): Record<string, string> {
  if (!/^[\w.-]+$/.test(name)) throw new Error(`not a file name: ${name}`);
  return { 'Content-Disposition': `attachment; filename="${name}"` };
}
