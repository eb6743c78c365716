/** Frozen periods, the documents made from them, and the export of submissions. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const PERIOD = {
  period: 'today, week, month (the default), quarter or year: the one that holds today. Instead of from and to.',
  from: 'First day, yyyy-MM-dd.',
  to: 'Last day, yyyy-MM-dd.',
};
const file = (type: string, description: string) => ({ type, description });
const OFFICE = 'application/vnd.openxmlformats-officedocument';

export const REPORT_OPERATIONS = {
  '/api/reports': {
    get: {
      summary: 'The frozen periods, newest first.',
      policy: 'viewer',
      reply: json('ReportList', 'The list.'),
      problems: [],
    },
    post: {
      summary: 'Freeze a period that is over. What is frozen never changes. Logged.',
      policy: 'team',
      body: { type: 'application/json', schema: 'FreezeRequest' },
      reply: json('ReportEntry', 'It, as it stands in the list.'),
      problems: [...BODY_PROBLEMS, 'bad-period', 'period-open', 'period-empty'],
    },
  },
  '/api/reports/:id': {
    get: {
      summary: 'All that was frozen.',
      policy: 'viewer',
      reply: json('FrozenPeriod', 'Counts, small groups hidden.'),
      problems: ['not-found'],
    },
  },
  '/api/reports/:id/docx': {
    get: {
      summary: 'The official report as a letter (NĐ 30/2020/NĐ-CP). Logged.',
      policy: 'viewer',
      reply: file(`${OFFICE}.wordprocessingml.document`, 'DOCX.'),
      problems: ['not-found', 'storage'],
    },
  },
  '/api/reports/:id/xlsx': {
    get: {
      summary: 'The same tables as a spreadsheet. Logged.',
      policy: 'viewer',
      reply: file(`${OFFICE}.spreadsheetml.sheet`, 'XLSX; numbers are numbers.'),
      problems: ['not-found', 'storage'],
    },
  },
  '/api/reports/:id/poster': {
    get: {
      summary: 'A poster for the wall, to be printed by the browser.',
      policy: 'viewer',
      query: { size: 'a4 (the default) or a3.' },
      reply: file('text/html', 'A page without scripts.'),
      problems: ['not-found'],
    },
  },
  '/api/letterhead': {
    get: {
      summary: 'What stands around a report: offices, place, grounds, signature.',
      policy: 'viewer',
      reply: json('Letterhead', 'As it is set, or a first proposal.'),
      problems: [],
    },
    put: {
      summary: 'Set it. Logged.',
      policy: 'team',
      body: { type: 'application/json', schema: 'Letterhead' },
      reply: json('Letterhead', 'As it is stored.'),
      problems: BODY_PROBLEMS,
    },
  },
  '/api/exports/submissions': {
    get: {
      summary: 'How many lines the export of these days has.',
      policy: 'team',
      query: PERIOD,
      reply: json('ExportSize', 'The number.'),
      problems: ['bad-period'],
    },
  },
  '/api/exports/submissions.csv': {
    get: {
      summary: 'Every submission of these days as CSV, without what people wrote and without exact times. Logged.',
      policy: 'team',
      query: PERIOD,
      reply: file('text/csv', 'A line each, streamed. Days in order; within a day by chance.'),
      problems: ['bad-period', 'storage'],
    },
  },
} as const satisfies Operations;
