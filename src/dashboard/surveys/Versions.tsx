/** Every version with its days and what changed, the draft above them, and the way to begin one. */
import { useState } from 'preact/hooks';
import { PublishedVersion, type SurveysReply, type SurveyVersion } from '../../domain/survey-admin.ts';
import { draftOf } from '../../domain/survey-draft.ts';
import { createFormat } from '../format.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { Changes } from './Changes.tsx';
import { Confirm } from './Confirm.tsx';
import { type SurveysProps, useSurveyWords } from './editing.ts';
import { failedText } from './failed-text.ts';
import { NewDraft } from './NewDraft.tsx';

type State = 'now' | 'waiting' | 'past' | 'withdrawn';
const stateOf = ({ survey, validFrom, withdrawnAt }: SurveyVersion, { current, today }: SurveysReply): State =>
  withdrawnAt !== null ? 'withdrawn' : survey.version === current ? 'now' : validFrom > today ? 'waiting' : 'past';

/** The version that this one took the place of; withdrawn ones were never asked. */
const beforeOf = ({ versions }: SurveysReply, version: number): SurveyVersion | undefined =>
  versions.find(({ survey, withdrawnAt }) => survey.version < version && withdrawnAt === null);

function Version({ reply, version, onStored }: SurveysProps & { version: SurveyVersion }) {
  const { format, session, ask, announce, language } = useShell();
  const { words } = useSurveyWords();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const { survey, validFrom, publishedAt, publishedBy } = version;
  const state = stateOf(version, reply);
  const before = beforeOf(reply, survey.version);
  const { goal } = createFormat(language, session.zone, survey.goal);
  const withdraw = async () => {
    const asked = await ask(PublishedVersion, `surveys/${survey.version}`, { method: 'DELETE' });
    setAsking(false);
    if (asked.state === 'failed') return setFailed(failedText(asked.code, language));
    announce(words.withdrawn, 'seen');
    onStored();
  };
  return (
    <li class={`survey-version survey-version-${state}`}>
      <div class="survey-version-head">
        <h2>{words.version(String(survey.version))}</h2>
        <span class={state === 'now' ? 'tag tag-strong' : 'tag'}>{words.states[state]}</span>
      </div>
      <p>
        {state !== 'withdrawn' && `${words.heldFrom(format.day(validFrom))}. `}
        {words.shape(format.count(survey.criteria.length), goal)}.
      </p>
      <p class="field-hint">{words.publishedBy(publishedBy, format.moment(publishedAt))}</p>
      {survey.wordingToConfirm && state === 'now' && <p class="notice">{words.toConfirm}</p>}
      {before ? (
        <details>
          <summary>{words.changesAgainst(String(before.survey.version))}</summary>
          <Changes before={draftOf(before.survey)} after={draftOf(survey)} />
        </details>
      ) : (
        <p class="field-hint">{words.firstVersion}</p>
      )}
      <div class="buttons">
        <Link to={`/dashboard/surveys/${survey.version}`} class="button button-quiet">
          {words.show}
        </Link>
        {state === 'waiting' && session.account.role === 'administrator' && (
          <button type="button" class="button button-quiet" onClick={() => setAsking(true)}>
            {words.withdraw}
          </button>
        )}
      </div>
      {failed !== null && (
        <p class="field-fault" role="alert">
          {words.failed(failed)}
        </p>
      )}
      {asking && (
        <Confirm
          title={words.withdrawTitle(String(survey.version))}
          yes={words.withdraw}
          no={words.keep}
          onYes={() => void withdraw()}
          onNo={() => setAsking(false)}
        >
          <p>{words.withdrawWhy}</p>
        </Confirm>
      )}
    </li>
  );
}

function DraftBox({ reply, onStored }: SurveysProps) {
  const { format, session } = useShell();
  const { words } = useSurveyWords();
  const isAdministrator = session.account.role === 'administrator';
  if (!reply.draft)
    return isAdministrator ? (
      <NewDraft reply={reply} onStored={onStored} />
    ) : (
      <p class="field-hint">{words.onlyAdministrator}</p>
    );
  return (
    <section class="panel survey-draft-box" aria-labelledby="survey-draft">
      <h2 id="survey-draft">{words.draft}</h2>
      <p class="field-hint">{words.draftBy(reply.draft.updatedBy, format.time(reply.draft.updatedAt, reply.today))}</p>
      <Link to="/dashboard/surveys/draft" class="button">
        {isAdministrator ? words.openDraft : words.readDraft}
      </Link>
    </section>
  );
}

export function Versions({ reply, onStored }: SurveysProps) {
  const { words } = useSurveyWords();
  return (
    <>
      <div class="section-head">
        <h1>{words.title}</h1>
        <Link to="/dashboard/surveys/merge" class="button button-quiet">
          {words.merge}
        </Link>
      </div>
      <p class="survey-about">{words.about}</p>
      <DraftBox reply={reply} onStored={onStored} />
      <ol class="survey-versions">
        {reply.versions.map((version) => (
          <Version key={version.survey.version} {...{ reply, version, onStored }} />
        ))}
      </ol>
    </>
  );
}
