/** How an operation of the API is described: who may use it, what it takes and gives. The router is held against it. */
import type { Role } from '../../domain/account.ts';
import type { RequestProblem } from '../../domain/problem.ts';
import type { SchemaName } from './schemas.ts';

/** `open`: anyone. `device`: an enrolled tablet. `metrics`: a program with METRICS_TOKEN. Else a signed-in person with at least this role. */
export type Policy = 'open' | 'device' | 'metrics' | Role;
/** The role that a policy asks for, where it asks for a person. */
export const roleOf = (policy: Policy): Role | null =>
  policy === 'open' || policy === 'device' || policy === 'metrics' ? null : policy;

export interface Operation {
  summary: string;
  policy: Policy;
  /** Only shortly after the person has proved again who they are. */
  fresh?: true;
  /** Also for an administrator who has no second factor yet. */
  beforeSecondFactor?: true;
  /** Also answered to whoever holds the configured read token: for programs. */
  readToken?: true;
  body?: { type: string; schema?: SchemaName; description?: string };
  query?: Readonly<Record<string, string>>;
  reply: { type: string; schema?: SchemaName; description: string };
  problems: readonly RequestProblem[];
}
/** By path (as the router has it: `/api/remarks/:id`) and method. */
export type Operations = Readonly<
  Record<string, Readonly<Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', Operation>>>>
>;

export const BODY_PROBLEMS = [
  'malformed',
  'wrong-type',
  'cross-site',
  'too-large',
  'media-type',
  'encoding',
  'storage',
] as const;
export const json = (schema: SchemaName, description: string) => ({ type: 'application/json', schema, description });
