/** The words that people read for the ids of a ballot, from the survey version that it answered. An unknown id stands for itself. */
import type { Database } from './engine.ts';
import * as z from 'zod/mini';
import type { BallotAnswer } from '../../domain/remark.ts';
import { Answer } from '../../domain/submission.ts';
import { OTHER_REASON, type Survey, type Words } from '../../domain/survey.ts';
import { listCounters } from './office.ts';
import { readSurvey } from './surveys.ts';

const BallotBody = z.object({ answers: z.array(Answer), remark: z.nullable(z.string()) });
export type BallotBody = z.infer<typeof BallotBody>;
export const readBody = (body: string): BallotBody => BallotBody.parse(JSON.parse(body));

export interface Names {
  counter: (id: string) => { id: string; name: string };
  /** `null` for ''. */
  field: (survey: number, id: string) => Words | null;
  stage: (survey: number, id: string) => Words | null;
  answers: (survey: number, answers: BallotBody['answers']) => BallotAnswer[];
}

const itself = (id: string): Words => ({ vi: id, en: id });
const labelIn = (list: readonly { id: string; label: Words }[] | undefined, id: string): Words | null =>
  id === '' ? null : (list?.find((one) => one.id === id)?.label ?? itself(id));

/** For one reply: what is looked up once is not looked up again. */
export function createNames(db: Database, office: number): Names {
  const counters = new Map(listCounters(db, office).map(({ id, name }) => [id, name]));
  const surveys = new Map<number, Survey | null>();
  const surveyOf = (version: number): Survey | null => {
    const known = surveys.get(version);
    if (known !== undefined) return known;
    const survey = readSurvey(db, office, version);
    surveys.set(version, survey);
    return survey;
  };
  return {
    counter: (id) => ({ id, name: counters.get(id) ?? id }),
    field: (version, id) => labelIn(surveyOf(version)?.fields, id),
    stage: (version, id) => labelIn(surveyOf(version)?.stages, id),
    answers(version, answers) {
      const survey = surveyOf(version);
      const order = (survey?.criteria ?? []).map(({ id }) => id);
      const sorted = [...answers].sort((a, b) => order.indexOf(a.criterion) - order.indexOf(b.criterion));
      return sorted.map(({ criterion, level, reasons = [] }) => {
        const found = survey?.criteria.find(({ id }) => id === criterion);
        return {
          criterion: found?.name ?? itself(criterion),
          level: level === 'unknown' ? null : level,
          levelWords: (level === 'unknown' ? survey?.unknown : survey?.levels[level]) ?? itself(String(level)),
          reasons: reasons.map((id) => {
            const label = id === OTHER_REASON ? survey?.otherReason : labelIn(found?.reasons, id);
            return label ?? itself(id);
          }),
        };
      });
    },
  };
}
