/** What travels between the page and the journal's worker: calls by name, and their ends. */
import { FileBroken, NotWritten, reason } from './file.ts';
import type { Journal } from './journal.ts';

export type Method = keyof Journal;
export interface Call {
  id: number;
  method: Method | 'open';
  args: readonly unknown[];
}
export type End = { id: number; value: unknown } | { id: number; error: string; name: string };

export const failed = (id: number, error: unknown): End => ({
  id,
  error: reason(error),
  name: error instanceof Error ? error.name : 'Error',
});

/** The error of an end as it was thrown in the worker. */
export function errorOf({ name, error }: { name: string; error: string }): Error {
  if (name === 'NotWritten') return new NotWritten(error);
  if (name === 'FileBroken') return new FileBroken(error);
  return Object.assign(new Error(error), { name });
}
