/** The last look before publishing: what changes, from which day, and what tablets do that are offline then. */
import { DateField } from '../shell/DateField.tsx';
import { useState } from 'preact/hooks';
import { PublishedVersion, type DraftState, type SurveysReply } from '../../domain/survey-admin.ts';
import { surveyChanges } from '../../domain/survey-diff.ts';
import { draftOf } from '../../domain/survey-draft.ts';
import { draftProblems } from '../../domain/survey-problems.ts';
import { Link } from '../shell/Link.tsx';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Changes } from './Changes.tsx';
import { endKeeper } from './draft-keeper.ts';
import { type SurveysProps, useSurveyWords } from './editing.ts';
import { failedText } from './failed-text.ts';
import { SaveState } from './SaveState.tsx';
import { useKeeper } from './useKeeper.ts';

/** The version that the draft will take the place of: the newest that was not withdrawn. */
const newestOf = ({ versions }: SurveysReply) => versions.find(({ withdrawnAt }) => withdrawnAt === null);

export function Publish({ reply, draft, onStored }: SurveysProps & { draft: DraftState }) {
  const { ask, go, format, announce, language } = useShell();
  const { words } = useSurveyWords();
  const { keeper, kept } = useKeeper(draft);
  const newest = newestOf(reply);
  const earliest = newest && newest.validFrom > reply.today ? newest.validFrom : reply.today;
  const [validFrom, setValidFrom] = useState(earliest);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const { body } = kept;
  const problems = draftProblems(body);
  const isSame = newest !== undefined && surveyChanges(draftOf(newest.survey), body).length === 0;
  const number = String((reply.versions[0]?.survey.version ?? 0) + 1);
  const has = (list: readonly { id: string }[], id: string | null) => id === null || list.some((one) => one.id === id);
  const lost = reply.counters.filter(({ field, stage }) => !has(body.fields, field) || !has(body.stages, stage));

  const publish = async () => {
    if (validFrom < reply.today) return setFailed(words.badDay);
    if (validFrom < earliest) return setFailed(words.waitingDay(format.day(earliest)));
    setBusy(true);
    setFailed(null);
    if (!(await keeper.flush())) {
      setBusy(false);
      return setFailed(words.unsavedYet);
    }
    const asked = await ask(PublishedVersion, 'surveys', {
      method: 'POST',
      body: { revision: keeper.now().revision, validFrom },
    });
    setBusy(false);
    if (asked.state === 'failed') return setFailed(words.failed(failedText(asked.code, language)));
    endKeeper();
    announce(words.published(String(asked.value.version), format.day(validFrom)), 'seen');
    onStored();
    go('/dashboard/surveys');
  };

  return (
    <div class="survey-publish">
      <div class="section-head">
        <h1>{words.publishTitle(number)}</h1>
      </div>
      <SaveState {...{ kept, keeper, reply }} onReload={onStored} />
      {newest && (
        <section aria-labelledby="survey-summary">
          <h2 id="survey-summary">{words.summaryTitle(String(newest.survey.version))}</h2>
          <Changes before={draftOf(newest.survey)} after={body} />
          {isSame && <p>{words.nothingToPublish}</p>}
        </section>
      )}
      {body.wordingToConfirm && <p class="notice">{words.unconfirmed}</p>}
      {lost.map(({ id, name }) => (
        <p key={id} class="notice notice-alert">
          {words.fixedLost(name)}
        </p>
      ))}
      {isSame ? null : problems.length > 0 ? (
        <p class="notice notice-alert">
          {words.stillProblems} {words.problemCount(String(problems.length))}.
        </p>
      ) : (
        <form class="form" noValidate onSubmit={sends(publish)}>
          <div class="survey-day">
            <DateField
              label={words.validFrom}
              min={earliest}
              value={validFrom}
              hint={words.validFromHint(format.day(earliest))}
              onDay={setValidFrom}
            />
            {validFrom >= earliest && <strong>{words.heldFrom(format.day(validFrom))}</strong>}
          </div>
          <p>{words.offlineTablets}</p>
          {failed !== null && (
            <p class="field-fault" role="alert">
              {failed}
            </p>
          )}
          <div class="buttons">
            <button type="submit" class="button" disabled={busy}>
              {words.publishTitle(number)}
            </button>
          </div>
        </form>
      )}
      <p>
        <Link to="/dashboard/surveys/draft">{words.backToDraft}</Link>
      </p>
    </div>
  );
}
