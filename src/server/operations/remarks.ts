/** Remarks and the work on them, and the ballots that do not count. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const FILTER = {
  status: 'new, seen, in-hand, done, or open for all that is not done.',
  assignee: 'me, none, or an account.',
  counter: 'A counter.',
  field: 'A field.',
  criterion: 'A criterion that the ballot gave a level of 1 or 2.',
  tag: 'A tag.',
  from: 'First day, yyyy-MM-dd.',
  to: 'Last day, yyyy-MM-dd.',
  overdue: '1: past their day and not done.',
  text: 'Words that all stand in the remark; diacritics and capitals do not matter.',
  void: '1: those of void ballots, which are left out else.',
};

export const REMARK_OPERATIONS = {
  '/api/remarks': {
    get: {
      summary: 'Remarks, the newest day first, 50 a page. What looks like personal data is masked.',
      policy: 'team',
      query: { ...FILTER, after: 'The `next` of the page before.' },
      reply: json('RemarkList', 'A page, and how many there are in each status.'),
      problems: ['wrong-type'],
    },
  },
  '/api/remarks/counts': {
    get: {
      summary: 'How many remarks there are in each status.',
      policy: 'viewer',
      reply: json('RemarkCounts', 'The counts.'),
      problems: [],
    },
  },
  '/api/remarks/options': {
    get: {
      summary: 'What remarks can be narrowed by, and who can be given one.',
      policy: 'team',
      reply: json('RemarkOptions', 'The choices.'),
      problems: [],
    },
  },
  '/api/remarks/export': {
    get: {
      summary: 'The remarks that a filter finds as a CSV file, personal data masked. Logged.',
      policy: 'team',
      fresh: true,
      query: { ...FILTER, lang: 'vi (the default) or en.' },
      reply: { type: 'text/csv', description: 'UTF-8 with a byte order mark.' },
      problems: ['wrong-type', 'storage'],
    },
  },
  '/api/remarks/export/size': {
    get: {
      summary: 'How many remarks such a file would have.',
      policy: 'team',
      fresh: true,
      query: FILTER,
      reply: json('RemarkExportSize', 'The count.'),
      problems: ['wrong-type'],
    },
  },
  '/api/remarks/:id/opened': {
    post: {
      summary: 'Open one remark as it was written. A new one is seen now; personal data is logged as opened.',
      policy: 'team',
      reply: json('RemarkDetail', 'The remark, its ballot and its notes.'),
      problems: ['not-found', 'cross-site', 'storage'],
    },
  },
  '/api/remarks/:id': {
    patch: {
      summary: 'Change status, assignee, due day or outcome of the version that is named.',
      policy: 'team',
      body: json('RemarkChange', 'What changes.'),
      reply: json('RemarkDetail', 'The remark as it is now.'),
      problems: ['not-found', 'remark-changed', 'unknown-person', 'outcome-missing', ...BODY_PROBLEMS],
    },
  },
  '/api/remarks/:id/notes': {
    post: {
      summary: 'Add an internal note.',
      policy: 'team',
      body: json('RemarkNoteBody', 'Its text.'),
      reply: json('RemarkDetail', 'The remark as it is now.'),
      problems: ['not-found', ...BODY_PROBLEMS],
    },
  },
  '/api/remarks/:id/tags': {
    post: {
      summary: 'Add and take away tags.',
      policy: 'team',
      body: json('RemarkTagBody', 'The tags.'),
      reply: json('RemarkDetail', 'The remark as it is now.'),
      problems: ['not-found', ...BODY_PROBLEMS],
    },
  },
  '/api/remarks/tags/rename': {
    post: {
      summary: 'Give a tag another name. Where that is a tag already, both become one.',
      policy: 'team',
      body: json('TagRename', 'The old name and the new.'),
      reply: json('TagRenamed', 'How many remarks had it, and all tags.'),
      problems: BODY_PROBLEMS,
    },
  },
  '/api/ballots': {
    get: {
      summary: 'The ballots of one day, 50 a page, without their time.',
      policy: 'administrator',
      query: { day: 'yyyy-MM-dd.', counter: 'Only this counter.', after: 'The `next` of the page before.' },
      reply: json('BallotList', 'A page, and how many there are and are void.'),
      problems: ['bad-period'],
    },
  },
  '/api/ballots/:id/void': {
    put: {
      summary: 'Take a ballot out of all figures, for a reason. It stays stored. Logged.',
      policy: 'administrator',
      fresh: true,
      body: json('VoidBody', 'Why.'),
      reply: json('VoidReply', 'The ballot.'),
      problems: ['not-found', 'already-void', ...BODY_PROBLEMS],
    },
    delete: {
      summary: 'Let a void ballot count again. Logged.',
      policy: 'administrator',
      fresh: true,
      reply: json('VoidReply', 'The ballot.'),
      problems: ['not-found', 'cross-site', 'storage'],
    },
  },
} as const satisfies Operations;
