/** The audit log: newest first, a page at a time, narrowed to a person or an area. The address holds all of that. */
import { useRef } from 'preact/hooks';
import { AuditReply } from '../../domain/account.ts';
import { AUDIT_WORDS } from '../../ui/words/audit.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import './audit.css';
import { AuditTable } from './AuditTable.tsx';
import { actorText, areaText } from './row-text.ts';

/** The parts of the address that the server is asked with. */
const ASKED = ['before', 'actor', 'area'] as const;

function queryOf(from: URLSearchParams, changes: Partial<Record<(typeof ASKED)[number], string>> = {}): string {
  const query = new URLSearchParams();
  for (const key of ASKED) {
    const value = changes[key] ?? from.get(key) ?? '';
    if (value !== '') query.set(key, value);
  }
  return query.toString();
}

export function Section() {
  const { address, go, language, format } = useShell();
  const words = AUDIT_WORDS[language];
  const asked = queryOf(address.query);
  const log = useLoad(AuditReply, asked === '' ? 'audit' : `audit?${asked}`);
  const [actor, area] = [address.query.get('actor') ?? '', address.query.get('area') ?? ''];
  const to = (query: string) => (query === '' ? '/dashboard/audit' : `/dashboard/audit?${query}`);
  // Another filter begins at the newest row again.
  const narrow = (changes: { actor?: string; area?: string }) =>
    go(to(queryOf(address.query, { ...changes, before: '' })));
  // Until the next page has come the one before stays, with the filters in it.
  const last = useRef<AuditReply | null>(null);
  if (log.value) last.current = log.value;
  const value = log.value ?? (log.state === 'loading' ? last.current : null);

  return (
    <>
      <div class="section-head">
        <div>
          <h1>{words.heading}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
      </div>
      {value ? (
        <>
          <form class="field-row screen-only" aria-label={words.filters} onSubmit={(event) => event.preventDefault()}>
            <label class="field">
              <span>{words.actor}</span>
              <select value={actor} onChange={(event) => narrow({ actor: event.currentTarget.value })}>
                <option value="">{words.everyone}</option>
                {value.actors.map((one) => (
                  <option key={one.id} value={one.id}>
                    {actorText(words, one)}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{words.area}</span>
              <select value={area} onChange={(event) => narrow({ area: event.currentTarget.value })}>
                <option value="">{words.everything}</option>
                {value.areas.map((one) => (
                  <option key={one} value={one}>
                    {areaText(words, one)}
                  </option>
                ))}
              </select>
            </label>
            {(actor !== '' || area !== '') && (
              <Link to="/dashboard/audit" class="link">
                {words.clear}
              </Link>
            )}
          </form>
          {value.rows.length === 0 ? (
            <p class="empty">{asked === '' ? words.empty : words.emptyFiltered}</p>
          ) : (
            <AuditTable names={value.names} rows={value.rows} busy={log.state === 'loading'} />
          )}
          <nav class="buttons audit-pages screen-only" aria-label={words.heading}>
            {address.query.get('before') !== null && (
              <Link to={to(queryOf(address.query, { before: '' }))} class="button button-quiet">
                {words.newest}
              </Link>
            )}
            {value.next !== null && (
              <Link to={to(queryOf(address.query, { before: String(value.next) }))} class="button button-quiet">
                {words.older}
              </Link>
            )}
          </nav>
          <p class="quiet">
            {value.anchoredTo > 0 ? words.anchored(format.count(value.anchoredTo)) : words.notAnchored} {words.verify}
          </p>
        </>
      ) : log.state === 'failed' ? (
        <LoadFailed code={log.code} onRetry={log.reload} />
      ) : (
        <Loading />
      )}
    </>
  );
}
