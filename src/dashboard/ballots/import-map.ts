/** The map of columns while a person fills it in. Pure. */
import type { ColumnGuess, ColumnMap } from '../../domain/paper-import.ts';

export type Target = 'date' | 'counter' | 'field' | 'stage';
export const TARGETS: readonly Target[] = ['date', 'counter', 'field', 'stage'];

/** What a choice is called in a select: `c3` a column, `=quay-1` one counter for all, '' none. */
export const choiceOf = (column: number | null, counterId: string | null = null): string =>
  counterId !== null ? `=${counterId}` : column === null ? '' : `c${column}`;

const columnIn = (choice: string): number | null => (choice.startsWith('c') ? Number(choice.slice(1)) : null);

export function withTarget(guess: ColumnGuess, target: Target, choice: string): ColumnGuess {
  const column = columnIn(choice);
  if (target !== 'counter') return { ...guess, [target]: column };
  return { ...guess, counter: column, counterId: choice.startsWith('=') ? choice.slice(1) : null };
}

export const withCriterion = (guess: ColumnGuess, id: string, choice: string): ColumnGuess => ({
  ...guess,
  criteria: guess.criteria.map((one) => (one.id === id ? { id, column: columnIn(choice) } : one)),
});

/** Columns of the file that stand for nothing: what is in them is not stored. */
export function unusedOf(columns: readonly { name: string }[], guess: ColumnGuess): string[] {
  const used = [...TARGETS.map((target) => guess[target]), ...guess.criteria.map(({ column }) => column)];
  return columns.flatMap(({ name }, at) => (name === '' || used.includes(at) ? [] : [name]));
}

/** What is still missing, or the finished map. */
export function finishMap(guess: ColumnGuess): ColumnMap | 'date' | 'counter' {
  const { date, counter, counterId } = guess;
  if (date === null) return 'date';
  return counter === null && counterId === null ? 'counter' : { ...guess, date };
}
