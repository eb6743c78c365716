/** Paper ballots: typed in, and imported from a file. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const NAMED = ['not-found', ...BODY_PROBLEMS] as const;

export const PAPER_OPERATIONS = {
  '/api/paper/setup': {
    get: {
      summary: 'What paper ballots of a day are held against.',
      policy: 'team',
      query: { day: 'yyyy-MM-dd; today without it.' },
      reply: json('PaperSetup', 'The survey of that day, and all counters.'),
      problems: ['bad-period', 'not-found'],
    },
  },
  '/api/paper/batches': {
    get: {
      summary: 'The batches, those that wait for somebody first.',
      policy: 'team',
      reply: json('BatchList', 'At most 200.'),
      problems: [],
    },
    post: {
      summary: 'Open a batch. The same id again finds it open.',
      policy: 'team',
      body: json('NewBatch', 'The stack.'),
      reply: json('BatchDetail', 'The batch.'),
      problems: ['batch-invalid', 'entry-conflict', ...NAMED],
    },
  },
  '/api/paper/batches/:id': {
    get: {
      summary: 'One batch: what was typed last, and where two typings differ.',
      policy: 'team',
      reply: json('BatchDetail', 'The batch, as this person may see it.'),
      problems: ['not-found'],
    },
  },
  '/api/paper/batches/:id/ballots': {
    post: {
      summary: 'Save the next ballot of the stack. The same id again is answered with its number.',
      policy: 'team',
      body: json('TypedBallot', 'What stands on the sheet.'),
      reply: json('TypedReply', 'Its number, once it is on disk.'),
      problems: ['batch-closed', 'same-person', 'entry-conflict', 'ballot-invalid', ...NAMED],
    },
  },
  '/api/paper/batches/:id/close': {
    post: {
      summary: 'End one typing of the stack.',
      policy: 'team',
      body: json('CloseBatch', 'Which typing.'),
      reply: json('BatchDetail', 'The batch.'),
      problems: ['batch-closed', 'same-person', ...NAMED],
    },
  },
  '/api/paper/batches/:id/decide': {
    post: {
      summary: 'Decide about a sheet that was typed differently.',
      policy: 'team',
      body: json('Decision', 'Which typing is right, or what stands on the sheet.'),
      reply: json('BatchDetail', 'The batch.'),
      problems: ['batch-closed', 'entry-conflict', 'ballot-invalid', ...NAMED],
    },
  },
  '/api/paper/files': {
    post: {
      summary: 'Bring a file of ballots (CSV or XLSX, at most 10 MB). Nothing of it is stored yet.',
      policy: 'team',
      query: { name: 'What the file is called.' },
      body: { type: 'application/octet-stream', description: 'The file.' },
      reply: json('UploadReply', 'Its columns, and what they may be.'),
      problems: ['malformed', 'cross-site', 'too-large', 'media-type', 'encoding', 'storage', 'too-slow', 'truncated'],
    },
  },
  '/api/paper/files/:id': {
    get: {
      summary: 'How the import of a file is going.',
      policy: 'team',
      reply: json('ImportState', 'Counts so far.'),
      problems: ['not-found'],
    },
    delete: {
      summary: 'Cancel. What was stored stays; the file is deleted here.',
      policy: 'team',
      reply: json('ImportState', 'What was stored.'),
      problems: ['not-found', 'cross-site'],
    },
  },
  '/api/paper/files/:id/check': {
    post: {
      summary: 'Read the whole file with its columns so understood, and store nothing.',
      policy: 'team',
      body: json('CheckRequest', 'The columns.'),
      reply: json('CheckReply', 'The first lines, and the bad ones.'),
      problems: [...NAMED, 'import-running'],
    },
  },
  '/api/paper/files/:id/import': {
    post: {
      summary: 'Import the file. What is stored already is not added again.',
      policy: 'team',
      body: json('ImportRequest', 'The columns, and what a file of a known name is.'),
      reply: json('ImportState', 'It runs.'),
      problems: [...NAMED, 'import-running'],
    },
  },
} as const satisfies Operations;
