/** Alerts: read, taken note of, closed with a note; and the rules that raise them. */
import { Hono } from 'hono';
import {
  type AlertCount,
  type AlertList,
  AlertClosure,
  AlertRulesChange,
  type AlertRulesReply,
} from '../../domain/alert.ts';
import { dayHour } from '../../domain/period.ts';
import { namesOf } from '../alerts/names.ts';
import { readAlertRules, saveAlertRules, versionOfRules } from '../alerts/rules.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { acknowledgeAlert, closeAlert, closedAlerts, countAlerts, openAlerts, readAlert } from '../store/alerts.ts';
import { deliveriesOf } from '../store/alerts-outbox.ts';
import { surveyOn } from '../store/surveys.ts';

/** How far back the list of closed alerts goes. */
const HISTORY = 100;

export function alertRoutes({ db, office, config, now, audit }: Deps): Hono<AppEnv> {
  const rulesReply = (): AlertRulesReply => {
    const survey = surveyOn(db, office, dayHour(now(), config.zone).day);
    if (!survey) throw new Error('there is always a survey');
    const rules = readAlertRules(db, office);
    return { rules, goal: survey.goal, version: versionOfRules(rules) };
  };
  const routes = new Hono<AppEnv>();

  routes.get('/', (c) => {
    const name = namesOf(db, office);
    const deliveries = deliveriesOf(db, office);
    const shown = (list: ReturnType<typeof openAlerts>) =>
      list.map((alert) => ({ ...alert, name: name(alert.object), deliveries: deliveries.get(alert.id) ?? [] }));
    return c.json({
      open: shown(openAlerts(db, office)),
      closed: shown(closedAlerts(db, office, HISTORY)),
    } satisfies AlertList);
  });
  routes.get('/count', (c) => c.json(countAlerts(db, office) satisfies AlertCount));

  routes.get('/rules', (c) => c.json(rulesReply()));
  routes.put('/rules', async (c) => {
    const change = await parsedBody(c, AlertRulesChange);
    if (!change.ok) return problem(c, change.code);
    const { rules, version } = change.value;
    const actor = signedIn(c).account.id;
    const saved = db.transaction(() => {
      if (versionOfRules(readAlertRules(db, office)) !== version) return false;
      saveAlertRules(db, office, rules);
      audit({ actor, action: 'alert.rules', object: 'office', detail: { rules: rules.length } });
      const on = new Set(rules.filter((rule) => rule.on).map(({ id }) => id));
      for (const { id, rule } of openAlerts(db, office))
        if (!on.has(rule.id)) closeAlert(db, office, id, { by: null, note: '', now: now() });
      return true;
    });
    return saved.immediate() ? c.json(rulesReply()) : problem(c, 'rules-changed');
  });

  routes.post('/:id/acknowledgement', (c) => {
    const id = c.req.param('id');
    const actor = signedIn(c).account.id;
    const alert = readAlert(db, office, id);
    if (!alert) return problem(c, 'not-found');
    if (alert.closedAt !== null) return problem(c, 'alert-closed');
    // Twice is the same as once: who was first stays.
    db.transaction(() => {
      if (acknowledgeAlert(db, office, id, actor, now())) audit({ actor, action: 'alert.acknowledge', object: id });
    }).immediate();
    return c.json({ id });
  });

  routes.post('/:id/closure', async (c) => {
    const closure = await parsedBody(c, AlertClosure);
    if (!closure.ok) return problem(c, closure.code);
    const id = c.req.param('id');
    const actor = signedIn(c).account.id;
    if (!readAlert(db, office, id)) return problem(c, 'not-found');
    const done = db
      .transaction(() => {
        if (!closeAlert(db, office, id, { by: actor, note: closure.value.note, now: now() })) return false;
        audit({ actor, action: 'alert.close', object: id });
        return true;
      })
      .immediate();
    return done ? c.json({ id }) : problem(c, 'alert-closed');
  });

  return routes;
}
