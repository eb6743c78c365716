/** What the office has set: its counters, the rules and the PIN of its tablets. */
import { createHash, pbkdf2Sync, randomBytes, randomInt } from 'node:crypto';
import type { Database } from './engine.ts';
import * as z from 'zod/mini';
import { SETTING } from '../../domain/office-settings.ts';
import { OpeningHours } from '../../domain/opening-hours.ts';
import { Counter, type DeviceSettings, KioskRules, type Office, PinHash } from '../../domain/place.ts';
import { SIX_CRITERIA } from '../../domain/presets.ts';
import { toldSealingKey } from './sealing-keys.ts';
import { startLine } from './office-lines.ts';
import { readRulesText, readSetting } from './office-settings.ts';
import { holidaySet } from './remark-holidays.ts';
import { surveyOn } from './surveys.ts';

const RULES: KioskRules = { idleSeconds: 30, countdownSeconds: 10, onLeft: 'keep' };
const COUNTERS: readonly Counter[] = [1, 2, 3].map((number) => ({
  id: `quay-${number}`,
  name: `Quầy ${number}`,
  asksField: true,
  field: null,
  asksStage: true,
  stage: null,
}));
const PIN_ITERATIONS = 210_000;

/** `null` when the file has no office with this code. */
export const officeRow = (db: Database, code: string): number | null =>
  db.prepare<[string], number>('select id from offices where code = ?').pluck().get(code) ?? null;

/**
 * Sets up the office where the file holds none.
 * @returns its row, or `null` when the file belongs to an office with another code. The stored name wins over the given.
 */
export function seedOffice(db: Database, office: Office, now: number): number | null {
  const find = db.prepare<[string], number>('select id from offices where code = ?').pluck();
  // Looked up before anything is locked: beside a running server this is all that happens.
  const known = find.get(office.code);
  if (known !== undefined) return known;
  return db
    .transaction(() => {
      const found = find.get(office.code);
      if (found !== undefined) return found;
      // A data file is one office's; a province's database is many's.
      if (db.pragma && db.prepare('select 1 from offices').get() !== undefined) return null;
      return makeOffice(db, office, null, now);
    })
    .immediate();
}

/** A new office with the shipped counters and survey. Runs in the caller's transaction. @param parent the office right above it */
export function makeOffice(db: Database, office: Office, parent: number | null, now: number): number {
  const insert = db.prepare<[string, string, number | null], number>(
    `insert into offices (code, name, pin, rules, parent) values (?, ?, '', '', ?) returning id`,
  );
  const id = insert.pluck().get(office.code, office.name, parent) ?? 0;
  startLine(db, id, parent);
  for (const [position, counter] of COUNTERS.entries()) saveCounter(db, id, counter, position);
  db.prepare('insert into surveys (office_id, version, body, published_at) values (?, ?, ?, ?)').run(
    id,
    SIX_CRITERIA.version,
    JSON.stringify(SIX_CRITERIA),
    now,
  );
  return id;
}

export function readOffice(db: Database, office: number): Office {
  const row = db.prepare<[number], Office>('select code, name from offices where id = ?').get(office);
  if (!row) throw new Error(`there is no office ${office}`);
  return row;
}

export function readRules(db: Database, office: number): KioskRules {
  const rules = readRulesText(db, office);
  return rules === undefined ? RULES : KioskRules.parse(JSON.parse(rules));
}

export function saveOffice(db: Database, office: number, change: { name?: string; rules?: KioskRules }): void {
  if (change.name !== undefined) db.prepare('update offices set name = ? where id = ?').run(change.name, office);
  if (change.rules) db.prepare('update offices set rules = ? where id = ?').run(JSON.stringify(change.rules), office);
}

/** In the order in which they are shown. Retired ones take no new tablet, and keep their answers. */
export function listCounters(db: Database, office: number): (Counter & { retired: boolean })[] {
  return db
    .prepare<[number], { settings: string; retired: number }>(
      'select settings, retired from counters where office_id = ? order by position, id',
    )
    .all(office)
    .map(({ settings, retired }) => ({ ...Counter.parse(JSON.parse(settings)), retired: retired === 1 }));
}

/** Adds a counter, or gives a known one (by its id, which never changes) other settings. */
export function saveCounter(db: Database, office: number, counter: Counter, position: number, retired = false): void {
  db.prepare(
    `insert into counters (office_id, id, settings, position, retired) values (?, ?, ?, ?, ?)
     on conflict (office_id, id) do update set settings = excluded.settings, position = excluded.position, retired = excluded.retired`,
  ).run(office, counter.id, JSON.stringify(Counter.parse(counter)), position, retired ? 1 : 0);
}

export function hashPin(pin: string): PinHash {
  const salt = randomBytes(16);
  const hash = pbkdf2Sync(pin, salt, PIN_ITERATIONS, 32, 'sha256');
  return { salt: salt.toString('hex'), iterations: PIN_ITERATIONS, hash: hash.toString('hex') };
}

/** Only its hash is stored. @param pin six digits */
export function setPin(db: Database, office: number, pin: string): void {
  if (!/^\d{6}$/.test(pin)) throw new RangeError('a PIN has six digits');
  db.prepare('update offices set pin = ? where id = ?').run(JSON.stringify(hashPin(pin)), office);
}

/** Gives the office a random PIN where it has none. @returns it, to be shown this once, or `null`. */
export function ensurePin(db: Database, office: number): string | null {
  const stored = db.prepare<[number], string>('select pin from offices where id = ?').pluck().get(office);
  if (stored !== '') return null;
  const pin = String(randomInt(1_000_000)).padStart(6, '0');
  setPin(db, office, pin);
  return pin;
}

/** Only an office that said when it is open has tablets that show when it is closed. */
function toldHours(db: Database, office: number, zone: string): Pick<DeviceSettings, 'hours'> {
  const week = readSetting(db, office, SETTING.openingHours, z.nullable(OpeningHours), null);
  return week === null ? {} : { hours: { week, closedDays: [...holidaySet(db, office)].sort(), zone } };
}
function toldVersion(db: Database, office: number): Pick<DeviceSettings, 'minKioskVersion'> {
  const minKioskVersion = readSetting(db, office, SETTING.minKioskVersion, z.nullable(z.string()), null);
  return minKioskVersion === null ? {} : { minKioskVersion };
}

/**
 * Everything that a tablet is told about itself, and the tag that changes when any of it does.
 * @param day today in the office's zone: a survey that was published for later is not told before.
 * @param zone the office's.
 */
export function readSettings(
  db: Database,
  office: number,
  device: { id: string; name: string; counter: string },
  day: string,
  zone: string,
): { tag: string; settings: DeviceSettings } {
  const counter = listCounters(db, office).find(({ id }) => id === device.counter);
  const survey = surveyOn(db, office, day);
  if (!counter || !survey) throw new Error(`device ${device.id} has no counter or the office no survey`);
  const pin = db.prepare<[number], string>('select pin from offices where id = ?').pluck().get(office);
  const { retired: _, ...shown } = counter;
  // A fixed value that the survey no longer has would make every answer from there uncountable.
  if (!survey.fields.some(({ id }) => id === shown.field)) shown.field = null;
  if (!survey.stages.some(({ id }) => id === shown.stage)) shown.stage = null;
  const sealing = toldSealingKey(db, office);
  const settings: DeviceSettings = {
    device: {
      id: device.id,
      name: device.name,
    },
    office: readOffice(db, office),
    counter: shown,
    survey,
    rules: readRules(db, office),
    pin: PinHash.parse(JSON.parse(pin ?? 'null')),
    ...(sealing && { sealing }),
    ...toldHours(db, office, zone),
    ...toldVersion(db, office),
  };
  return { tag: createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 32), settings };
}
