/** The figures of several offices together, in the form of one office's (results.ts). */
import { insightOf } from '../../domain/insight.ts';
import type { Hidden, Results } from '../../domain/results.ts';
import type { Group } from '../../domain/suppression.ts';
import { summarise } from '../../domain/summary.ts';
import { scaleOf } from '../../domain/survey-scale.ts';
import type { Survey } from '../../domain/survey.ts';
import { emptyBallots, emptyCriterion, type Tally } from '../../domain/tally.ts';
import type { Database } from './engine.ts';
import { readOffice } from './office.ts';
import type { ResultsQuery } from './results.ts';

const emptyTally = (criteria: readonly string[]): Tally => ({
  ballots: emptyBallots(),
  criteria: criteria.map(emptyCriterion),
});

/**
 * What a result page is given for offices that are added up. What only the page of a single office has is empty.
 * @param group what is told of them. @param survey of the office that asks: its goal, its method and its criteria.
 */
export function summedResults(
  db: Database,
  { unitId, period, zone, today }: Omit<ResultsQuery, 'narrowing'> & { unitId: number },
  survey: Survey,
  group: Group,
  criteria: readonly string[],
): Results {
  const { shown } = group;
  const hidden: Hidden = {
    ballots: shown.ballots === null,
    criteria: criteria.filter((_, c) => shown.criteria[c] === null),
  };
  const total: Tally = {
    ballots: shown.ballots ?? { ...emptyBallots(), all: group.ballots },
    criteria: criteria.map((id, c) => shown.criteria[c] ?? emptyCriterion(id)),
  };
  const isHidden = hidden.ballots || hidden.criteria.length > 0;
  return {
    office: readOffice(db, unitId),
    zone,
    today,
    period: { from: period.from, to: period.to },
    narrowing: {},
    survey,
    versions: [survey.version],
    scale: scaleOf([survey]),
    older: [],
    total,
    hidden,
    before: null,
    coverage: null,
    flagged: { ballots: 0, without: null, kinds: [] },
    voided: emptyTally(criteria),
    insight: isHidden
      ? { kind: 'tooFew', criterion: null, counter: null, when: null }
      : insightOf(summarise(total, survey), survey, () => []),
    reasons: [],
    days: [],
    counters: [],
    fields: [],
    stages: [],
    channels: [],
    names: { counters: [] },
    devices: [],
  };
}
