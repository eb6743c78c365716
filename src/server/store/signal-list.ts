/** The flags of a period for people: by tablet and day, without what would say too much about a day of few ballots. */
import type { Database } from './engine.ts';
import type { Period } from '../../domain/period.ts';
import { FlagFacts } from '../../domain/signal.ts';
import { type PlaceSignal, type SignalList, tellsTooMuch } from '../../domain/signal-list.ts';
import { listCounters } from './office.ts';
import { weekOf } from './signal-places.ts';
import { lengthOfQueue } from './signal-queue.ts';

const LONGEST = 200;

interface Row {
  device: string;
  day: string;
  counter: string;
  kind: string;
  facts: string;
  ballots: number;
}
type Range = [office: number, from: string, to: string];
const NOT_VOID =
  'not exists (select 1 from voids v where v.office_id = b.office_id and v.submission_id = b.submission_id)';

/** The largest of a kind first, so that its numbers stand for the day. */
const readFlags = (db: Database, office: number, { from, to }: Period): Row[] =>
  db
    .prepare<Range, Row>(
      `select f.device_id as device, f.day, f.counter, f.kind, f.facts, count(*) as ballots
       from flags f cross join flagged_ballots b on b.office_id = f.office_id and b.flag_id = f.id
       where f.office_id = ? and f.day between ? and ? and ${NOT_VOID}
       group by f.office_id, f.id order by f.day desc, f.counter, f.device_id, f.kind, ballots desc, f.id`,
    )
    .all(office, from, to);

const countFlagged = (db: Database, office: number, { from, to }: Period): number =>
  Number(
    db
      .prepare<Range, number>(
        `select count(distinct submission_id) from flagged_ballots b
         where office_id = ? and day between ? and ? and ${NOT_VOID}`,
      )
      .pluck()
      .get(office, from, to),
  );

function dayReader(db: Database, office: number) {
  const name = db.prepare<[string, number], string>('select name from devices where id = ? and office_id = ?').pluck();
  const count = db
    .prepare<[number, string, string], number>(
      `select count(*) from submissions b where office_id = ? and day = ? and device_id || '' = ?
       and not exists (select 1 from voids v where v.office_id = b.office_id and v.submission_id = b.id)`,
    )
    .pluck();
  return {
    name: (device: string) => (device.startsWith('paper:') ? '' : (name.get(device, office) ?? device)),
    count: (device: string, day: string) => count.get(office, day, device) ?? 0,
  };
}

/** Read from one state of the database. */
export function listSignals(db: Database, office: number, period: Period): SignalList {
  return db.transaction((): SignalList => {
    const read = dayReader(db, office);
    const days = new Map<string, SignalList['days'][number]>();
    let hidden = 0;
    for (const { device, day, counter, kind, facts, ballots } of readFlags(db, office, period)) {
      const key = `${day} ${device}`;
      let entry = days.get(key);
      if (!entry) {
        entry = { device, name: read.name(device), counter, day, ballots: read.count(device, day), signals: [] };
        days.set(key, entry);
      }
      if (tellsTooMuch(kind, entry.ballots)) {
        hidden += 1;
        continue;
      }
      const known = entry.signals.find((one) => one.kind === kind);
      if (known) known.ballots += ballots;
      else entry.signals.push({ kind, ballots, facts: FlagFacts.parse(JSON.parse(facts)) });
    }
    const shown = [...days.values()].filter(({ signals }) => signals.length > 0);
    return {
      period: { from: period.from, to: period.to },
      ballots: countFlagged(db, office, period),
      days: shown.slice(0, LONGEST),
      more: Math.max(0, shown.length - LONGEST),
      hidden,
      places: db
        .prepare<Range, PlaceSignal>(
          `select counter, week, valid, satisfied, peers_valid as peersValid, peers_satisfied as peersSatisfied
           from place_flags where office_id = ? and week between ? and ? order by week desc, counter`,
        )
        .all(office, weekOf(period.from), period.to),
      waiting: lengthOfQueue(db, office),
      counters: listCounters(db, office).map(({ id, name }) => ({ id, name })),
    };
  })();
}
