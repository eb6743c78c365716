/**
 * The shape of a record (domain/submission.ts), compiled. zod/mini leaves the compiling out for the sake of the tablet;
 * here the uncompiled check would be the largest single cost of a record.
 */
import * as core from 'zod/v4/core';
import { Answer, Submission } from '../../domain/submission.ts';

const answer = new core.$ZodObjectJIT(Answer._zod.def);
const answers = new core.$ZodArray({ ...Submission.shape.answers._zod.def, element: answer });

export const RecordShape = new core.$ZodObjectJIT({
  ...Submission._zod.def,
  shape: { ...Submission.shape, answers },
  // The constructor does not carry the type of its definition; the definition is Submission's own.
}) as unknown as core.$ZodType<Submission>;
