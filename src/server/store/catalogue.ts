/**
 * The survey versions and counters that records may name. A version never changes and a counter is never deleted, so what
 * was found once stays true; what was not found is looked up again, since a command beside the server may add it.
 */
import type { Database } from './engine.ts';
import type { Survey } from '../../domain/survey.ts';
import { readSurvey } from './surveys.ts';

export interface Catalogue {
  survey: (version: number) => Survey | null;
  hasCounter: (id: string) => boolean;
}

export function createCatalogue(db: Database, office: number): Catalogue {
  const surveys = new Map<number, Survey>();
  const counters = new Set<string>();
  const findCounter = db.prepare('select 1 from counters where office_id = ? and id = ?');
  return {
    survey(version) {
      const known = surveys.get(version);
      if (known) return known;
      const survey = readSurvey(db, office, version);
      if (survey) surveys.set(version, survey);
      return survey;
    },
    hasCounter(id) {
      if (counters.has(id)) return true;
      if (findCounter.get(office, id) === undefined) return false;
      counters.add(id);
      return true;
    },
  };
}
