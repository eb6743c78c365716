/** The settings of the office: its name, the tablets' rules and PIN, opening hours, holidays, population, who is written to. */
import { Hono } from 'hono';
import { AlertRecipients } from '../../domain/alert-rules.ts';
import {
  OfficeSettingsChange,
  type OfficeSettings,
  PinChange,
  Population,
  SETTING,
} from '../../domain/office-settings.ts';
import { dayHour, periodAround } from '../../domain/period.ts';
import { thresholdChanges } from '../../domain/signal-thresholds.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { readOffice, readRules, saveOffice, setPin } from '../store/office.ts';
import { inheritSetting, readSetting, readSources, saveSetting } from '../store/office-settings.ts';
import { listAbove } from '../store/offices.ts';
import { readOpeningHours } from '../store/office-settings-hours.ts';
import { readHolidays } from '../store/remark-holidays.ts';
import { readThresholds } from '../store/signal-look.ts';
import { queueAgain } from '../store/signal-queue.ts';

/** What lies in the table of settings, each under its own name. */
const PARTS = ['openingHours', 'holidays', 'population', 'recipients', 'signals'] as const;

export function officeSettingsRoutes({ db, office, config, now, audit, stored }: Deps): Hono<AppEnv> {
  const read = (): OfficeSettings => ({
    office: readOffice(db, office),
    rules: readRules(db, office),
    openingHours: readOpeningHours(db, office),
    holidays: readHolidays(db, office),
    population: readSetting(db, office, SETTING.population, Population, {}),
    recipients: readSetting(db, office, SETTING.recipients, AlertRecipients, []),
    signals: readThresholds(db, office),
    from: readSources(db, office),
    above: listAbove(db, office),
    delivery: { email: config.mail !== null, webhook: config.webhook !== null },
  });
  const routes = new Hono<AppEnv>();

  routes.get('/', (c) => c.json(read()));

  routes.patch('/', async (c) => {
    const change = await parsedBody(c, OfficeSettingsChange);
    if (!change.ok) return problem(c, change.code);
    const { name, rules, inherit = [], ...lists } = change.value;
    const judgedAnew = db
      .transaction(() => {
        const before = readThresholds(db, office);
        for (const part of inherit) inheritSetting(db, office, part);
        saveOffice(db, office, { ...(name === undefined ? {} : { name }), ...(rules ? { rules } : {}) });
        for (const part of PARTS) if (lists[part] !== undefined) saveSetting(db, office, SETTING[part], lists[part]);
        const changed = Object.keys(change.value).filter((part) => part !== 'inherit');
        const thresholds = thresholdChanges(before, readThresholds(db, office));
        if (changed.length + inherit.length > 0)
          audit({
            actor: signedIn(c).account.id,
            action: 'office.settings',
            object: 'office',
            detail: {
              ...(changed.length > 0 && { changed: changed.sort().join(' ') }),
              ...(inherit.length > 0 && { inherited: inherit.toSorted().join(' ') }),
              ...thresholds,
            },
          });
        if (Object.keys(thresholds).length === 0) return false;
        // This year is looked at again with them, in the background; what lies before keeps the flags that it has.
        queueAgain(db, office, periodAround('year', dayHour(now(), config.zone).day).from);
        return true;
      })
      .immediate();
    if (judgedAnew) stored.fire();
    return c.json(read());
  });

  routes.put('/pin', async (c) => {
    const change = await parsedBody(c, PinChange);
    if (!change.ok) return problem(c, change.code);
    db.transaction(() => {
      setPin(db, office, change.value.pin);
      audit({ actor: signedIn(c).account.id, action: 'office.pin', object: 'office' });
    }).immediate();
    return c.json({ saved: true });
  });

  return routes;
}
