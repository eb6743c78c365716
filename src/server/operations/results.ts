/** The counts of a period. */
import { json, type Operations } from './operation.ts';

const PERIOD = {
  period: 'today, week, month (the default), quarter or year: the one that holds today. Instead of from and to.',
  from: 'First day, yyyy-MM-dd.',
  to: 'Last day, yyyy-MM-dd.',
};

const NARROWING = {
  counter: 'Only this counter. Small groups are hidden here too, also against the whole.',
  field: 'Only this field of service; empty for ballots without one.',
  stage: 'Only this stage; empty for ballots without one.',
  channel: 'Only this channel: kiosk, assisted, paper or link.',
};
const QUERY = { ...PERIOD, ...NARROWING };

export const RESULT_OPERATIONS = {
  '/api/results': {
    get: {
      summary: 'Counts for a period, small groups hidden.',
      policy: 'viewer',
      readToken: true,
      query: QUERY,
      reply: json('Results', 'The counts.'),
      problems: ['bad-period', 'wrong-type'],
    },
  },
  '/api/results/why': {
    get: {
      summary: 'The counts with the reasons by place and by hour of the week.',
      policy: 'viewer',
      query: QUERY,
      reply: json('Why', 'The counts, and the reasons behind them.'),
      problems: ['bad-period', 'wrong-type'],
    },
  },
  '/api/results/comparison': {
    get: {
      summary: 'The counts, and the months up to the end of the period.',
      policy: 'viewer',
      query: QUERY,
      reply: json('Comparison', 'The counts, and the months.'),
      problems: ['bad-period', 'wrong-type'],
    },
  },
  '/api/results/offices': {
    get: {
      summary: 'The offices beneath this one, side by side, each with all that is beneath it.',
      policy: 'viewer',
      query: PERIOD,
      reply: json('OfficesView', 'The counts of all together and of each, small groups hidden.'),
      problems: ['bad-period', 'wrong-type'],
    },
  },
  '/api/results/offices/:code': {
    get: {
      summary: 'The same of one of them, with its months.',
      policy: 'viewer',
      query: PERIOD,
      reply: json('OfficesView', 'The counts of that office, and of those beneath it.'),
      problems: ['bad-period', 'wrong-type', 'not-found'],
    },
  },
  '/api/signals': {
    get: {
      summary: 'What was pointed out about ballots of a period, by tablet and day.',
      policy: 'viewer',
      query: PERIOD,
      reply: json('SignalList', 'The days of tablets with something to look at, newest first.'),
      problems: ['bad-period'],
    },
  },
  '/api/results/changes': {
    get: {
      summary: 'Tells when something new was stored; carries no data.',
      policy: 'viewer',
      readToken: true,
      reply: {
        type: 'text/event-stream',
        description: 'An event each time.',
      },
      problems: ['too-many-streams'],
    },
  },
} as const satisfies Operations;
