/** What documents can be made of a frozen period: a job says all that goes into one, and travels to another thread as it is. */
import type { Letterhead } from '../../domain/letterhead.ts';
import type { FrozenPeriod } from '../../domain/report.ts';
import { docxOf } from './docx.ts';
import { xlsxOf } from './xlsx.ts';

/** `day` is the day of the document, yyyy-MM-dd. */
export type DocumentJob =
  | { kind: 'docx'; frozen: FrozenPeriod; letterhead: Letterhead; day: string }
  | { kind: 'xlsx'; frozen: FrozenPeriod; day: string };
export type DocumentBytes = Uint8Array<ArrayBuffer>;
/** Rejects when it cannot be made: that is a bug. */
export type MakeDocument = (job: DocumentJob) => Promise<DocumentBytes>;

/** On this thread; it takes a good part of a second. The same job gives the same bytes. */
export const documentOf = (job: DocumentJob): DocumentBytes =>
  job.kind === 'docx' ? docxOf(job.frozen, job.letterhead, job.day) : xlsxOf(job.frozen, job.day);
