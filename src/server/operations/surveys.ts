/** Surveys: versions, the draft, and criteria joined for a report. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

export const SURVEY_OPERATIONS = {
  '/api/surveys': {
    get: {
      summary: 'Every version, the draft, and how criteria are joined for a report.',
      policy: 'viewer',
      reply: json('SurveysReply', 'All versions, newest first, withdrawn ones among them.'),
      problems: [],
    },
    post: {
      summary: 'Publish the draft as the next version, from a day on.',
      policy: 'administrator',
      body: json('PublishDraft', 'The revision that was read, and the first day: today or later.'),
      reply: json('PublishedVersion', 'The number of the version.'),
      problems: [...BODY_PROBLEMS, 'draft-changed', 'draft-incomplete', 'bad-day', 'version-waiting'],
    },
  },
  '/api/surveys/draft': {
    put: {
      summary: 'Save the draft, which may be incomplete.',
      policy: 'administrator',
      body: json('SaveDraft', 'The draft, and the revision that it goes on from (0: there was none).'),
      reply: json('SavedDraft', 'The new revision.'),
      problems: [...BODY_PROBLEMS, 'draft-changed'],
    },
    delete: {
      summary: 'Throw the draft away.',
      policy: 'administrator',
      body: json('DiscardDraft', 'The revision that was read.'),
      reply: json('DiscardDraft', 'It is gone.'),
      problems: [...BODY_PROBLEMS, 'draft-changed'],
    },
  },
  '/api/surveys/merges': {
    put: {
      summary: 'Say which criteria are joined for a report, by version. Replaces all that was said before.',
      policy: 'administrator',
      body: json('Merges', 'At most one for each version.'),
      reply: json('Merges', 'As stored.'),
      problems: BODY_PROBLEMS,
    },
  },
  '/api/surveys/:version': {
    delete: {
      summary: 'Withdraw a version whose day has not come.',
      policy: 'administrator',
      reply: json('PublishedVersion', 'It will not be asked.'),
      problems: ['not-found', 'version-holds'],
    },
  },
} as const satisfies Operations;
