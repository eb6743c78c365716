/** Writing the draft. Everything typed is kept by the keeper; nobody presses "save". */
import { useMemo, useState } from 'preact/hooks';
import { DiscardDraft, type DraftState } from '../../domain/survey-admin.ts';
import { draftOf } from '../../domain/survey-draft.ts';
import { draftProblems } from '../../domain/survey-problems.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { Changes } from './Changes.tsx';
import { Confirm } from './Confirm.tsx';
import { endKeeper } from './draft-keeper.ts';
import { EditingProvider, type SurveysProps, useSurveyWords } from './editing.ts';
import { failedText } from './failed-text.ts';
import { Parts } from './Parts.tsx';
import { ProblemList } from './ProblemList.tsx';
import { SaveState } from './SaveState.tsx';
import { useKeeper } from './useKeeper.ts';

function Discard({ revision, onGone }: { revision: () => Promise<number>; onGone: () => void }) {
  const { ask, language, announce } = useShell();
  const { words } = useSurveyWords();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const discard = async () => {
    const body = { revision: await revision() };
    const asked = await ask(DiscardDraft, 'surveys/draft', { method: 'DELETE', body });
    setAsking(false);
    if (asked.state === 'failed') return setFailed(failedText(asked.code, language));
    announce(words.discarded, 'seen');
    onGone();
  };
  return (
    <>
      <button type="button" class="button button-quiet" onClick={() => setAsking(true)}>
        {words.discard}
      </button>
      {failed !== null && (
        <p class="field-fault" role="alert">
          {words.failed(failed)}
        </p>
      )}
      {asking && (
        <Confirm
          title={words.discardTitle}
          yes={words.discard}
          no={words.keep}
          onYes={() => void discard()}
          onNo={() => setAsking(false)}
        >
          <p>{words.discardWhy}</p>
        </Confirm>
      )}
    </>
  );
}

export function Editor({ reply, draft, onStored }: SurveysProps & { draft: DraftState }) {
  const { session, go } = useShell();
  const { words } = useSurveyWords();
  const { keeper, kept } = useKeeper(draft);
  const mayEdit = session.account.role === 'administrator';
  const base = reply.versions.find(({ survey }) => survey.version === kept.base)?.survey;
  const { body } = kept;
  const problems = useMemo(() => draftProblems(body), [body]);
  const editing = useMemo(
    () => (base ? { draft: body, base, problems, mayEdit, change: keeper.change } : null),
    [body, base, problems, mayEdit, keeper],
  );
  if (!editing || !base) throw new Error(`the draft begins from version ${kept.base}, which there is not`);
  return (
    <EditingProvider value={editing}>
      <div class="section-head">
        <h1>{words.draft}</h1>
        {mayEdit && (
          <div class="buttons">
            <Link to="/dashboard/surveys/publish" class="button">
              {words.toPublish}
            </Link>
            <Discard
              revision={async () => {
                await keeper.flush();
                return keeper.now().revision;
              }}
              onGone={() => {
                endKeeper();
                onStored();
                go('/dashboard/surveys');
              }}
            />
          </div>
        )}
      </div>
      {mayEdit ? (
        <SaveState {...{ kept, keeper, reply }} onReload={onStored} />
      ) : (
        <p class="field-hint">{words.onlyAdministrator}</p>
      )}
      {kept.before && (
        <p class="survey-undo">
          <button type="button" class="button button-quiet" onClick={keeper.undo}>
            {words.undo}
          </button>
        </p>
      )}
      <ProblemList />
      <Parts />
      <details class="survey-compare">
        <summary>{words.changesAgainst(String(base.version))}</summary>
        <Changes before={draftOf(base)} after={body} />
      </details>
    </EditingProvider>
  );
}
