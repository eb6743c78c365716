/** What the objects of alerts are called now. One that is no longer there is called by its id. */
import type { AlertObject } from '../../domain/alert.ts';
import type { Words } from '../../domain/survey.ts';
import type { Database } from '../deps.ts';
import { listFleet } from '../store/devices-fleet.ts';
import { listCounters, readOffice } from '../store/office.ts';
import { listSurveys } from '../store/surveys.ts';

const same = (name: string): Words => ({ vi: name, en: name });

/** Read from the database once; good for one reply or one message. */
export function namesOf(db: Database, office: number): (object: AlertObject) => Words {
  const counters = new Map(listCounters(db, office).map(({ id, name }) => [id, same(name)]));
  const devices = new Map(listFleet(db, office).map(({ id, name }) => [id, same(name)]));
  const criteria = new Map<string, Words>();
  // Oldest first, so that the newest wording stays.
  for (const { survey } of listSurveys(db, office).toReversed())
    for (const { id, name } of survey.criteria) criteria.set(id, name);
  const whole = same(readOffice(db, office).name);
  return ({ kind, id }) => {
    switch (kind) {
      case 'office':
        return whole;
      case 'counter':
        return counters.get(id) ?? same(id);
      case 'criterion':
        return criteria.get(id) ?? same(id);
      case 'device':
        return devices.get(id) ?? same(id);
    }
  };
}
