/** A rule while it is edited: numbers as they are typed, so that nothing jumps under the fingers. Pure. */
import { AlertRule, type AlertScope } from '../../domain/alert-rules.ts';

export type RuleKind = AlertRule['kind'];
export type NumberName = 'below' | 'above' | 'days' | 'minimum' | 'minutes' | 'hours' | 'offMinutes' | 'percent';

export interface RuleDraft {
  id: string;
  kind: RuleKind;
  on: boolean;
  closesItself: boolean;
  scope: AlertScope;
  numbers: Readonly<Record<NumberName, string>>;
}

/** What may be typed, both ends included; the same as in domain/alert-rules.ts, which has the last word. */
export const RANGES: Readonly<Record<NumberName, readonly [number, number]>> = {
  below: [0, 100],
  above: [0, 100],
  days: [1, 92],
  minimum: [5, 10_000],
  minutes: [15, 6000],
  hours: [1, 720],
  offMinutes: [1, 1440],
  percent: [50, 99],
};
/** The numbers of each kind of rule, in the order in which they are asked. */
export const NUMBERS: Readonly<Record<RuleKind, readonly NumberName[]>> = {
  index: ['below', 'days', 'minimum'],
  low: ['above', 'days', 'minimum'],
  silent: ['minutes'],
  unsent: ['hours'],
  gap: ['hours'],
  clock: ['offMinutes'],
  space: ['percent'],
  loose: [],
  token: [],
  faults: [],
  integrity: [],
  backup: ['hours'],
};
export const KINDS: readonly RuleKind[] = [
  'index',
  'low',
  'silent',
  'unsent',
  'gap',
  'clock',
  'space',
  'loose',
  'token',
  'faults',
  'integrity',
  'backup',
];

const START: RuleDraft['numbers'] = {
  below: '',
  above: '15',
  days: '30',
  minimum: '30',
  minutes: '60',
  hours: '24',
  offMinutes: '5',
  percent: '80',
};

/** @param taken ids that are in use. */
export function newDraft(kind: RuleKind, taken: readonly string[]): RuleDraft {
  let number = 1;
  while (taken.includes(`${kind}-${number}`)) number += 1;
  // What happened at a moment, and what was answered, is for a person to look at.
  const closesItself = !['index', 'low', 'faults', 'integrity'].includes(kind);
  return { id: `${kind}-${number}`, kind, on: true, closesItself, scope: 'office', numbers: START };
}

const typed = (value: number) => String(value).replace('.', ',');

export function draftOf(rule: AlertRule): RuleDraft {
  const { id, kind, on, closesItself } = rule;
  const numbers = { ...START };
  for (const name of NUMBERS[kind]) {
    const value = Object.entries(rule).find(([key]) => key === name)?.[1];
    numbers[name] = typeof value === 'number' ? typed(value) : '';
  }
  return { id, kind, on, closesItself, scope: 'scope' in rule ? rule.scope : 'office', numbers };
}

/** With a comma or a point. `null`: nothing was typed, where that is allowed; NaN: no number. */
function numberOf(name: NumberName, text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return name === 'below' ? null : Number.NaN;
  const pattern = name === 'below' || name === 'above' ? /^\d{1,3}([.,]\d{1,2})?$/ : /^\d{1,5}$/;
  return pattern.test(trimmed) ? Number(trimmed.replace(',', '.')) : Number.NaN;
}

/** The numbers of this rule that cannot be used as they are typed. */
export function faultsOf({ kind, numbers }: RuleDraft): NumberName[] {
  return NUMBERS[kind].filter((name) => {
    const value = numberOf(name, numbers[name]);
    const [least, most] = RANGES[name];
    return value !== null && !(value >= least && value <= most);
  });
}

/** @returns `null` while something in it cannot be used. */
export function ruleOf(draft: RuleDraft): AlertRule | null {
  const { id, kind, on, closesItself, scope, numbers } = draft;
  const values = Object.fromEntries(NUMBERS[kind].map((name) => [name, numberOf(name, numbers[name])]));
  const about = kind === 'index' || kind === 'low' ? { scope } : {};
  const parsed = AlertRule.safeParse({ id, kind, on, closesItself, ...about, ...values });
  return parsed.success ? parsed.data : null;
}
