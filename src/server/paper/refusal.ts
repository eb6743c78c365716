/** A file that cannot be read at all. Thrown while it is read, and told to the person as a value. */
import type { FileProblem } from '../../domain/paper-import.ts';

export class FileRefusal extends Error {
  readonly code: FileProblem;
  constructor(code: FileProblem) {
    super(`the file is refused: ${code}`);
    this.code = code;
  }
}
