/** Whether what was typed is on the server yet, always in the same place; and what to do when it cannot be. */
import type { SurveysReply } from '../../domain/survey-admin.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import type { SurveysWords } from '../../ui/words/surveys.ts';
import { useShell } from '../shell/shell.ts';
import type { Keeper, Kept } from './draft-keeper.ts';
import { useSurveyWords } from './editing.ts';
import { failedText } from './failed-text.ts';

function textOf(
  { saving, savedAt }: Kept,
  words: SurveysWords,
  time: (at: number) => string,
  language: Language,
): string {
  switch (saving.name) {
    case 'saved':
      return savedAt === null ? words.save.saved : words.save.savedAt(time(savedAt));
    case 'refused':
      return words.save.refused(failedText(saving.code, language));
    case 'unsaved':
    case 'saving':
    case 'offline':
    case 'conflict':
      return words.save[saving.name];
  }
}

/** @param theirs the newest from the server; `null` while it is fetched or when the draft is gone. */
export function SaveState(props: {
  kept: Kept;
  keeper: Keeper;
  reply: SurveysReply;
  /** Fetches the newest. */
  onReload: () => void;
}) {
  const { kept, keeper, reply, onReload } = props;
  const { format } = useShell();
  const { words, language } = useSurveyWords();
  const { name } = kept.saving;
  const isQuiet = name === 'saved' || name === 'unsaved' || name === 'saving';
  const text = textOf(kept, words, (at) => format.time(at, reply.today), language);
  const theirs = reply.draft && reply.draft.revision > kept.revision ? reply.draft : null;
  return (
    <div class={isQuiet ? 'survey-save' : 'survey-save notice notice-alert'} data-state={name}>
      <output>{text}</output>
      {name === 'conflict' && (
        <div class="buttons">
          <button type="button" class="button" onClick={() => (theirs ? keeper.resolve(theirs, false) : onReload())}>
            {words.save.takeTheirs}
          </button>
          {theirs && (
            <button type="button" class="button button-quiet" onClick={() => keeper.resolve(theirs, true)}>
              {words.save.keepMine}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
