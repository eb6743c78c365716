/** What the API offers, by path and method, with the schemas that the routes themselves parse with. */
import type { RequestProblem } from '../domain/problem.ts';
import { Results } from '../domain/results.ts';
import { Submission } from '../domain/submission.ts';
import * as wire from '../domain/wire.ts';

export const SCHEMAS = {
  Envelope: wire.Envelope,
  Submission,
  BatchReply: wire.BatchReply,
  Heartbeat: wire.Heartbeat,
  HeartbeatReply: wire.HeartbeatReply,
  EnrolRequest: wire.EnrolRequest,
  EnrolReply: wire.EnrolReply,
  SettingsReply: wire.SettingsReply,
  Results,
  Problem: wire.Problem,
};
export type SchemaName = keyof typeof SCHEMAS;

export interface Operation {
  summary: string;
  security: 'device' | 'reader' | null;
  body?: { type: string; schema?: SchemaName; description?: string };
  query?: Readonly<Record<string, string>>;
  reply: { type: string; schema?: SchemaName; description: string };
  problems: readonly RequestProblem[];
}

const DEVICE = ['no-token', 'unknown-token', 'device-revoked', 'too-many'] as const;
const BODY = ['malformed', 'wrong-type', 'cross-site', 'too-large', 'media-type', 'encoding', 'storage'] as const;
const json = (schema: SchemaName, description: string) => ({ type: 'application/json', schema, description });
const PERIOD = {
  period: 'today, week, month (the default), quarter or year: the one that holds today. Instead of from and to.',
  from: 'First day, yyyy-MM-dd.',
  to: 'Last day, yyyy-MM-dd.',
};

/** By path and method; a test holds it against the router, in both directions. */
export const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/api/submissions': {
    post: {
      summary: 'Send a batch: lines, first the Envelope, then one Submission a line. Each is judged alone.',
      security: 'device',
      body: {
        type: 'application/x-ndjson',
        schema: 'Submission',
        description: `First line: Envelope. Then up to ${wire.BATCH_RECORDS} lines, each a Submission.`,
      },
      reply: json('BatchReply', 'A receipt for each record, in order, once they are on disk.'),
      problems: [...DEVICE, ...BODY, 'truncated', 'wire-version', 'too-slow', 'busy'],
    },
  },
  '/api/heartbeat': {
    post: {
      summary: 'Tell how the tablet is.',
      security: 'device',
      body: json('Heartbeat', 'The state of the tablet.'),
      reply: json('HeartbeatReply', 'The tag of the newest settings.'),
      problems: [...DEVICE, ...BODY, 'wire-version'],
    },
  },
  '/api/settings': {
    get: {
      summary: 'All that a tablet needs to work offline.',
      security: 'device',
      reply: json('SettingsReply', 'The settings, and their tag (also as ETag).'),
      problems: DEVICE,
    },
  },
  '/api/enrolment': {
    post: {
      summary: 'Connect a tablet with a one-time code; on the machine itself without one.',
      security: null,
      body: json('EnrolRequest', 'The code, and a name for the tablet.'),
      reply: json('EnrolReply', 'The token, told this once, and the settings.'),
      problems: ['code-wrong', 'code-expired', 'not-local', 'too-many', ...BODY],
    },
  },
  '/api/results': {
    get: {
      summary: 'Counts for a period, small groups hidden.',
      security: 'reader',
      query: PERIOD,
      reply: json('Results', 'The counts.'),
      problems: ['bad-period', 'not-local'],
    },
  },
  '/api/results/changes': {
    get: {
      summary: 'Tells when something new was stored; carries no data.',
      security: 'reader',
      reply: {
        type: 'text/event-stream',
        description: 'An event each time.',
      },
      problems: ['not-local'],
    },
  },
  '/api/openapi.json': {
    get: {
      summary: 'This document.',
      security: null,
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
      security: null,
      reply: {
        type: 'application/json',
        description: 'It does.',
      },
      problems: [],
    },
  },
};
