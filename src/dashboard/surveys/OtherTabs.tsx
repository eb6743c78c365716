/** The parts of a survey besides its criteria: levels, stages and fields, the calculation, and the invitation. */
import { newId, type SurveyDraft } from '../../domain/survey-draft.ts';
import { LONGEST, MOST } from '../../domain/survey-problems.ts';
import { LEVELS } from '../../domain/survey.ts';
import { Face } from '../../ui/Face.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { useEditing, useSurveyWords } from './editing.ts';
import { NumberField } from './NumberField.tsx';
import { WordsField } from './WordsField.tsx';

/** One of a few, all of them seen at once. */
function Radios<Value extends string>(props: {
  name: string;
  label: string;
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
}) {
  const { name, label, value, options, onChange } = props;
  const { mayEdit } = useEditing();
  // Why: Object.keys forgets that the keys of a record are its values' names.
  const values = Object.keys(options) as Value[];
  return (
    <fieldset class="survey-checks">
      <legend>{label}</legend>
      {values.map((one) => (
        <label key={one} class="check">
          <input type="radio" name={name} checked={one === value} disabled={!mayEdit} onChange={() => onChange(one)} />
          {options[one]}
        </label>
      ))}
    </fieldset>
  );
}

const useSet = () => {
  const { change } = useEditing();
  return (part: Partial<SurveyDraft>, removes = false) => change((now) => ({ ...now, ...part }), removes);
};

export function ScaleTab() {
  const { draft } = useEditing();
  const { words } = useSurveyWords();
  const set = useSet();
  return (
    <section class="survey-tab" aria-labelledby="survey-tab">
      <h2 id="survey-tab" class="visually-hidden">
        {words.tabs.scale}
      </h2>
      <p class="field-hint">{words.fiveLevels}</p>
      {[...LEVELS].reverse().map((level) => (
        <div key={level} class="survey-level">
          <Face level={level} />
          <WordsField
            path={`levels.${level}`}
            label={words.level(String(level))}
            value={draft.levels[level]}
            limit={LONGEST.level}
            onChange={(label) => set({ levels: { ...draft.levels, [level]: label } })}
          />
        </div>
      ))}
      <Radios
        name="order"
        label={words.order}
        value={draft.order}
        options={words.orders}
        onChange={(order) => set({ order })}
      />
      <WordsField
        path="unknown"
        label={words.unknown}
        value={draft.unknown}
        limit={LONGEST.unknown}
        onChange={(unknown) => set({ unknown })}
      />
      <WordsField
        path="otherReason"
        label={words.otherReason}
        value={draft.otherReason}
        limit={LONGEST.reason}
        onChange={(otherReason) => set({ otherReason })}
      />
    </section>
  );
}

export function ListsTab() {
  const { draft } = useEditing();
  const { words } = useSurveyWords();
  const set = useSet();
  return (
    <section class="survey-tab" aria-labelledby="survey-tab">
      <h2 id="survey-tab" class="visually-hidden">
        {words.tabs.lists}
      </h2>
      <ChoiceList
        path="stages"
        title={words.stages}
        hint={words.stagesHint}
        rowName={words.stage}
        addLabel={words.addStage}
        list={draft.stages}
        limit={LONGEST.stage}
        most={MOST.stages}
        newId={() => newId(draft)}
        onChange={(stages, removes) => set({ stages }, removes)}
      />
      <ChoiceList
        path="fields"
        title={words.fields}
        hint={words.fieldsHint}
        rowName={words.field}
        addLabel={words.addField}
        list={draft.fields}
        limit={LONGEST.field}
        most={MOST.fields}
        newId={() => newId(draft)}
        onChange={(fields, removes) => set({ fields }, removes)}
      />
    </section>
  );
}

export function CountTab() {
  const { draft, change } = useEditing();
  const { words, language } = useSurveyWords();
  const set = useSet();
  return (
    <section class="survey-tab" aria-labelledby="survey-tab">
      <h2 id="survey-tab" class="visually-hidden">
        {words.tabs.count}
      </h2>
      <NumberField
        path="goal"
        label={words.goal}
        hint={words.goalHint}
        value={draft.goal}
        onChange={(goal) => set({ goal })}
      />
      <Radios
        name="method"
        label={words.method}
        value={draft.method}
        options={words.methods}
        onChange={(method) => set({ method })}
      />
      <Radios
        name="overall"
        label={words.overall}
        value={draft.overall}
        options={words.overalls}
        onChange={(overall) => set({ overall })}
      />
      {draft.overall === 'weighted' && (
        <fieldset class="survey-weights">
          <legend>{words.weight}</legend>
          {draft.criteria.map((criterion, at) => (
            <NumberField
              key={criterion.id}
              path={`criteria.${at}.weight`}
              label={criterion.name[language].trim() || words.criterion(String(at + 1))}
              value={criterion.weight}
              onChange={(weight) =>
                change((now) => ({
                  ...now,
                  criteria: now.criteria.map((one) => (one.id === criterion.id ? { ...one, weight } : one)),
                }))
              }
            />
          ))}
        </fieldset>
      )}
    </section>
  );
}

export function GeneralTab() {
  const { draft, mayEdit } = useEditing();
  const { words } = useSurveyWords();
  const set = useSet();
  return (
    <section class="survey-tab" aria-labelledby="survey-tab">
      <h2 id="survey-tab" class="visually-hidden">
        {words.tabs.general}
      </h2>
      <WordsField
        path="title"
        label={words.surveyTitle}
        value={draft.title}
        limit={LONGEST.title}
        onChange={(title) => set({ title })}
      />
      <WordsField
        path="invitation"
        label={words.invitation}
        value={draft.invitation}
        limit={LONGEST.invitation}
        long
        onChange={(invitation) => set({ invitation })}
      />
      <div>
        <label class="check">
          <input
            type="checkbox"
            checked={!draft.wordingToConfirm}
            disabled={!mayEdit}
            onChange={(event) => set({ wordingToConfirm: !event.currentTarget.checked })}
          />
          {words.confirmed}
        </label>
        <p class="field-hint">{words.confirmedHint}</p>
      </div>
    </section>
  );
}
