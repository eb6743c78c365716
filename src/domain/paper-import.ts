/**
 * Importing a file of paper ballots in the dashboard: what is found in it, how a person says its columns are to be read,
 * and what came of it. Nothing is stored before all bad lines have been shown.
 */
import * as z from 'zod/mini';

/** Of one file; what is larger is split, or imported with the command. */
export const FILE_BYTES = 10 * 1024 * 1024;
/** Rows of a workbook. A CSV file has no such limit: it is read line by line. */
export const XLSX_ROWS = 50_000;
/** Lines shown before anything is stored. */
export const PREVIEW_ROWS = 20;
/** Bad lines in one reply; the next ones are asked for. */
export const BAD_PAGE = 500;

const Id = z.string().check(z.maxLength(40));
const Column = z.int().check(z.minimum(0), z.maximum(255));
const Count = z.int().check(z.minimum(0));

/** Which column is what, from 0; `null` is none. */
export const ColumnMap = z.strictObject({
  /** The line that holds the names of the columns; what stands above it is left out. */
  headerLine: z.int().check(z.minimum(1)),
  date: Column,
  counter: z.nullable(Column),
  /** The counter of all lines, where no column says it. */
  counterId: z.nullable(Id),
  field: z.nullable(Column),
  stage: z.nullable(Column),
  /** A criterion without a column is blank on every ballot. */
  criteria: z.array(z.strictObject({ id: Id, column: z.nullable(Column) })).check(z.maxLength(12)),
});
export type ColumnMap = z.infer<typeof ColumnMap>;
/** What was recognised; a person fills in the rest. */
export const ColumnGuess = z.strictObject({ ...ColumnMap.shape, date: z.nullable(Column) });
export type ColumnGuess = z.infer<typeof ColumnGuess>;

/** Why a file cannot be read at all. */
export const FileProblem = z.literal([
  'empty',
  'not-utf8',
  'old-excel',
  'encrypted',
  'not-a-table',
  'damaged',
  'too-many-rows',
  'too-big-inside',
]);
export type FileProblem = z.infer<typeof FileProblem>;

export const ImportFile = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.literal(['csv', 'xlsx']),
  /** The sheet that is read: the first one of the workbook. */
  sheet: z.nullable(z.string()),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  guess: ColumnGuess,
});
export type ImportFile = z.infer<typeof ImportFile>;
export const UploadReply = z.union([
  z.object({ state: z.literal('ready'), file: ImportFile }),
  z.object({ state: z.literal('refused'), code: FileProblem }),
]);
export type UploadReply = z.infer<typeof UploadReply>;

export const LineProblem = z.literal([
  'unreadable',
  'wrong-columns',
  'wrong-date',
  'early-date',
  'future-date',
  'unknown-counter',
  'unknown-field',
  'unknown-stage',
  'bad-level',
  'level-not-offered',
  'not-asked',
]);
export type LineProblem = z.infer<typeof LineProblem>;

export const BadRow = z.object({ line: z.int(), code: LineProblem, value: z.string() });
export type BadRow = z.infer<typeof BadRow>;
export const GoodRow = z.object({
  line: z.int(),
  day: z.string(),
  counter: z.string(),
  field: z.nullable(z.string()),
  stage: z.nullable(z.string()),
  /** In the order of the survey: 1 to 5, `unknown`, or `null` where nothing was answered. */
  levels: z.array(z.nullable(z.union([z.int(), z.literal('unknown')]))),
});
export type GoodRow = z.infer<typeof GoodRow>;

/** `after`: only bad lines after this one. */
export const CheckRequest = z.strictObject({ map: ColumnMap, after: z.int().check(z.minimum(0)) });

/**
 * What the office knows of a file. known: these bytes were imported, and only what is missing will be added. same-name: the
 * name was used for other content, and a person says what it is. other-map: the bytes were imported with their columns read
 * in another way; doing so again would count the ballots twice.
 */
export const Standing = z.literal(['new', 'known', 'same-name', 'other-map']);
export type Standing = z.infer<typeof Standing>;

export const CheckReply = z.union([
  z.object({
    state: z.literal('ready'),
    lines: Count,
    bad: Count,
    rows: z.array(z.union([GoodRow, BadRow])),
    badRows: z.array(BadRow),
    /** Whether there are bad lines after these. */
    more: z.boolean(),
    standing: Standing,
    days: z.nullable(z.object({ from: z.string(), to: z.string() })),
  }),
  z.object({ state: z.literal('refused'), code: FileProblem }),
]);
export type CheckReply = z.infer<typeof CheckReply>;

/** `sameName`: what a file is that has the name of an earlier one and other content. */
export const ImportRequest = z.strictObject({
  map: ColumnMap,
  sameName: z.nullable(z.literal(['correction', 'other'])),
});
export type ImportRequest = z.infer<typeof ImportRequest>;

export const ImportCounts = z.object({ lines: Count, added: Count, known: Count, bad: Count });
export type ImportCounts = z.infer<typeof ImportCounts>;
export const ImportState = z.object({
  state: z.literal(['ready', 'running', 'done', 'cancelled', 'refused', 'failed']),
  counts: ImportCounts,
  /** Lines in the file, as far as they were counted before. */
  total: z.nullable(Count),
  code: z.nullable(z.union([FileProblem, z.literal(['same-name', 'other-map'])])),
});
export type ImportState = z.infer<typeof ImportState>;
