/** Which remarks are asked for: the same words in the address of the page, in the request and in the export. */
import * as z from 'zod/mini';
import { RemarkStatus } from './remark.ts';
import { Day } from './working-days.ts';

const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
/** A day and an id: the last remark of the page before. */
export const AFTER = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f-]{36})$/;

export const RemarkFilter = z.strictObject({
  /** `open`: all that is not done. */
  status: z.optional(z.union([RemarkStatus, z.literal('open')])),
  /** `me`, `none`, or an account. */
  assignee: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  counter: z.optional(Id),
  field: z.optional(Id),
  /** A criterion that the ballot gave a level of 1 or 2. */
  criterion: z.optional(Id),
  tag: z.optional(z.string().check(z.minLength(1), z.maxLength(160))),
  from: z.optional(Day),
  to: z.optional(Day),
  overdue: z.optional(z.literal('1')),
  text: z.optional(z.string().check(z.maxLength(200))),
  /** Only those of void ballots; else they are left out. */
  void: z.optional(z.literal('1')),
});
export type RemarkFilter = z.infer<typeof RemarkFilter>;
export const FILTER_NAMES = z.keyof(RemarkFilter).options;

/** @returns `null` when a value is none that can be asked for. Empty values ask for nothing; other names are let be. */
export function readFilter(query: Readonly<Record<string, string | undefined>>): RemarkFilter | null {
  const given = FILTER_NAMES.flatMap((name) => (query[name] ? [[name, query[name]]] : []));
  const parsed = z.safeParse(RemarkFilter, Object.fromEntries(given));
  return parsed.success ? parsed.data : null;
}

/** As the query of an address, in the order of FILTER_NAMES. */
export function filterQuery(filter: RemarkFilter): string {
  const encode = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, ''));
  return FILTER_NAMES.flatMap((name) => (filter[name] ? [`${name}=${encode(filter[name])}`] : [])).join('&');
}
