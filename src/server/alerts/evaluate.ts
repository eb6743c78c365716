/**
 * Holds every rule against the counts and the tablets, and opens, notes as well again, or closes alerts accordingly. It reads tallies,
 * heartbeats, and what is known of the tablets' sequences and of the backups only. Any process may do it at any time: the result is the same.
 */
import { AlertRecipients, type AlertRule, type AnswerRule } from '../../domain/alert-rules.ts';
import { answerFindings, type Finding } from '../../domain/alert-findings.ts';
import { tabletFindings } from '../../domain/alert-tablets.ts';
import { objectKey } from '../../domain/alert.ts';
import { backupFinding } from '../../domain/backup.ts';
import { SETTING } from '../../domain/office-settings.ts';
import { addDays, dayHour } from '../../domain/period.ts';
import type { Deps } from '../deps.ts';
import { closeAlert, noteRecovery, openAlert, openAlerts } from '../store/alerts.ts';
import { readAlertFigures } from '../store/alerts-figures.ts';
import { addMessage, type Channel } from '../store/alerts-outbox.ts';
import { readLastBackup } from '../store/last-backup.ts';
import { listCounters } from '../store/office.ts';
import { readSetting } from '../store/office-settings.ts';
import { readOpenTimes } from '../store/office-settings-hours.ts';
import { surveyOn } from '../store/surveys.ts';
import { readAlertRules } from './rules.ts';
import { readTabletFacts } from './tablet-facts.ts';

export type AlertDeps = Pick<Deps, 'db' | 'office' | 'config' | 'now' | 'log' | 'audit'>;

const DAY = 86_400_000;
const isAboutAnswers = (rule: AlertRule): rule is AnswerRule => rule.kind === 'index' || rule.kind === 'low';

/** What each rule that is on finds now. @param since when this server began to listen to tablets. */
function findAll({ db, office, config: { zone }, now }: AlertDeps, since: number): [AlertRule, Finding[]][] {
  const at = now();
  const today = dayHour(at, zone).day;
  const survey = surveyOn(db, office, today);
  if (!survey) throw new Error('there is always a survey');
  const counters = listCounters(db, office).filter(({ retired }) => !retired);
  const tablets = readTabletFacts(db, office, at);
  const times = readOpenTimes(db, office, zone);
  const windows = new Map<number, ReturnType<typeof readAlertFigures>>();
  const answers = (rule: AnswerRule): Finding[] => {
    const period = { from: addDays(today, 1 - rule.days), to: today };
    const known = windows.get(rule.days) ?? readAlertFigures(db, office, survey, period);
    windows.set(rule.days, known);
    const tallies = counters.flatMap(({ id }) => {
      const tally = known.counters.get(id);
      return tally ? [{ id, tally }] : [];
    });
    return answerFindings(rule, { survey, period, office: known.office, counters: tallies });
  };
  const found = (rule: AlertRule): Finding[] => {
    if (isAboutAnswers(rule)) return answers(rule);
    if (rule.kind === 'backup') return [backupFinding(rule, readLastBackup(db, office), at, since)];
    return tabletFindings(rule, tablets, { now: at, since, times });
  };
  return readAlertRules(db, office)
    .filter(({ on }) => on)
    .map((rule) => [rule, found(rule)]);
}

/** @returns how many alerts were opened. */
export function evaluateAlerts(deps: AlertDeps, since: number): number {
  const { db, office, config, now, log, audit } = deps;
  const channels: Channel[] = [];
  if (config.mail && readSetting(db, office, SETTING.recipients, AlertRecipients, []).length > 0)
    channels.push('email');
  if (config.webhook) channels.push('webhook');
  const opened = db
    .transaction(() => {
      let count = 0;
      const at = now();
      const open = openAlerts(db, office);
      const closeItself = (id: string, rule: AlertRule) => {
        if (closeAlert(db, office, id, { by: null, note: '', now: at }))
          audit({ actor: 'system', action: 'alert.close', object: id, detail: { rule: rule.id } });
      };
      for (const [rule, findings] of findAll(deps, since)) {
        const renewedBefore = at - (isAboutAnswers(rule) ? rule.days * DAY : Infinity);
        for (const { object, state, measured, renewedAt } of findings) {
          if (state === 'between') continue;
          const well = noteRecovery(db, office, rule.id, object, state === 'well', at);
          if (well !== null && rule.closesItself) closeItself(well, rule);
          if (measured === null) continue;
          const id = openAlert(db, office, { rule, object, measured }, at, renewedAt ?? renewedBefore);
          if (id === null) continue;
          count += 1;
          audit({
            actor: 'system',
            action: 'alert.open',
            object: id,
            detail: { rule: rule.id, about: objectKey(object) },
          });
          for (const channel of channels) addMessage(db, office, id, channel, at);
        }
        // What did not fit together stays for a person to look at, also of a tablet that was revoked.
        if (isAboutAnswers(rule) || rule.kind === 'integrity') continue;
        // Of a tablet that was revoked there is nothing else left to see to.
        const seen = new Set(findings.map(({ object }) => objectKey(object)));
        for (const alert of open)
          if (alert.rule.id === rule.id && !seen.has(objectKey(alert.object))) closeItself(alert.id, rule);
      }
      return count;
    })
    .immediate();
  if (opened > 0) log('alerts-opened', { count: opened });
  return opened;
}
