/**
 * The shape of a record (domain/submission.ts), compiled: the check as zod runs it by itself would be the largest single cost of a
 * record. What the compiled check does not take is read again by zod itself, which says why.
 */
import { compile } from 'zod/v4/core';
import { Submission } from '../../domain/submission.ts';

export const RecordShape = compile(Submission);
