/** What the ids in the details of the audit log are called now, so that nobody has to read an id. */
import type { AuditReply, AuditRow } from '../domain/account.ts';
import type { Words } from '../domain/survey.ts';
import { namesOf } from './alerts/names.ts';
import type { Database } from './deps.ts';
import { listAccounts } from './store/accounts.ts';
import { listSurveys } from './store/surveys.ts';

const KINDS = ['counter', 'criterion', 'device'] as const;

/** @returns names by `kind:id`, for the ids that these rows hold. An id that has none is left out. */
export function auditNames(db: Database, office: number, rows: readonly AuditRow[], now: number): AuditReply['names'] {
  const name = namesOf(db, office);
  const fields = new Map<string, Words>();
  for (const { survey } of listSurveys(db, office).toReversed())
    for (const { id, label } of survey.fields) fields.set(id, label);
  const people = new Map(listAccounts(db, office, now).map((one) => [one.id, { vi: one.name, en: one.name }]));
  const names: AuditReply['names'] = {};
  const put = (key: string, found: Words | undefined, id: string) => {
    if (found && found.vi !== id) names[key] = found;
  };
  for (const { detail } of rows)
    for (const [key, value] of Object.entries(detail)) {
      if (typeof value !== 'string') continue;
      const about = /^(\w+):(.+)$/s.exec(key === 'about' ? value : `${key}:${value}`);
      const [, kind = '', id = ''] = about ?? [];
      const known = KINDS.find((one) => one === kind);
      if (known) put(`${kind}:${id}`, name({ kind: known, id }), id);
      else if (kind === 'field') put(`field:${id}`, fields.get(id), id);
      else if (kind === 'assignee') put(`assignee:${id}`, people.get(id), id);
    }
  return names;
}
