/** The sections of the dashboard: where each is, who may open it, and how it is loaded when it is opened. */
import type { ComponentType } from 'preact';
import type { Role } from '../../domain/account.ts';
import type { ShellWords } from '../../ui/words/shell.ts';

export type SectionName = keyof ShellWords['sections'];
export interface SectionEntry {
  name: SectionName;
  /** The part of the address after /dashboard. */
  path: string;
  role: Role;
  group: keyof ShellWords['groups'];
  /** In the list of the navigation only where there are offices beneath this one. */
  ofUnits?: true;
  /** Not in the list of the navigation: reached in another way. */
  hidden?: true;
  load: () => Promise<{ Section: ComponentType }>;
}

export const SECTIONS: readonly SectionEntry[] = [
  { name: 'overview', path: '', role: 'viewer', group: 'results', load: () => import('../overview/index.tsx') },
  { name: 'why', path: 'why', role: 'viewer', group: 'results', load: () => import('../why/index.tsx') },
  { name: 'compare', path: 'compare', role: 'viewer', group: 'results', load: () => import('../compare/index.tsx') },
  {
    name: 'offices',
    path: 'offices',
    role: 'viewer',
    group: 'results',
    ofUnits: true,
    load: () => import('../offices/index.tsx'),
  },
  { name: 'signals', path: 'signals', role: 'viewer', group: 'results', load: () => import('../signals/index.tsx') },
  { name: 'remarks', path: 'remarks', role: 'viewer', group: 'work', load: () => import('../remarks/index.tsx') },
  { name: 'alerts', path: 'alerts', role: 'viewer', group: 'work', load: () => import('../alerts/index.tsx') },
  { name: 'tablets', path: 'tablets', role: 'viewer', group: 'setup', load: () => import('../tablets/index.tsx') },
  { name: 'reports', path: 'reports', role: 'viewer', group: 'work', load: () => import('../reports/index.tsx') },
  { name: 'surveys', path: 'surveys', role: 'viewer', group: 'setup', load: () => import('../surveys/index.tsx') },
  {
    name: 'settings',
    path: 'settings',
    role: 'administrator',
    group: 'setup',
    load: () => import('../settings/index.tsx'),
  },
  { name: 'ballots', path: 'ballots', role: 'team', group: 'work', load: () => import('../ballots/index.tsx') },
  {
    name: 'accounts',
    path: 'accounts',
    role: 'administrator',
    group: 'setup',
    load: () => import('../accounts/index.tsx'),
  },
  { name: 'audit', path: 'audit', role: 'administrator', group: 'setup', load: () => import('../audit/index.tsx') },
  {
    name: 'account',
    path: 'account',
    role: 'viewer',
    group: 'setup',
    hidden: true,
    load: () => import('../account/index.tsx'),
  },
];

export const sectionAt = (path: string): SectionEntry | null => SECTIONS.find((one) => one.path === path) ?? null;
