/** Reads what was noted of a tablet in a monkey's hands, in order, and says what must not have been. */
import type { Visit } from './checker.ts';
import type { Note } from './monkey-watch.ts';

/** Nobody is in the middle of anything, and the next person may come. */
export const RESTING: readonly string[] = ['welcome', 'closed'];
/** Screens that may hold something of the person at the tablet. */
const ASKING = ['stage', 'field', 'rate', 'remark'];
const VISIT = [...ASKING, 'still-there', 'saving', 'unsaved', 'thanks'];

export interface Judge {
  hear: (notes: readonly Note[]) => void;
  visits: Visit[];
  wrong: string[];
  /** How often each screen came. */
  screens: Map<string, number>;
  begun: () => number;
}

export function createJudge(): Judge {
  const byMark = new Map<number, Visit>();
  const visits: Visit[] = [];
  const wrong: string[] = [];
  const screens = new Map<string, number>();
  let begun = 0;
  /** The screens that the person at the tablet has seen; `null` when there is nobody. */
  let seen: Set<string> | null = null;

  function screen({ name, chosen, written, words, plain }: Extract<Note, { kind: 'screen' }>): void {
    screens.set(name, (screens.get(name) ?? 0) + 1);
    if (RESTING.includes(name)) {
      if (words.length > 0) wrong.push(`left on ${name}: ${words.join()}`);
      if (seen && !plain) wrong.push(`the language or the display of one is that of the next`);
      seen = null;
    } else if (VISIT.includes(name)) {
      if (!seen) begun += 1;
      seen ??= new Set();
      const isNew = ASKING.includes(name) && !seen.has(name);
      if (isNew && (chosen > 0 || written !== '')) wrong.push(`${name} begins with ${chosen} chosen and “${written}”`);
      seen.add(name);
    }
    const thanked = visits.filter(({ draft, told }) => draft.end === 'finished' && told === 'thanked').length;
    if (name === 'thanks' && (screens.get('thanks') ?? 0) > thanked)
      wrong.push('thanks without a ballot that was saved');
  }

  return {
    visits,
    wrong,
    screens,
    begun: () => begun,
    hear(notes) {
      for (const note of notes) {
        if (note.kind === 'screen') screen(note);
        // A page that goes away ends the visit.
        else if (note.kind === 'page') seen = null;
        else if (note.kind === 'draft') {
          const visit: Visit = { mark: note.mark, draft: note.draft, told: 'waiting' };
          visits.push(visit);
          byMark.set(note.mark, visit);
          if (visits.length > begun) wrong.push(`more ballots than visits: ${visits.length} of ${begun}`);
        } else {
          const visit = byMark.get(note.mark);
          if (visit) visit.told = 'thanked';
        }
      }
    },
  };
}
