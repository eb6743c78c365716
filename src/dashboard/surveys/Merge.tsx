/** Which criteria of a version are joined for reports. Only counts are added up then; ballots stay as they are. */
import { useState } from 'preact/hooks';
import { type MergedCriterion, Merges, SIPAS_PARTS } from '../../domain/survey-merge.ts';
import { freeId } from '../../domain/survey-ids.ts';
import type { Criterion, Survey } from '../../domain/survey.ts';
import { useShell } from '../shell/shell.ts';
import { type SurveysProps, useSurveyWords } from './editing.ts';
import { failedText } from './failed-text.ts';

/** A group while it is written: its id is made when it is saved. */
type Group = Omit<MergedCriterion, 'id'>;
const LANGUAGES = ['vi', 'en'] as const;

const isWhole = ({ name, criteria }: Group) => name.vi.trim() !== '' && name.en.trim() !== '' && criteria.length >= 2;

/** Ids that differ from one another and from the criteria that stay by themselves. */
function partsOf(groups: readonly Group[], { criteria }: Survey): MergedCriterion[] {
  const taken = new Set(criteria.map(({ id }) => id));
  return groups.map(({ name, criteria: members }) => {
    const known = SIPAS_PARTS.find((part) => part.criteria.join() === members.join());
    const id = known && !taken.has(known.id) ? known.id : freeId(name.vi, taken);
    taken.add(id);
    return { id, name: { vi: name.vi.trim(), en: name.en.trim() }, criteria: members };
  });
}

function GroupFields(props: {
  at: number;
  group: Group;
  criteria: readonly Criterion[];
  others: ReadonlySet<string>;
  mayEdit: boolean;
  onChange: (group: Group) => void;
  onRemove: () => void;
}) {
  const { at, group, criteria, others, mayEdit, onChange, onRemove } = props;
  const { words, language } = useSurveyWords();
  const title = words.group(String(at + 1));
  const toggle = (id: string, on: boolean) =>
    criteria.map((one) => one.id).filter((one) => (one === id ? on : group.criteria.includes(one)));
  return (
    <li class="panel survey-group">
      <h2>{title}</h2>
      <fieldset class="survey-words">
        <legend>{words.groupName}</legend>
        {LANGUAGES.map((one) => (
          <div key={one} class="field">
            <label for={`group-${at}-${one}`}>{words.languages[one]}</label>
            <input
              id={`group-${at}-${one}`}
              type="text"
              lang={one}
              maxLength={120}
              value={group.name[one]}
              readOnly={!mayEdit}
              onInput={(event) => onChange({ ...group, name: { ...group.name, [one]: event.currentTarget.value } })}
            />
          </div>
        ))}
      </fieldset>
      <fieldset class="survey-checks">
        <legend>{words.groupCriteria}</legend>
        {criteria.map(({ id, name }) => (
          <label key={id} class="check">
            <input
              type="checkbox"
              checked={group.criteria.includes(id)}
              disabled={!mayEdit || others.has(id)}
              onChange={(event) => onChange({ ...group, criteria: toggle(id, event.currentTarget.checked) })}
            />
            {name[language]}
          </label>
        ))}
      </fieldset>
      {mayEdit && (
        <button type="button" class="button button-quiet" onClick={onRemove}>
          {words.removeGroup(group.name[language].trim() || title)}
        </button>
      )}
    </li>
  );
}

function Groups({ reply, survey, onStored }: SurveysProps & { survey: Survey }) {
  const { ask, announce, session, language } = useShell();
  const { words } = useSurveyWords();
  const mayEdit = session.account.role === 'administrator';
  const [groups, setGroups] = useState<Group[]>(
    () => reply.merges.find(({ version }) => version === survey.version)?.parts ?? [],
  );
  const [failed, setFailed] = useState<string | null>(null);
  const isSipas = SIPAS_PARTS.every((part) =>
    part.criteria.every((id) => survey.criteria.some((one) => one.id === id)),
  );
  const set = (at: number, group: Group) => setGroups(groups.map((one, here) => (here === at ? group : one)));
  const save = async () => {
    if (!groups.every(isWhole)) return setFailed(words.groupWrong);
    const others = reply.merges.filter(({ version }) => version !== survey.version);
    const parts = partsOf(groups, survey);
    const merges: Merges = parts.length === 0 ? others : [...others, { version: survey.version, parts }];
    const asked = await ask(Merges, 'surveys/merges', { method: 'PUT', body: merges });
    if (asked.state === 'failed') return setFailed(words.failed(failedText(asked.code, language)));
    setFailed(null);
    announce(words.groupsSaved, 'seen');
    onStored();
  };
  return (
    <>
      {groups.length === 0 && <p class="field-hint">{words.noGroups}</p>}
      <ol class="survey-groups">
        {groups.map((group, at) => (
          <GroupFields
            // Groups have no id before they are saved, and are only ever added at the end.
            key={at}
            {...{ at, group, mayEdit }}
            criteria={survey.criteria}
            others={new Set(groups.flatMap((one, here) => (here === at ? [] : one.criteria)))}
            onChange={(next) => set(at, next)}
            onRemove={() => setGroups(groups.filter((_, here) => here !== at))}
          />
        ))}
      </ol>
      {failed !== null && (
        <p class="field-fault" role="alert">
          {failed}
        </p>
      )}
      {mayEdit && (
        <div class="buttons">
          <button type="button" class="button" onClick={() => void save()}>
            {words.saveGroups}
          </button>
          <button
            type="button"
            class="button button-quiet"
            onClick={() => setGroups([...groups, { name: { vi: '', en: '' }, criteria: [] }])}
          >
            {words.addGroup}
          </button>
          {isSipas && groups.length === 0 && (
            <button type="button" class="button button-quiet" onClick={() => setGroups([...SIPAS_PARTS])}>
              {words.sipas}
            </button>
          )}
        </div>
      )}
    </>
  );
}

export function Merge({ reply, onStored }: SurveysProps) {
  const { address, go, format } = useShell();
  const { words } = useSurveyWords();
  const asked = Number(address.query.get('version') ?? reply.current);
  const shown = reply.versions.filter(({ withdrawnAt }) => withdrawnAt === null);
  const chosen = shown.find(({ survey }) => survey.version === asked) ?? shown[0];
  return (
    <>
      <div class="section-head">
        <h1>{words.merge}</h1>
      </div>
      <p class="survey-about">{words.mergeWhy}</p>
      {chosen && (
        <>
          <div class="field survey-merge-of">
            <label for="survey-merge-of">{words.mergeOf}</label>
            <select
              id="survey-merge-of"
              value={chosen.survey.version}
              onChange={(event) => go(`?version=${event.currentTarget.value}`, { replace: true })}
            >
              {shown.map(({ survey, validFrom }) => (
                <option key={survey.version} value={survey.version}>
                  {words.older(String(survey.version), format.day(validFrom))}
                </option>
              ))}
            </select>
          </div>
          <Groups key={chosen.survey.version} {...{ reply, onStored }} survey={chosen.survey} />
        </>
      )}
    </>
  );
}
