/** The parts of a survey besides its criteria and levels: stages and fields, the calculation, and the invitation. */
import { newId } from '../../domain/survey-draft.ts';
import { LONGEST, MOST } from '../../domain/survey-problems.ts';
import { ChoiceList } from './ChoiceList.tsx';
import { useEditing, useSet, useSurveyWords } from './editing.ts';
import { NumberField } from './NumberField.tsx';
import { Radios } from './Radios.tsx';
import { WordsField } from './WordsField.tsx';

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
