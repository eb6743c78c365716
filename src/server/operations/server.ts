/** The server about itself. */
import { json, type Operations } from './operation.ts';

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
  '/api/backups': {
    get: {
      summary: 'The last backup that was read back, where it is, and whether the last try came to nothing.',
      policy: 'administrator',
      reply: json('BackupState', 'How the backups are.'),
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
  '/readyz': {
    get: {
      summary: 'The server stores what tablets send. Tried at most once in ten seconds.',
      policy: 'open',
      reply: {
        type: 'application/json',
        description: 'It does.',
      },
      problems: ['storage', 'not-storing', 'stopping'],
    },
  },
  '/lan-check': {
    get: {
      summary:
        'A line for the guide of the local network, which tells from a tablet whether it trusts the server. Only with --lan.',
      policy: 'open',
      reply: {
        type: 'application/json',
        description: 'The connection is trusted.',
      },
      problems: ['not-found'],
    },
  },
  '/metrics': {
    get: {
      summary:
        'How the process and its data folder are, in the text format of Prometheus. Only where METRICS_TOKEN is set.',
      policy: 'metrics',
      reply: {
        type: 'text/plain',
        description: 'The measures.',
      },
      problems: ['no-token', 'unknown-token', 'not-found'],
    },
  },
} as const satisfies Operations;
