/** How the data folder and the tablets are, as counts. No tablet, counter or figure of satisfaction is named. */
import { statfsSync, statSync } from 'node:fs';
import { GAP_HOURS, type TabletState, tabletState } from '../../domain/fleet.ts';
import { openMinutes } from '../../domain/opening-hours.ts';
import { sizeOf } from '../../domain/runs.ts';
import type { Deps } from '../deps.ts';
import { countAlerts } from '../store/alerts.ts';
import { databaseFile } from '../store/connection.ts';
import { listFleet } from '../store/devices-fleet.ts';
import { readEvidence } from '../store/evidence.ts';
import { readLastBackup } from '../store/last-backup.ts';
import { readOpenTimes } from '../store/office-settings-hours.ts';
import { type Metric, single } from './text.ts';

type Source = Pick<Deps, 'db' | 'office' | 'config' | 'now'>;

const sizeOfFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function folderMetrics({ db, office, config, now }: Source): Metric[] {
  const file = databaseFile(config.dataDir);
  const { bavail, bsize } = statfsSync(config.dataDir);
  const last = readLastBackup(db, office);
  const age = last === null ? Infinity : (now() - last.at) / 1000;
  return [
    single('hai_long_database_bytes', 'gauge', 'Size of the data file.', sizeOfFile(file)),
    single('hai_long_wal_bytes', 'gauge', 'Size of its log.', sizeOfFile(`${file}-wal`)),
    single('hai_long_disk_free_bytes', 'gauge', 'What is free on the disk of the data.', bavail * bsize),
    single('hai_long_backup_age_seconds', 'gauge', 'Age of the last backup that was read back; +Inf: none.', age),
    single(
      'hai_long_backup_elsewhere',
      'gauge',
      '1 when that backup lies on another disk than the data.',
      last?.elsewhere ? 1 : 0,
    ),
  ];
}

function tabletMetrics({ db, office, config, now }: Source): Metric[] {
  const at = now();
  const times = readOpenTimes(db, office, config.zone);
  const fleet = listFleet(db, office).filter(({ revokedAt }) => revokedAt === null);
  const states = new Map<TabletState, number>([
    ['in-touch', 0],
    ['quiet', 0],
    ['new', 0],
    ['never', 0],
    ['silent', 0],
  ]);
  for (const tablet of fleet) {
    const silentMinutes = openMinutes(tablet.lastSeenAt ?? tablet.enrolledAt, at, times);
    const state = tabletState({ ...tablet, silentMinutes }, at);
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  const missing = [...readEvidence(db, office).values()].flat().flatMap((epoch) => epoch.missing);
  const late = missing.filter(({ since }) => at - since > GAP_HOURS * 3_600_000);
  const unsent = fleet.reduce((sum, { heartbeat }) => sum + (heartbeat?.unsent ?? 0), 0);
  return [
    {
      name: 'hai_long_tablets',
      type: 'gauge',
      help: 'Tablets in use, by how they are; silent and never count opening hours only.',
      samples: [...states].map(([state, value]) => ({ labels: { state }, value })),
    },
    {
      name: 'hai_long_missing_places',
      type: 'gauge',
      help: 'Numbers that tablets have given out and that have not arrived; late: for more than a day.',
      samples: [
        { labels: { late: 'no' }, value: sizeOf(missing) - sizeOf(late) },
        { labels: { late: 'yes' }, value: sizeOf(late) },
      ],
    },
    single('hai_long_unsent_records', 'gauge', 'Records that wait on tablets, as they told last.', unsent),
  ];
}

export function officeMetrics(source: Source): Metric[] {
  const alerts = countAlerts(source.db, source.office);
  return [
    ...folderMetrics(source),
    ...tabletMetrics(source),
    {
      name: 'hai_long_open_alerts',
      type: 'gauge',
      help: 'Alerts that nobody has closed, by whether somebody has seen them.',
      samples: [
        { labels: { acknowledged: 'no' }, value: alerts.unacknowledged },
        { labels: { acknowledged: 'yes' }, value: alerts.open - alerts.unacknowledged },
      ],
    },
  ];
}
