/**
 * Works out again from the records which places of which tablet have arrived, and holds the runs against it. Changes
 * nothing.
 */
import type { Database } from './engine.ts';
import { readHead } from './record-head.ts';

/** @returns a sentence for each thing that does not fit; none means that the runs are right. */
export function verifySequence(db: Database, office: number): string[] {
  return db.transaction(() => [...compareRuns(db, office), ...checkRefused(db, office)])();
}

interface Derived {
  device: string;
  epoch: number;
  first: number;
  last: number;
  /** Of every record at the last place. */
  hashes: string[];
}

function* derive(db: Database, office: number): Generator<Derived> {
  const places = db
    .prepare<[number, number], [string, number, number, string]>(
      `select device_id, epoch, seq, hash from submissions where office_id = ? and device_id not like 'paper:%'
       union select device_id, epoch, seq, hash from refused_places where office_id = ?
       order by device_id, epoch, seq`,
    )
    .raw()
    .iterate(office, office);
  let open: Derived | null = null;
  for (const [device, epoch, seq, hash] of places) {
    if (open && open.device === device && open.epoch === epoch && seq <= open.last + 1) {
      open.hashes = seq === open.last ? [...open.hashes, hash] : [hash];
      open.last = seq;
    } else {
      if (open) yield open;
      open = { device, epoch, first: seq, last: seq, hashes: [hash] };
    }
  }
  if (open) yield open;
}

function compareRuns(db: Database, office: number): string[] {
  const stored = new Map(
    db
      .prepare<[number], { device: string; epoch: number; first: number; last: number; hash: string }>(
        `select device_id as device, epoch, first, last, last_hash as hash from device_runs where office_id = ?`,
      )
      .all(office)
      .map((run) => [`tablet ${run.device} epoch ${run.epoch} from ${run.first}`, run]),
  );
  const wrong: string[] = [];
  for (const { device, epoch, first, last, hashes } of derive(db, office)) {
    const name = `tablet ${device} epoch ${epoch} from ${first}`;
    const run = stored.get(name);
    stored.delete(name);
    if (!run) wrong.push(`${name}: arrived up to ${last}, and is not noted`);
    else if (run.last !== last) wrong.push(`${name}: arrived up to ${last}, noted up to ${run.last}`);
    else if (!hashes.includes(run.hash)) wrong.push(`${name}: the last record has another hash than noted`);
  }
  return [...wrong, ...[...stored.keys()].map((name) => `${name}: noted, and did not arrive`)];
}

/** What is noted of a refused record must stand in its bytes. One that was taken in later is looked at with the others. */
function checkRefused(db: Database, office: number): string[] {
  return db
    .prepare<[number], { device: string; epoch: number; seq: number; hash: string; body: Buffer | null }>(
      `select p.device_id as device, p.epoch, p.seq, p.hash, f.body from refused_places p
       left join refused_submissions f on f.office_id = p.office_id and f.hash = p.hash where p.office_id = ?
       and not exists (select 1 from submissions s where s.office_id = p.office_id and s.device_id = p.device_id
         and s.epoch = p.epoch and s.seq = p.seq and s.hash = p.hash)`,
    )
    .all(office)
    .filter(({ device, epoch, seq, body }) => {
      const head = body && readHead(body);
      return !head || head.device !== device || head.epoch !== epoch || head.seq !== seq;
    })
    .map(({ hash }) => `refused record ${hash}: its bytes say another place than noted`);
}
