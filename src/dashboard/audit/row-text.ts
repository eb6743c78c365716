/** A row of the audit log in words. What the words do not know is shown as the log has it: nothing is left out. */
import { Role, type AuditReply, type AuditRow } from '../../domain/account.ts';
import { isDay } from '../../domain/period.ts';
import type { AuditWords } from '../../ui/words/audit.ts';
import type { ShellWords } from '../../ui/words/shell.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import type { Format } from '../format.ts';
import { thresholdName } from './threshold-text.ts';

const lookUp = (table: Readonly<Record<string, string>>, key: string): string =>
  Object.entries(table).find(([one]) => one === key)?.[1] ?? key;

export const actionText = (words: AuditWords, action: string): string => lookUp(words.actions, action);
export const areaText = (words: AuditWords, area: string): string => lookUp(words.areas, area);

/** An account that has no name any more, or never had one, goes by its id. */
export const actorText = (words: AuditWords, { id, name }: AuditReply['actors'][number]): string =>
  name ?? lookUp(words.actors, id);

const YES_OR_NO = ['secondFactor', 'personal', 'double', 'counters', 'fields', 'reasons', 'overdue', 'void'];
/** Details that are lists of words, with a space between them. */
const LISTS = ['changed', 'inherited', 'versions'];

/** `true → false` of a switch in words; numbers as they are. */
const switched = (value: string | number | null, words: AuditWords): string =>
  String(value).replaceAll('true', words.yes).replaceAll('false', words.no);

export interface DetailContext {
  format: Format;
  language: Language;
  /** Of the reply. */
  names: AuditReply['names'];
}

export function detailText(
  { detail }: AuditRow,
  words: AuditWords,
  { roles }: Pick<ShellWords, 'roles'>,
  { format, language, names }: DetailContext,
): string {
  const valueOf = (key: string, value: string | number | null): string => {
    if (value === null) return '–';
    if (YES_OR_NO.includes(key) && (typeof value === 'number' || value === '1'))
      return Number(value) === 1 ? words.yes : words.no;
    if (key === 'at' && typeof value === 'number') return format.moment(value);
    if (typeof value === 'number') return format.count(value);
    if (isDay(value)) return format.day(value);
    const named = names[key === 'about' ? value : `${key}:${value}`];
    if (named) return named[language];
    if (key === 'about') return lookUp(words.values, value.split(':')[0] ?? value);
    if (key === 'rule') return lookUp(words.rules, value.split('-')[0] ?? value);
    if (LISTS.includes(key))
      return value
        .split(' ')
        .map((one) => lookUp(words.parts, one))
        .join(', ');
    const role = Role.safeParse(value);
    return role.success ? roles[role.data] : lookUp(words.values, value);
  };
  return Object.entries(detail)
    .map(([key, value]) => {
      const threshold = thresholdName(key, language);
      if (threshold !== null) return `${threshold}: ${switched(value, words)}`;
      const name = key === 'to' && typeof value === 'string' && isDay(value) ? words.until : lookUp(words.details, key);
      return `${name}: ${valueOf(key, value)}`;
    })
    .join(' · ');
}
