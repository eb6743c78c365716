/** Pages of the audit log, for the administrator who reads it. */
import type { Database } from './engine.ts';
import { type AuditReply, AuditRow } from '../../domain/account.ts';
import { anchoredTo } from './audit-anchors.ts';
const AuditDetail = AuditRow.shape.detail;

export const AUDIT_PAGE = 100;

export interface AuditQuery {
  /** Only rows before this one. */
  before?: number | undefined;
  actor?: string | undefined;
  area?: string | undefined;
}
type Row = Omit<AuditReply['rows'][number], 'detail'> & { detail: string };

function areasOf(db: Database, office: number): string[] {
  const actions = db
    .prepare<[number], string>('select distinct action from audit_log where office_id = ?')
    .pluck()
    .all(office);
  return [...new Set(actions.map((action) => action.split('.', 1).join()))].sort();
}

export function readAudit(
  db: Database,
  office: number,
  { before, actor, area }: AuditQuery,
): Omit<AuditReply, 'names'> {
  const found = db
    .prepare<[Record<string, string | number>], Row>(
      `select l.seq, l.at, l.actor, a.name as actorName, l.action, l.object, o.name as objectName, l.detail
       from audit_log l
       left join accounts a on a.id = l.actor and a.office_id = l.office_id
       left join accounts o on o.id = l.object and o.office_id = l.office_id
       where l.office_id = @office and l.seq < @before and (@actor = '' or l.actor = @actor)
         and (@area = '' or substr(l.action, 1, length(@area) + 1) = @area || '.')
       order by l.seq desc limit ${AUDIT_PAGE + 1}`,
    )
    .all({ office, before: before ?? Number.MAX_SAFE_INTEGER, actor: actor ?? '', area: area ?? '' });
  const rows = found.slice(0, AUDIT_PAGE).map((row) => ({ ...row, detail: AuditDetail.parse(JSON.parse(row.detail)) }));
  return {
    rows,
    next: found.length > AUDIT_PAGE ? (rows.at(-1)?.seq ?? null) : null,
    actors: db
      .prepare<[number, number], { id: string; name: string | null }>(
        `select l.actor as id, a.name from (select distinct actor from audit_log where office_id = ?) l
         left join accounts a on a.office_id = ? and a.id = l.actor order by a.name is null, a.name, l.actor`,
      )
      .all(office, office),
    areas: areasOf(db, office),
    anchoredTo: anchoredTo(db),
  };
}
