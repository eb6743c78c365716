/** `/api/audit`: what people did, for administrators. */
import { Hono } from 'hono';
import * as z from 'zod';
import type { AuditReply } from '../../domain/account.ts';
import { auditNames } from '../audit-names.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { readAudit } from '../store/audit-read.ts';

const Query = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
  actor: z.string().max(100).optional(),
  area: z.string().max(100).optional(),
});

export const auditRoutes = ({ db, office, now }: Deps): Hono<AppEnv> =>
  new Hono<AppEnv>().get('/', (c) => {
    const query = Query.safeParse(c.req.query());
    if (!query.success) return problem(c, 'wrong-type');
    const read = readAudit(db, office, query.data);
    return c.json({ ...read, names: auditNames(db, office, read.rows, now()) } satisfies AuditReply);
  });
