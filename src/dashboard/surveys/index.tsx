/** Surveys: /surveys lists the versions, /surveys/3 reads one, /surveys/draft writes, /surveys/publish publishes. */
import { useMemo } from 'preact/hooks';
import { SurveysReply } from '../../domain/survey-admin.ts';
import { draftOf } from '../../domain/survey-draft.ts';
import '../../ui/face.css';
import { Link } from '../shell/Link.tsx';
import { LoadFailed, Loading, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { EditingProvider, type SurveysProps, useSurveyWords } from './editing.ts';
import { Editor } from './Editor.tsx';
import { Merge } from './Merge.tsx';
import { Parts } from './Parts.tsx';
import { Publish } from './Publish.tsx';
import './surveys.css';
import './versions.css';
import './editor.css';
import './criteria.css';
import './preview.css';
import './publish.css';
import { Versions } from './Versions.tsx';

const NOTHING = () => {};

function Reading({ reply, version }: { reply: SurveysReply; version: number }) {
  const { words } = useSurveyWords();
  const survey = reply.versions.find((one) => one.survey.version === version)?.survey;
  const editing = useMemo(
    () => survey && { draft: draftOf(survey), base: survey, problems: [], mayEdit: false, change: NOTHING },
    [survey],
  );
  if (!editing) return <LoadFailed code="not-found" onRetry={() => history.back()} />;
  return (
    <EditingProvider value={editing}>
      <div class="section-head">
        <h1>{words.version(String(version))}</h1>
      </div>
      <Parts />
    </EditingProvider>
  );
}

function Screen({ reply, onStored }: SurveysProps) {
  const { address, session } = useShell();
  const [place = ''] = address.rest;
  const { draft } = reply;
  if (/^[1-9]\d{0,8}$/.test(place)) return <Reading reply={reply} version={Number(place)} />;
  if (place === 'merge') return <Merge {...{ reply, onStored }} />;
  if (place === 'draft' && draft) return <Editor {...{ reply, draft, onStored }} />;
  if (place === 'publish' && draft && session.account.role === 'administrator')
    return <Publish {...{ reply, draft, onStored }} />;
  // A draft that was published or thrown away since: the list says so.
  return <Versions {...{ reply, onStored }} />;
}

export function Section() {
  const { address } = useShell();
  const { words } = useSurveyWords();
  const { value, state, code, reload } = useLoad(SurveysReply, 'surveys');
  const isList = address.rest.length === 0;
  return (
    <div class="surveys">
      {!isList && (
        <p class="survey-back">
          <Link to="/dashboard/surveys">{words.backToList}</Link>
        </p>
      )}
      {value ? (
        <Screen reply={value} onStored={reload} />
      ) : state === 'failed' ? (
        <LoadFailed code={code} onRetry={reload} />
      ) : (
        <Loading />
      )}
    </div>
  );
}
