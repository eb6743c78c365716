/**
 * What a rule about tablets finds: each is bad, well again, or neither (nothing is known, or it is near the limit), when an
 * alert stays as it is.
 */
import type { Finding } from './alert-findings.ts';
import type { TabletRule } from './alert-rules.ts';
import type { Measured } from './alert.ts';
import { type DeviceEventKind, FAULT_EVENTS, FOUND_EVENTS } from './device-event.ts';
import { openMinutes, type OpenTimes } from './opening-hours.ts';
import { type ArrivedRange, sizeOf } from './runs.ts';

/** Times in milliseconds since 1970 by the server's clock. */
export interface TabletFacts {
  id: string;
  enrolledAt: number;
  lastSeenAt: number | null;
  unsent: number;
  oldestUnsentAt: number | null;
  /** Places that have not arrived. */
  missing: readonly ArrivedRange[];
  /** What it last told; `null` where it told nothing. */
  report: { clockAhead: number; persisted: boolean | null; usage: number | null; quota: number | null } | null;
  hasKey: boolean;
  /** What happened within the last day, by kind. */
  events: readonly { kind: DeviceEventKind; count: number; lastAt: number }[];
}
export interface TabletMoment {
  now: number;
  /** When this server began to listen: a tablet is not silent for the time in which nobody could hear it. */
  since: number;
  times: OpenTimes;
}

/** A tablet speaks every five minutes: after three that it missed it is not in touch. */
export const SILENT_MINUTES = 15;
/** For so long something that happened at a moment counts as bad. */
export const EVENT_MS = 86_400_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
/** With one answer waiting it is the time of that answer, which nobody is told to the minute. */
const hourOf = (instant: number) => Math.max(0, Math.floor(instant / HOUR) * HOUR);

type Found = Pick<Finding, 'state' | 'measured' | 'renewedAt'>;
const bad = (measured: Measured): Found => ({ state: 'bad', measured });
const notBad = (isWell: boolean): Found => ({ state: isWell ? 'well' : 'between', measured: null });

function silence(minutes: number, { lastSeenAt, enrolledAt }: TabletFacts, { now, since, times }: TabletMoment): Found {
  const heard = lastSeenAt ?? enrolledAt;
  if (openMinutes(Math.max(heard, since), now, times) >= minutes)
    return bad({ kind: 'silent', since: heard, minutes: openMinutes(heard, now, times) });
  // Heard again since this server listens; at night nothing is known and nothing changes.
  return notBad(heard >= since && now - heard < SILENT_MINUTES * MINUTE);
}

function waiting(hours: number, { oldestUnsentAt, unsent }: TabletFacts, now: number): Found {
  const age = oldestUnsentAt === null ? 0 : now - oldestUnsentAt;
  if (oldestUnsentAt !== null && age > hours * HOUR)
    return bad({ kind: 'unsent', since: hourOf(oldestUnsentAt), hours: Math.floor(age / HOUR), unsent });
  return notBad(age * 2 < hours * HOUR);
}

function gaps(hours: number, { missing }: TabletFacts, now: number): Found {
  const old = missing.filter(({ since }) => now - since > hours * HOUR);
  if (old.length === 0) return notBad(true);
  const since = Math.min(...old.map((gap) => gap.since));
  return bad({ kind: 'gap', since, hours: Math.floor((now - since) / HOUR), missing: sizeOf(old) });
}

function happened(kinds: readonly DeviceEventKind[], { events }: TabletFacts): Found {
  const found = events.filter(({ kind }) => kinds.includes(kind)).sort((a, b) => b.lastAt - a.lastAt);
  const [last] = found;
  if (!last) return notBad(true);
  const count = found.reduce((sum, one) => sum + one.count, 0);
  return { ...bad({ kind: 'event', event: last.kind, count, at: last.lastAt }), renewedAt: last.lastAt };
}

function look(rule: TabletRule, tablet: TabletFacts, moment: TabletMoment): Found {
  const { report } = tablet;
  switch (rule.kind) {
    case 'silent':
      return silence(rule.minutes, tablet, moment);
    case 'unsent':
      return waiting(rule.hours, tablet, moment.now);
    case 'gap':
      return gaps(rule.hours, tablet, moment.now);
    case 'clock': {
      if (!report) return notBad(false);
      const off = Math.abs(report.clockAhead) / MINUTE;
      return off > rule.offMinutes
        ? bad({ kind: 'clock', minutes: Math.round(report.clockAhead / MINUTE) })
        : notBad(off * 2 < rule.offMinutes);
    }
    case 'space': {
      if (!report || report.usage === null || !report.quota) return notBad(false);
      const percent = Math.floor((100 * report.usage) / report.quota);
      return percent >= rule.percent ? bad({ kind: 'space', percent }) : notBad(percent < rule.percent - 5);
    }
    case 'loose':
      return report?.persisted === false ? bad({ kind: 'loose' }) : notBad(report?.persisted === true);
    case 'token':
      return tablet.hasKey ? notBad(true) : bad({ kind: 'token' });
    case 'faults':
      return happened(FAULT_EVENTS, tablet);
    case 'integrity':
      return happened(FOUND_EVENTS, tablet);
  }
}

export const tabletFindings = (rule: TabletRule, tablets: readonly TabletFacts[], moment: TabletMoment): Finding[] =>
  tablets.map((tablet) => ({ object: { kind: 'device', id: tablet.id }, ...look(rule, tablet, moment) }));
