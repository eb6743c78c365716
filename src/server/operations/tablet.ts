/** What a tablet asks for. */
import { BATCH_RECORDS } from '../../domain/wire.ts';
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const DEVICE = ['no-token', 'unknown-token', 'device-revoked', 'too-many'] as const;

export const TABLET_OPERATIONS = {
  '/api/submissions': {
    post: {
      summary: 'Send a batch: lines, first the Envelope, then one Submission a line. Each is judged alone.',
      policy: 'device',
      body: {
        type: 'application/x-ndjson',
        schema: 'Submission',
        description: `First line: Envelope. Then up to ${BATCH_RECORDS} lines, each a Submission.`,
      },
      reply: json('BatchReply', 'A receipt for each record, in order, once they are on disk.'),
      problems: [...DEVICE, ...BODY_PROBLEMS, 'truncated', 'wire-version', 'too-slow', 'busy'],
    },
  },
  '/api/heartbeat': {
    post: {
      summary: 'Tell how the tablet is.',
      policy: 'device',
      body: json('Heartbeat', 'The state of the tablet.'),
      reply: json('HeartbeatReply', 'The tag of the newest settings.'),
      problems: [...DEVICE, ...BODY_PROBLEMS, 'wire-version'],
    },
  },
  '/api/settings': {
    get: {
      summary: 'All that a tablet needs to work offline.',
      policy: 'device',
      reply: json('SettingsReply', 'The settings, and their tag (also as ETag).'),
      problems: DEVICE,
    },
  },
  '/api/enrolment': {
    post: {
      summary: 'Connect a tablet with a one-time code; on the machine itself without one.',
      policy: 'open',
      body: json('EnrolRequest', 'The code, and a name for the tablet.'),
      reply: json('EnrolReply', 'The token, told this once, and the settings.'),
      problems: ['code-wrong', 'code-expired', 'not-local', 'too-many', ...BODY_PROBLEMS],
    },
  },
} as const satisfies Operations;
