/** Tablets, counters, and the settings of the office. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const COUNTER = ['counter-misfit'] as const;
const FILE = {
  type: 'application/octet-stream',
  description: 'As the tablet wrote it: an Envelope, then a record a line.',
};
const FILE_PROBLEMS = [
  'cross-site',
  'encoding',
  'media-type',
  'too-large',
  'too-slow',
  'busy',
  'storage',
  'not-a-tablet-file',
] as const;

export const FLEET_OPERATIONS = {
  '/api/tablets': {
    get: {
      summary: 'How the tablets are, and the counters they stand at.',
      policy: 'viewer',
      reply: json('Fleet', 'Tablets in use first, then those that were revoked; every counter.'),
      problems: [],
    },
  },
  '/api/tablets/codes': {
    post: {
      summary: 'Make a one-time code for one tablet at a counter.',
      policy: 'administrator',
      fresh: true,
      body: json('CodeRequest', 'The counter, and a name for the tablet.'),
      reply: json('CodeReply', 'The code, told this once, and until when it holds.'),
      problems: [...BODY_PROBLEMS, 'counter-unknown'],
    },
  },
  '/api/tablets/codes/:id': {
    get: {
      summary: 'What became of a code.',
      policy: 'administrator',
      reply: json('CodeState', 'Whether it was used, and by which tablet.'),
      problems: ['not-found'],
    },
  },
  '/api/tablets/:id': {
    patch: {
      summary: 'Give a tablet another name or counter.',
      policy: 'administrator',
      body: json('TabletChange', 'What is missing stays.'),
      reply: json('Changed', 'It is changed; the tablet hears of it with its next heartbeat.'),
      problems: [...BODY_PROBLEMS, 'not-found', 'counter-unknown'],
    },
  },
  '/api/tablets/:id/revocation': {
    post: {
      summary: 'Take nothing more from a tablet. What it has not sent stays on it.',
      policy: 'administrator',
      fresh: true,
      reply: json('Changed', 'It is revoked.'),
      problems: ['cross-site', 'not-found', 'storage'],
    },
  },
  '/api/tablets/files/check': {
    post: {
      summary: 'Look at a file that was exported from a tablet, and store nothing.',
      policy: 'team',
      body: FILE,
      reply: json('TabletFileReply', 'How many records of which tablet, and how many of them are here already.'),
      problems: FILE_PROBLEMS,
    },
  },
  '/api/tablets/files': {
    post: {
      summary: 'Take in a file that was exported from a tablet. The same file again adds nothing.',
      policy: 'team',
      body: FILE,
      reply: json('TabletFileReply', 'What became of the records.'),
      problems: FILE_PROBLEMS,
    },
  },
  '/api/tablets/:id/aside': {
    post: {
      summary: 'Decide about the records of a tablet that were kept aside.',
      policy: 'administrator',
      fresh: true,
      body: json('AsideDecision', 'Whether they are taken in, and why.'),
      reply: json('Changed', 'It is done.'),
      problems: [...BODY_PROBLEMS, 'not-found'],
    },
  },
  '/api/tablets/:id/confirmation': {
    post: {
      summary: 'Note that the same fingerprint stands on both screens.',
      policy: 'administrator',
      fresh: true,
      body: json('Confirmation', 'The fingerprint that was compared.'),
      reply: json('Changed', 'It is noted.'),
      problems: [...BODY_PROBLEMS, 'not-found', 'fingerprint-differs'],
    },
  },
  '/api/counters': {
    post: {
      summary: 'Add a counter.',
      policy: 'administrator',
      body: json('NewCounter', 'Its name, and what it asks.'),
      reply: json('Changed', 'The id that it was given, for good.'),
      problems: [...BODY_PROBLEMS, ...COUNTER],
    },
    put: {
      summary: 'Put the counters in order.',
      policy: 'administrator',
      body: json('CounterOrder', 'Every counter, each once.'),
      reply: json('Changed', 'It is done.'),
      problems: [...BODY_PROBLEMS, 'counters-changed'],
    },
  },
  '/api/counters/:id': {
    put: {
      summary: 'Change a counter, retire it, or take it into use again.',
      policy: 'administrator',
      body: json('CounterChange', 'All of its settings.'),
      reply: json('Changed', 'It is changed.'),
      problems: [...BODY_PROBLEMS, ...COUNTER, 'not-found', 'counter-in-use', 'last-counter'],
    },
  },
  '/api/office-settings': {
    get: {
      summary: 'The settings of the office.',
      policy: 'administrator',
      reply: json('OfficeSettings', 'All of them; never the PIN.'),
      problems: [],
    },
    patch: {
      summary: 'Change settings of the office.',
      policy: 'administrator',
      body: json('OfficeSettingsChange', 'What is missing stays; a list replaces the one before.'),
      reply: json('OfficeSettings', 'All of them, as stored.'),
      problems: BODY_PROBLEMS,
    },
  },
  '/api/office-settings/pin': {
    put: {
      summary: 'Set the staff PIN of the tablets.',
      policy: 'administrator',
      fresh: true,
      body: json('PinChange', 'Six digits.'),
      reply: json('Saved', 'Its hash is stored.'),
      problems: BODY_PROBLEMS,
    },
  },
} as const satisfies Operations;
