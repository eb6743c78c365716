/**
 * Documents by what they are made from. A frozen period never changes, so what was made once is given again, and who asks while it
 * is being made waits for the same one. Only the last few are kept.
 */
import { createHash } from 'node:crypto';
import type { DocumentBytes, DocumentJob, MakeDocument } from './document.ts';

/** A document is up to some hundred kilobytes. */
const MOST = 12;

/** @returns a function that gives the document of this report and job. @param report the id of the report */
export function createDocuments(make: MakeDocument): (report: string, job: DocumentJob) => Promise<DocumentBytes> {
  const kept = new Map<string, Promise<DocumentBytes>>();
  return (report, { frozen, ...rest }) => {
    const key = createHash('sha256')
      .update(JSON.stringify([report, rest]))
      .digest('base64');
    const known = kept.get(key);
    kept.delete(key);
    // Put at the end again: the one that was longest not asked for is the first to go.
    const bytes = known ?? make({ ...rest, frozen } as DocumentJob); // the two halves of the same job
    kept.set(key, bytes);
    if (known === undefined) bytes.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    return bytes;
  };
}
