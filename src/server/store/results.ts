/**
 * What the result page is given for a period. It reads tallies only, never submissions, so its cost follows the days and
 * the kinds of service in the period, not the number of answers; small groups are hidden before anything leaves here.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Period } from '../../domain/period.ts';
import type { DeviceState, ReasonTally, Results } from '../../domain/results.ts';
import { suppress } from '../../domain/suppression.ts';
import type { Survey } from '../../domain/survey.ts';
import { Heartbeat } from '../../domain/wire.ts';
import { Breakdown, type Sums } from './breakdown.ts';
import { listDevices } from './devices.ts';
import { listCounters, readOffice, readSurvey } from './office.ts';

type Database = BetterSqlite3.Database;
type Range = [office: number, from: string, to: string];

const RANGE = 'where office_id = ? and day between ? and ?';
const KEY = 'day, counter, field, stage, channel';
const CHANNELS = ['kiosk', 'assisted', 'paper', 'link'];

export interface ResultsQuery {
  /** `offices.id` */
  officeId: number;
  period: Period;
  /** The office's time zone, and today in it. */
  zone: string;
  today: string;
}

/** The survey versions with answers in the period, oldest first. */
const versionsIn = (db: Database, range: Range): number[] =>
  db
    .prepare<Range, number>(`select distinct survey from ballot_tallies ${RANGE} order by survey`)
    .pluck()
    .all(...range);

function surveyOf(db: Database, office: number, version?: number): Survey {
  const survey = readSurvey(db, office, version);
  if (!survey) throw new Error(`office ${office} has no survey ${version ?? ''}`);
  return survey;
}

/** The criteria of the first survey in its order, then those that only the others have. */
const criteriaOf = (surveys: readonly Survey[]): string[] => [
  ...new Set(surveys.flatMap(({ criteria }) => criteria.map(({ id }) => id))),
];

/**
 * One scan in the order of the primary key, handed over as one text with a line for each kind of service and day: handing
 * 60 000 rows to JavaScript costs several times the scan, and a grouped query for each breakdown scans five times.
 */
function readBreakdown(db: Database, range: Range, criteria: readonly string[]): Breakdown {
  const breakdown = new Breakdown(criteria);
  const textOf = (lines: string) =>
    db
      .prepare<Range, string>(`select coalesce(group_concat(line, char(10)), '') from (${lines})`)
      .pluck()
      .get(...range);
  const key = `concat_ws(',', ${KEY}`;
  const ballots = `select ${key}, ballots, left_early, valid, satisfied) as line from ballot_tallies ${RANGE}`;
  const answers = `select ${key}, group_concat(concat_ws(',', criterion, n1, n2, n3, n4, n5, unknown, blank), ',')) as line
    from tallies ${RANGE} group by ${KEY}, survey`;
  breakdown.addBallots(textOf(ballots) ?? '');
  breakdown.addAnswers(textOf(answers) ?? '');
  return breakdown;
}

const readReasons = (db: Database, range: Range): ReasonTally[] =>
  db
    .prepare<Range, ReasonTally>(
      `select criterion, reason, sum(count) as count from reason_tallies ${RANGE}
       group by criterion, reason order by count desc, criterion, reason`,
    )
    .all(...range);

/** In the given order; an id that is not in it (an older survey's) after the others, and "none" last. */
function inOrder(groups: ReadonlyMap<string, Sums>, order: readonly string[], criteria: readonly string[]) {
  const rank = (id: string) => (id === '' ? Infinity : order.indexOf(id) < 0 ? order.length : order.indexOf(id));
  const sorted = [...groups].sort(([a], [b]) => (rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(a) - rank(b)));
  return suppress(sorted.map(([id, sums]) => ({ id, tally: sums.tally(criteria) })));
}

function devicesOf(db: Database, office: number): DeviceState[] {
  return listDevices(db, office)
    .filter(({ revoked }) => !revoked)
    .map(({ id, name, counter, lastSeenAt, heartbeat }) => {
      const last = heartbeat === null ? null : Heartbeat.safeParse(JSON.parse(heartbeat));
      return { id, name, counter, lastSeenAt, unsent: last?.success ? last.data.unsent : null };
    });
}

/** All of one period, read from one state of the database. */
export function readResults(db: Database, { officeId, period, zone, today }: ResultsQuery): Results {
  return db.transaction((): Results => {
    const range: Range = [officeId, period.from, period.to];
    const versions = versionsIn(db, range);
    const [survey, ...older] =
      versions.length > 0
        ? versions.toReversed().map((version) => surveyOf(db, officeId, version))
        : [surveyOf(db, officeId)];
    if (!survey) throw new Error('there is always a survey');
    const criteria = criteriaOf([survey, ...older]);
    const { total, groups } = readBreakdown(db, range, criteria);
    const counters = listCounters(db, officeId).map(({ id, name }) => ({ id, name }));
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    return {
      office: readOffice(db, officeId),
      zone,
      today,
      period: {
        from: period.from,
        to: period.to,
      },
      survey,
      versions,
      total: total.tally(criteria),
      reasons: readReasons(db, range),
      days: inOrder(groups.day, [...groups.day.keys()].sort(), criteria),
      counters: inOrder(groups.counter, ids(counters), criteria),
      fields: inOrder(groups.field, ids(survey.fields), criteria),
      stages: inOrder(groups.stage, ids(survey.stages), criteria),
      channels: inOrder(groups.channel, CHANNELS, criteria),
      names: { counters },
      devices: devicesOf(db, officeId),
    };
  })();
}
