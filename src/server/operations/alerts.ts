/** Alerts, and the rules that raise them. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

export const ALERT_OPERATIONS = {
  '/api/alerts': {
    get: {
      summary: 'The open alerts, and those that were closed last.',
      policy: 'viewer',
      reply: json('AlertList', 'Newest first.'),
      problems: [],
    },
  },
  '/api/alerts/count': {
    get: {
      summary: 'How many alerts are open, and how many of them nobody has taken note of.',
      policy: 'viewer',
      reply: json('AlertCount', 'Two numbers.'),
      problems: [],
    },
  },
  '/api/alerts/:id/acknowledgement': {
    post: {
      summary: 'Say that somebody sees to an alert.',
      policy: 'team',
      reply: json('Changed', 'It is noted.'),
      problems: ['cross-site', 'not-found', 'alert-closed', 'storage'],
    },
  },
  '/api/alerts/:id/closure': {
    post: {
      summary: 'Close an alert, and say what was done.',
      policy: 'team',
      body: json('AlertClosure', 'What was done.'),
      reply: json('Changed', 'It is closed.'),
      problems: [...BODY_PROBLEMS, 'not-found', 'alert-closed'],
    },
  },
  '/api/alerts/rules': {
    get: {
      summary: 'The rules that raise alerts.',
      policy: 'viewer',
      reply: json(
        'AlertRulesReply',
        'The rules, and the goal of the present survey, which a rule without a limit of its own takes.',
      ),
      problems: [],
    },
    put: {
      summary: 'Replace the rules. Open alerts of a rule that is gone or off are closed.',
      policy: 'administrator',
      body: json('AlertRulesChange', 'All rules.'),
      reply: json('AlertRulesReply', 'As stored.'),
      problems: [...BODY_PROBLEMS, 'rules-changed'],
    },
  },
} as const satisfies Operations;
