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
import { type BallotRow, type CriterionRow, Groups, Sums } from './breakdown.ts';
import { listDevices } from './devices.ts';
import { listCounters, readOffice, readSurvey } from './office.ts';
import { placeSpans, type SpanRange, totalSpans } from './spans.ts';
import { readOpenMonth } from './tallies.ts';

type Database = BetterSqlite3.Database;
type Range = [office: number, from: string, to: string];

const RANGE = 'where office_id = ? and span between ? and ?';
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

type Place = [counter: string, field: string, stage: string, channel: string];
const PLACE = 'counter, field, stage, channel';
const BALLOTS = 'sum(ballots), sum(left_early), sum(valid), sum(satisfied)';
const ANSWERS = 'sum(n1), sum(n2), sum(n3), sum(n4), sum(n5), sum(unknown), sum(blank)';

/** The sums of the period by place, added up along each dimension, and the total. */
function readPlaces(db: Database, office: number, ranges: readonly SpanRange[]) {
  const groups = [new Groups(), new Groups(), new Groups(), new Groups()] as const;
  const total = new Sums();
  const targets = (place: Place) => [total, ...groups.map((group, at) => group.of(place[at] ?? ''))];
  const ballots = db
    .prepare<Range, [...Place, ...BallotRow]>(
      `select ${PLACE}, ${BALLOTS} from ballot_tallies ${RANGE} group by ${PLACE}`,
    )
    .raw();
  const answers = db
    .prepare<Range, [...Place, string, ...CriterionRow]>(
      `select ${PLACE}, criterion, ${ANSWERS} from tallies ${RANGE} group by ${PLACE}, criterion`,
    )
    .raw();
  for (const [from, to] of ranges) {
    for (const [counter, field, stage, channel, ...counts] of ballots.all(office, from, to))
      for (const sums of targets([counter, field, stage, channel])) sums.addBallots(counts);
    for (const [counter, field, stage, channel, criterion, ...counts] of answers.all(office, from, to))
      for (const sums of targets([counter, field, stage, channel])) sums.addCriterion(criterion, counts);
  }
  const [counters, fields, stages, channels] = groups;
  return { total, counters, fields, stages, channels };
}

/** The sums of each day over all places. */
function readDays(db: Database, range: Range): Groups {
  const days = new Groups();
  const ballots = db.prepare<Range, [string, ...BallotRow]>(
    `select substr(span, 2), ${BALLOTS} from ballot_tallies ${RANGE} group by span`,
  );
  const answers = db.prepare<Range, [string, string, ...CriterionRow]>(
    `select substr(span, 2), criterion, ${ANSWERS} from tallies ${RANGE} group by span, criterion`,
  );
  for (const [day, ...counts] of ballots.raw().all(...range)) days.of(day).addBallots(counts);
  for (const [day, criterion, ...counts] of answers.raw().all(...range)) days.of(day).addCriterion(criterion, counts);
  return days;
}

function readReasons(db: Database, office: number, ranges: readonly SpanRange[]): ReasonTally[] {
  const read = db.prepare<Range, ReasonTally>(
    `select criterion, reason, sum(count) as count from reason_tallies ${RANGE} group by criterion, reason`,
  );
  const sums = new Map<string, ReasonTally>();
  for (const [from, to] of ranges)
    for (const one of read.all(office, from, to)) {
      const key = `${one.criterion}|${one.reason}`;
      sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
    }
  return [...sums]
    .sort(([a, { count: m }], [b, { count: n }]) => n - m || (a < b ? -1 : 1))
    .map(([, reason]) => reason);
}

/** In the given order; an id that is not in it (an older survey's) after the others, and "none" last. */
function inOrder({ byId }: Groups, order: readonly string[], criteria: readonly string[]) {
  const rank = (id: string) => (id === '' ? Infinity : order.indexOf(id) < 0 ? order.length : order.indexOf(id));
  const sorted = [...byId].sort(([a], [b]) => (rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(a) - rank(b)));
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
    const days: Range = [officeId, ...totalSpans(period)];
    const spans = placeSpans(period, readOpenMonth(db, officeId));
    const versions = versionsIn(db, days);
    const [survey, ...older] =
      versions.length > 0
        ? versions.toReversed().map((version) => surveyOf(db, officeId, version))
        : [surveyOf(db, officeId)];
    if (!survey) throw new Error('there is always a survey');
    const criteria = criteriaOf([survey, ...older]);
    const places = readPlaces(db, officeId, spans);
    const byDay = readDays(db, days);
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
      total: places.total.tally(criteria),
      reasons: readReasons(db, officeId, spans),
      days: inOrder(byDay, [...byDay.byId.keys()].sort(), criteria),
      counters: inOrder(places.counters, ids(counters), criteria),
      fields: inOrder(places.fields, ids(survey.fields), criteria),
      stages: inOrder(places.stages, ids(survey.stages), criteria),
      channels: inOrder(places.channels, CHANNELS, criteria),
      names: { counters },
      devices: devicesOf(db, officeId),
    };
  })();
}
