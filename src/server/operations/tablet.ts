/** What a tablet asks for. */
import { BATCH_RECORDS } from '../../domain/wire.ts';
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const DEVICE = [
  'no-token',
  'unknown-token',
  'nonce-stale',
  'request-signature',
  'request-device',
  'device-revoked',
  'too-many',
  'busy',
] as const;

export const TABLET_OPERATIONS = {
  '/api/submissions': {
    post: {
      summary:
        'Send a batch: lines, first the Envelope, then one record a line, sealed or plain. Each is judged alone.',
      policy: 'device',
      body: {
        type: 'application/x-ndjson',
        schema: 'SealedRecord',
        description: `First line: Envelope. Then up to ${BATCH_RECORDS} lines, each a SealedRecord, or a Submission as before.`,
      },
      reply: json('BatchReply', 'A receipt for each record, in order, once they are on disk.'),
      problems: [...DEVICE, ...BODY_PROBLEMS, 'truncated', 'wire-version', 'too-slow'],
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
      body: json('EnrolRequest', 'The code, a name for the tablet, and the key that it will sign with.'),
      reply: json('EnrolReply', 'The settings, and for a tablet without a key a token, told this once.'),
      problems: ['code-wrong', 'code-expired', 'key-unproved', 'not-local', 'too-many', ...BODY_PROBLEMS],
    },
  },
  '/api/nonce': {
    get: {
      summary: 'Nonces for signed requests. Each is taken once, within five minutes.',
      policy: 'open',
      reply: json('NonceReply', 'Four nonces; replies to signed requests bring more.'),
      problems: [],
    },
  },
  '/api/device-key': {
    put: {
      summary: 'Give the tablet that asks another key, or its first.',
      policy: 'device',
      body: json('OfferedKey', 'The public key, and proof that the tablet holds the private one.'),
      reply: json('KeyReply', 'It holds from now on. The one before proves requests for 30 days more; a token ends.'),
      problems: [...DEVICE, ...BODY_PROBLEMS, 'key-unproved', 'key-old'],
    },
  },
} as const satisfies Operations;
