/**
 * The address is the state of the dashboard: /dashboard/<section>/<rest>?<query>. Reading it never fails, and whatever a
 * section shows can be kept as a bookmark and sent to a colleague.
 */
import type { Language } from '../../ui/dashboard-words.ts';

export const ROOT = '/dashboard';

export interface Address {
  /** '' is the overview. */
  section: string;
  /** What follows the section in the path, each part decoded. */
  rest: readonly string[];
  query: URLSearchParams;
  language: Language;
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A lone "%": shown as it was typed.
  }
};

export function parseAddress({ pathname, search }: Pick<Location, 'pathname' | 'search'>): Address {
  const [section = '', ...rest] = pathname.slice(ROOT.length).split('/').filter(Boolean).map(decoded);
  const query = new URLSearchParams(search);
  return { section, rest, query, language: query.get('lang') === 'en' ? 'en' : 'vi' };
}

/**
 * A full address in the language that is shown now.
 * @param to a path that begins with /dashboard, or only `?…` for another state of the same path.
 */
export function addressOf(to: string, { pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const url = new URL(to, `http://x${pathname}`);
  const { language } = parseAddress({ pathname, search });
  if (!url.searchParams.has('lang') && language !== 'vi') url.searchParams.set('lang', language);
  if (url.searchParams.get('lang') === 'vi') url.searchParams.delete('lang');
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The same address in another language. */
export function inLanguage(language: Language, { pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const query = new URLSearchParams(search);
  query.set('lang', language);
  return addressOf(`${pathname}?${query.toString()}`, { pathname, search });
}
