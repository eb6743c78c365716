/** The address of the inbox: what is filtered, and which remark is open. Without a status it shows what is not done. */
import { FILTER_NAMES, filterQuery, readFilter, type RemarkFilter } from '../../domain/remark-filter.ts';
import type { RemarkStatus } from '../../domain/remark.ts';

export const INBOX = '/dashboard/remarks';
export const BALLOTS = `${INBOX}/ballots`;

/** One of the tabs over the list. */
export type Tab = 'open' | RemarkStatus | 'overdue' | 'all';
export interface InboxAddress {
  tab: Tab;
  /** What the server is asked for. */
  filter: RemarkFilter;
  /** The open remark, or `null`. */
  id: string | null;
}

const STATUSES: readonly RemarkStatus[] = ['new', 'seen', 'in-hand', 'done'];

/** Reading never fails: what cannot be asked for is left out. */
export function readInbox(query: URLSearchParams): InboxAddress {
  const given = FILTER_NAMES.flatMap((name) => {
    const value = query.get(name);
    const alone = value === null || value === '' ? null : readFilter({ [name]: value });
    return alone === null ? [] : [alone];
  });
  const { status, ...rest }: RemarkFilter = Object.assign({}, ...given) as RemarkFilter; // each part is one
  const wanted = query.get('status');
  const tab: Tab = rest.overdue
    ? 'overdue'
    : wanted === 'all'
      ? 'all'
      : (STATUSES.find((one) => one === status) ?? 'open');
  const id = query.get('id');
  const shown = tab === 'all' || tab === 'overdue' ? {} : { status: tab };
  return { tab, filter: { ...rest, ...shown }, id: id === '' ? null : id };
}

/** The query of an address, `?…`. */
export function inboxQuery({ tab, filter, id }: InboxAddress): string {
  const { status: _, overdue: __, ...rest } = filter;
  const status = tab === 'open' ? '' : tab === 'overdue' ? 'overdue=1' : `status=${tab}`;
  const parts = [status, filterQuery(rest), id === null ? '' : `id=${id}`].filter((part) => part !== '');
  return `?${parts.join('&')}`;
}

/** How many filters are set besides tab and words. */
export const countFilters = (filter: RemarkFilter): number =>
  FILTER_NAMES.filter((name) => filter[name] && name !== 'status' && name !== 'overdue' && name !== 'text').length;
