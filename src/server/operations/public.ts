/** What anyone may read, and who decides about it. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

export const PUBLIC_OPERATIONS = {
  '/ket-qua': {
    get: {
      summary: 'The published result, a page for people. Without scripts; may be shown in a frame.',
      policy: 'open',
      query: { lang: 'vi (the default) or en.', nhung: '1: without its own heading, to be embedded.' },
      reply: { type: 'text/html', description: 'The page; one that says so where nothing is published.' },
      problems: [],
    },
  },
  '/ket-qua.json': {
    get: {
      summary: 'The published result as open data.',
      policy: 'open',
      reply: json('PublicResult', 'Figures, counts and the method.'),
      problems: ['not-found'],
    },
  },
  '/ket-qua.csv': {
    get: {
      summary: 'The same as CSV.',
      policy: 'open',
      reply: { type: 'text/csv', description: 'One figure a line, the method at the end.' },
      problems: ['not-found'],
    },
  },
  '/robots.txt': {
    get: {
      summary: 'Search engines may read the published result only.',
      policy: 'open',
      reply: { type: 'text/plain', description: 'RFC 9309.' },
      problems: [],
    },
  },
  '/api/publication': {
    get: {
      summary: 'What is published.',
      policy: 'viewer',
      reply: json('Publication', 'Which frozen period, and which of its parts.'),
      problems: [],
    },
    put: {
      summary: 'Publish a frozen period, or take it back with `report: null`. Logged.',
      policy: 'administrator',
      body: { type: 'application/json', schema: 'Publication' },
      reply: json('Publication', 'As it is stored.'),
      problems: [...BODY_PROBLEMS, 'not-found'],
    },
  },
} as const satisfies Operations;
