/** The server about itself. */
import type { Operations } from './operation.ts';

export const SERVER_OPERATIONS = {
  '/api/openapi.json': {
    get: {
      summary: 'This document.',
      policy: 'open',
      reply: {
        type: 'application/json',
        description: 'OpenAPI 3.1.',
      },
      problems: [],
    },
  },
  '/livez': {
    get: {
      summary: 'The process answers.',
      policy: 'open',
      reply: {
        type: 'application/json',
        description: 'It does.',
      },
      problems: [],
    },
  },
} as const satisfies Operations;
