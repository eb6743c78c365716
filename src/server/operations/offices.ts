/** The offices beneath this one: what they are, and since when. Their figures are among the results. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const LIST = json('UnitList', 'All offices beneath this one, those above before those below.');

export const OFFICE_OPERATIONS = {
  '/api/offices': {
    get: {
      summary: 'The offices beneath this one.',
      policy: 'administrator',
      reply: LIST,
      problems: [],
    },
    post: {
      summary:
        'Add an office beneath this one. One that is in the store already is attached by whoever runs the database.',
      policy: 'administrator',
      fresh: true,
      body: json('NewUnit', 'Its official code, under which office it is, and what is known of it.'),
      reply: LIST,
      problems: [...BODY_PROBLEMS, 'not-found', 'office-known'],
    },
  },
  '/api/offices/:code': {
    put: {
      summary: 'Rename an office beneath this one, or change what is known of it. With a last day it is closed.',
      policy: 'administrator',
      fresh: true,
      body: json('UnitChange', 'All that is known of it.'),
      reply: LIST,
      problems: [...BODY_PROBLEMS, 'not-found'],
    },
  },
} as const satisfies Operations;
