/**
 * What the result page is given for a period. It reads tallies only (void ballots, which are in none, apart), so its cost
 * follows the days and the kinds of service in the period, not the number of answers; small groups are hidden before
 * anything leaves here.
 */
import type { Database } from './engine.ts';
import { breaksBetween, periodBefore } from '../../domain/change.ts';
import { coverageOf } from '../../domain/coverage.ts';
import { type Insight, insightOf } from '../../domain/insight.ts';
import { Population, SETTING } from '../../domain/office-settings.ts';
import type { Period } from '../../domain/period.ts';
import type { Before, DeviceState, Hidden, Results } from '../../domain/results.ts';
import { narrowedBy, type Narrowing } from '../../domain/results-narrowing.ts';
import type { Group } from '../../domain/suppression.ts';
import { olderCriteria } from '../../domain/survey-names.ts';
import { scaleOf } from '../../domain/survey-scale.ts';
import type { Survey } from '../../domain/survey.ts';
import { summarise } from '../../domain/summary.ts';
import type { Tally } from '../../domain/tally.ts';
import { Heartbeat } from '../../domain/wire.ts';
import { listDevices } from './devices.ts';
import { lateIn, readEvidence } from './evidence.ts';
import { readHours } from './hours.ts';
import { readSetting } from './office-settings.ts';
import { listCounters, readOffice } from './office.ts';
import { readFlagged } from './results-flagged.ts';
import { readReasons } from './results-reasons.ts';
import { readDays } from './results-days.ts';
import { createSlices, groupsOf, type SliceSource, totalOf } from './results-slices.ts';
import { readVoided } from './results-voided.ts';
import { placeSpans, type SpanRange, totalSpans } from './spans.ts';
import { readSurvey, surveyOn } from './surveys.ts';
import { readOpenMonth } from './tallies.ts';

const CHANNELS = ['kiosk', 'assisted', 'paper', 'link'];

export interface ResultsQuery {
  /** `offices.id` */
  officeId: number;
  period: Period;
  narrowing?: Narrowing;
  /** The office's time zone, and today in it. */
  zone: string;
  today: string;
  /** Milliseconds since 1970: with it the tablets' missing numbers are told. */
  now?: number;
}

/** The survey versions with answers in the period, oldest first. */
const versionsIn = (db: Database, office: number, period: Period): number[] =>
  db
    .prepare<[number, string, string], number>(
      `select survey from ballot_tallies where office_id = ? and span between ? and ?
       group by survey having sum(ballots) > 0 order by survey`,
    )
    .pluck()
    .all(office, ...totalSpans(period));

/** The surveys of these versions, newest first; the one that is asked today where there are none. */
function surveysOf(db: Database, office: number, versions: readonly number[], today: string): [Survey, ...Survey[]] {
  const read = (version?: number): Survey => {
    const survey = version === undefined ? surveyOn(db, office, today) : readSurvey(db, office, version);
    if (!survey) throw new Error(`office ${office} has no survey ${version ?? ''}`);
    return survey;
  };
  const [newest, ...older] = versions.toReversed();
  return [read(newest), ...older.map(read)];
}

/** The criteria of the first survey in its order, then those that only the others have. */
const criteriaOf = (surveys: readonly Survey[]): string[] => [
  ...new Set(surveys.flatMap(({ criteria }) => criteria.map(({ id }) => id))),
];

/** In the given order; an id that is not in it (an older survey's) after the others, and "none" last. */
function inOrder(groups: Group[], order: readonly string[]): Group[] {
  const rank = (id: string) => (id === '' ? Infinity : order.indexOf(id) < 0 ? order.length : order.indexOf(id));
  return groups.sort(({ id: a }, { id: b }) => (rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(a) - rank(b)));
}

function devicesOf(db: Database, office: number, now: number | undefined): DeviceState[] {
  const evidence = now === undefined ? null : readEvidence(db, office);
  return listDevices(db, office)
    .filter(({ revoked }) => !revoked)
    .map(({ id, name, counter, lastSeenAt, heartbeat }) => {
      const last = heartbeat === null ? null : Heartbeat.safeParse(JSON.parse(heartbeat));
      const device = { id, name, counter, lastSeenAt, unsent: last?.success ? last.data.unsent : null };
      return evidence && now !== undefined ? { ...device, missing: lateIn(evidence.get(id) ?? [], now) } : device;
    });
}

interface Now extends Period {
  versions: readonly number[];
  surveys: readonly Survey[];
  criteria: readonly string[];
}
function beforeOf(db: Database, office: number, now: Now, narrowing: Narrowing, source: SliceSource): Before | null {
  const period = periodBefore(now);
  const versions = versionsIn(db, office, period);
  if (versions.length === 0) return null;
  const { total, hidden } = totalOf(source.of(period), narrowing);
  const surveys = [...now.surveys, ...surveysOf(db, office, versions, period.to)];
  return { period, versions, total, hidden, breaks: breaksBetween({ ...period, versions }, now, surveys) };
}

function insightIn(
  db: Database,
  office: number,
  { total, hidden, survey }: { total: Tally; hidden: Hidden; survey: Survey },
  narrowing: Narrowing,
  spans: readonly SpanRange[],
): Insight {
  if (hidden.ballots || hidden.criteria.length > 0)
    return { kind: 'tooFew', criterion: null, counter: null, when: null };
  const { counter, ...others } = narrowing;
  const rows = narrowedBy(others).length > 0 ? [] : readHours(db, office, spans);
  return insightOf(summarise(total, survey), survey, (criterion) =>
    rows.filter((row) => row.criterion === criterion && (counter === undefined || row.counter === counter)),
  );
}

/** All of one period, read from one state of the database. */
export function readResults(db: Database, query: ResultsQuery): Results {
  const { officeId, period, narrowing = {}, zone, today, now } = query;
  return db.transaction((): Results => {
    const openMonth = readOpenMonth(db, officeId);
    const spans = placeSpans(period, openMonth);
    const versions = versionsIn(db, officeId, period);
    const surveys = surveysOf(db, officeId, versions, today);
    const [survey, ...others] = surveys;
    const criteria = criteriaOf(surveys);
    const source = createSlices(db, officeId, openMonth, criteria);
    const places = source.of(period);
    const { total, hidden } = totalOf(places, narrowing);
    const counters = listCounters(db, officeId).map(({ id, name }) => ({ id, name }));
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    const population = readSetting(db, officeId, SETTING.population, Population, {});
    return {
      office: readOffice(db, officeId),
      zone,
      today,
      period: { from: period.from, to: period.to },
      narrowing,
      survey,
      versions,
      scale: scaleOf(surveys),
      older: olderCriteria(survey, others),
      total,
      hidden,
      before: beforeOf(db, officeId, { ...period, versions, surveys, criteria }, narrowing, source),
      coverage: narrowedBy(narrowing).length > 0 ? null : coverageOf(population, period),
      flagged: readFlagged(db, officeId, { period, openMonth, narrowing, criteria, all: source, total }),
      voided: readVoided(db, officeId, period, narrowing, criteria),
      insight: insightIn(db, officeId, { total, hidden, survey }, narrowing, spans),
      reasons: readReasons(db, officeId, spans, narrowing, hidden),
      days: readDays(db, officeId, source, period, narrowing, criteria),
      counters: inOrder(groupsOf(places, 'counter', narrowing), ids(counters)),
      fields: inOrder(groupsOf(places, 'field', narrowing), ids(survey.fields)),
      stages: inOrder(groupsOf(places, 'stage', narrowing), ids(survey.stages)),
      channels: inOrder(groupsOf(places, 'channel', narrowing), CHANNELS),
      names: { counters },
      devices: devicesOf(db, officeId, now),
    };
  })();
}
