/** Where an office is looked at: /dashboard/offices for the one that asks, with a code for one beneath it. */
import type { OfficesView } from '../../domain/results-offices.ts';
import { type View, viewSearch } from '../overview/view.ts';
import { ROOT } from '../shell/address.ts';

export function addressOfUnit(code: string, { path }: Pick<OfficesView, 'path'>, view: View): string {
  const own = path[0]?.code === code ? '' : `/${encodeURIComponent(code)}`;
  return `${ROOT}/offices${own}${viewSearch(view)}`;
}
