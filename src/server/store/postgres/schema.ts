import { ANSWERS } from './schema/answers.ts';
import { OFFICES } from './schema/offices.ts';
import { PEOPLE } from './schema/people.ts';
import { TABLETS } from './schema/tablets.ts';
import { WORK } from './schema/work.ts';

/**
 * The same tables for PostgreSQL, as they stand at level 14 of the others (schema/1-submissions.ts and so on, where each is explained). A
 * test holds them against one another: the same tables, columns and keys. What comes later is added in both.
 *
 * Text is compared byte by byte, whatever the language of the database (`word`), and a table whose order of arrival is asked for has its
 * `rowid`. The audit log is one chain for each office.
 */
export const LEVEL_14 = [ANSWERS, PEOPLE, WORK, TABLETS].join('');
export const LEVEL_15 = OFFICES;
