import { ANSWERS } from './schema/answers.ts';
import { OFFICES } from './schema/offices.ts';
import { OFFICE_KEYS } from './schema/office-keys.ts';
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
export const LEVEL_16 = OFFICE_KEYS;

/**
 * What is not one office's alone: the offices, how they stand under one another, and the level of the tables. Every key of every other
 * table begins with `office_id`, which a test reads from the catalogue.
 */
export const SHARED_TABLES: readonly string[] = ['offices', 'office_lines', 'office_predecessors', 'store_level'];
