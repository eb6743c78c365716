/** What the parts of the editor share: the draft, its problems by place, and how it is changed. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SurveysReply } from '../../domain/survey-admin.ts';
import type { SurveyDraft } from '../../domain/survey-draft.ts';
import type { DraftProblem } from '../../domain/survey-problems.ts';
import type { Survey } from '../../domain/survey.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import { SURVEYS_WORDS, type SurveysWords } from '../../ui/words/surveys.ts';
import { useShell } from '../shell/shell.ts';

/** What every screen of the section is given. */
export interface SurveysProps {
  reply: SurveysReply;
  /** Something was stored: everything is fetched anew. */
  onStored: () => void;
}

export interface Editing {
  draft: SurveyDraft;
  /** The version that it is compared with. */
  base: Survey;
  problems: readonly DraftProblem[];
  /** False for who may only read. */
  mayEdit: boolean;
  /** `removes`: it can be undone as one step. */
  change: (change: (draft: SurveyDraft) => SurveyDraft, removes?: boolean) => void;
}

const EditingContext = createContext<Editing | null>(null);
export const EditingProvider = EditingContext.Provider;

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === null) throw new Error('useEditing needs an EditingProvider around it');
  return editing;
}

/** Changes parts of the draft as a whole. */
export const useSet = () => {
  const { change } = useEditing();
  return (part: Partial<SurveyDraft>, removes = false) => change((now) => ({ ...now, ...part }), removes);
};

export function useSurveyWords(): { words: SurveysWords; language: Language } {
  const { language } = useShell();
  return { words: SURVEYS_WORDS[language], language };
}

/** What is wrong, as words. */
export function problemText({ code, limit }: DraftProblem, words: SurveysWords): string {
  const text = words.problems[code];
  return typeof text === 'function' ? text(String(limit ?? '')) : text;
}
