/** The demo from beginning to end: tablets join, live through a year, send it, and the server's counts are checked. */
import { addDays, dayHour, type Period } from '../../domain/period.ts';
import type { BatchReply } from '../../domain/wire.ts';
import { issueCode } from '../store/devices.ts';
import { listCounters } from '../store/office.ts';
import { readResults } from '../store/results.ts';
import { surveyOn } from '../store/surveys.ts';
import { type Folder, Stop } from '../command.ts';
import { countsOfResults, countsOfVisits, findDifferences } from './check.ts';
import type { Client } from './client.ts';
import { episodesOf } from './staff-entries.ts';
import { createRecorder, type Made, sendingsOf, type WrongClock } from './tablet.ts';
import { visitsOf } from './visits.ts';

const MINUTE = 60_000;

export interface DemoPlan {
  folder: Folder;
  client: Client;
  period: Period;
  visits: number;
  seed: number;
  /** Episodes in which staff enter ballots, put among the visits; none without it. */
  staffEntries?: number;
  now: () => number;
  say: (text: string) => void;
}
export interface DemoResult {
  visits: number;
  batches: number;
  /** Batches that were sent a second time. */
  repeated: number;
  stored: number;
  duplicates: number;
  /** Of the stored ones: their time was put right. */
  corrected: number;
  /** By code. */
  refused: Record<string, number>;
  differences: string[];
}

/** One tablet is 40 minutes ahead for six weeks; another believes for a week that it is January 1970. */
function wrongClocks(tablet: number, tablets: number, { from, to }: Period): WrongClock[] {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const ahead = addDays(from, Math.floor(days * 0.3));
  const reset = addDays(from, Math.floor(days * 0.55));
  const error = 36 * 60 * MINUTE - Date.parse(`${reset}T00:00:00Z`);
  return [
    ...(tablet === 1 % tablets ? [{ from: ahead, to: addDays(ahead, 41), error: 40 * MINUTE }] : []),
    ...(tablet === 2 % tablets ? [{ from: reset, to: addDays(reset, 6), error }] : []),
  ];
}

function note(result: DemoResult, { receipts }: BatchReply, { hashes }: Made): void {
  for (const [at, { hash, status, code }] of receipts.entries()) {
    if (hash !== hashes[at]) throw new Stop(`the server's receipt is for other bytes (${hash})`);
    if (status === 'stored') result.stored += 1;
    else if (status === 'duplicate') result.duplicates += 1;
    else result.refused[code ?? status] = (result.refused[code ?? status] ?? 0) + 1;
    if (status === 'stored' && code === 'clock-corrected') result.corrected += 1;
  }
}

/** @throws Stop when the server cannot be used. */
export async function runDemo({
  folder,
  client,
  period,
  visits: count,
  seed,
  staffEntries = 0,
  now,
  say,
}: DemoPlan): Promise<DemoResult> {
  const { db, office, config } = folder;
  const { zone } = config;
  const survey = surveyOn(db, office, dayHour(now(), zone).day);
  const counters = listCounters(db, office).filter(({ retired }) => !retired);
  if (!survey || counters.length === 0) throw new Stop('the office has no survey or no counter');
  // Read as the result page's route reads them; over HTTP somebody would have to sign in for it.
  const results = () => readResults(db, { officeId: office, period, zone, today: dayHour(now(), zone).day });
  const before = countsOfResults(results());
  const honest = visitsOf({ survey, counters, period, visits: count, zone, seed });
  const entered = episodesOf(honest, survey, zone, staffEntries, seed).flatMap((one) => one.visits);
  const visits = [...honest, ...entered].sort((a, b) => a.at - b.at);
  say(`${visits.length} lượt từ ${period.from} đến ${period.to} (visits, seed ${seed})`);

  const tablets = [];
  for (const [at, { id, name }] of counters.entries()) {
    const { prover, settings } = await client.enrol(issueCode(db, office, id, now()), `Máy mô phỏng – ${name}`);
    if (!settings.sealing) throw new Stop('the server tells no key to seal to');
    const own = visits.filter(({ draft }) => draft.counter === id);
    const plan = { visits: own, zone, seed: seed + at + 1 };
    const make = createRecorder(settings.device.id, prover.keys, settings.sealing, plan.seed);
    const sendings = sendingsOf({ ...plan, wrongClocks: wrongClocks(at, counters.length, period) });
    tablets.push({ prover, make, records: own.length, sendings });
    say(`${settings.device.name}: ${own.length} phiếu, ${sendings.length} gói (records, batches)`);
  }

  const result: DemoResult = {
    visits: visits.length,
    batches: 0,
    repeated: 0,
    stored: 0,
    duplicates: 0,
    corrected: 0,
    refused: {},
    differences: [],
  };
  const all = tablets
    .flatMap(({ prover, make, sendings }) => sendings.map((sending) => ({ prover, make, sending })))
    .sort((a, b) => (a.sending.day < b.sending.day ? -1 : a.sending.day > b.sending.day ? 1 : 0));
  let month = '';
  for (const { prover, make, sending } of all) {
    if (sending.day.slice(0, 7) !== month) {
      month = sending.day.slice(0, 7);
      say(`… ${month}: ${result.stored} đã lưu (stored)`);
    }
    const made = await make(sending);
    for (const again of sending.twice ? [false, true] : [false]) {
      note(result, await client.send(prover, made.lines, sending.error), made);
      result.batches += 1;
      if (again) result.repeated += 1;
    }
  }
  for (const { prover, records } of tablets) await client.heartbeat(prover, { last: { epoch: 1, seq: records } });

  const after = countsOfResults(results());
  result.differences = findDifferences(countsOfVisits(visits, survey, zone), before, after);
  return result;
}

/** The year that ends yesterday, or a calendar year as far as it has gone. `null` for one that the server would not take. */
export function demoPeriod(year: number | null, now: number, zone: string): Period | null {
  const yesterday = addDays(dayHour(now, zone).day, -1);
  if (year === null) return { from: addDays(yesterday, -364), to: yesterday };
  const [from, end] = [`${year}-01-01`, `${year}-12-31`];
  const to = end < yesterday ? end : yesterday;
  return year >= 2023 && from <= to ? { from, to } : null;
}
