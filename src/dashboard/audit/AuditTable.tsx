/** The rows: when, who, what, to what. Here exact times are right: they are of staff, never of a ballot. */
import type { AuditReply, AuditRow } from '../../domain/account.ts';
import { AUDIT_WORDS } from '../../ui/words/audit.ts';
import { useShell } from '../shell/shell.ts';
import { actionText, actorText, detailText } from './row-text.ts';

/** An id tells people nothing: its beginning is enough to tell two apart. */
const short = (object: string) => (/^[\w-]{20,}$/.test(object) ? `${object.slice(0, 8)}…` : object);

export interface AuditTableProps {
  rows: readonly AuditRow[];
  names: AuditReply['names'];
  busy: boolean;
}

export function AuditTable({ rows, names, busy }: AuditTableProps) {
  const { language, format, words: shellWords } = useShell();
  const words = AUDIT_WORDS[language];
  const { columns } = words;
  return (
    <table class="table audit" aria-busy={busy}>
      <thead>
        <tr>
          {[columns.at, columns.actor, columns.action, columns.object].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const detail = detailText(row, words, shellWords, { format, language, names });
          const actor = actorText(words, { id: row.actor, name: row.actorName });
          return (
            <tr key={row.seq}>
              <td class="audit-at" title={words.number(String(row.seq))}>
                {format.moment(row.at)}
              </td>
              <td>
                <bdi title={row.actor}>{short(actor)}</bdi>
              </td>
              <td>
                {actionText(words, row.action)}
                {detail !== '' && (
                  <span class="audit-detail quiet" dir="auto">
                    {detail}
                  </span>
                )}
              </td>
              <td>
                {/* Who did it to themselves need not be named twice. */}
                {row.object !== row.actor && <bdi title={row.object}>{row.objectName ?? short(row.object)}</bdi>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
