/** One criterion: a line in the list, and all of it once it is opened. */
import { isNew, newId, type DraftCriterion } from '../../domain/survey-draft.ts';
import { LONGEST, MOST } from '../../domain/survey-problems.ts';
import { ChoiceList } from './ChoiceList.tsx';
import { fieldId } from './edit.ts';
import { problemText, useEditing, useSurveyWords } from './editing.ts';
import { NumberField } from './NumberField.tsx';
import { OrderButtons, type Order } from './OrderButtons.tsx';
import { WordsField } from './WordsField.tsx';

export interface CriterionCardProps extends Omit<Order, 'name'> {
  criterion: DraftCriterion;
  open: boolean;
  onToggle: () => void;
  onChange: (criterion: DraftCriterion, removes?: boolean) => void;
}

function StageChoice({
  path,
  criterion,
  onChange,
}: { path: string } & Pick<CriterionCardProps, 'criterion' | 'onChange'>) {
  const { draft, problems, mayEdit } = useEditing();
  const { words, language } = useSurveyWords();
  const wrong = problems.find((problem) => problem.path === `${path}.stages`);
  if (draft.stages.length === 0 && !wrong) return null;
  const toggle = (id: string, on: boolean) => {
    // Ids of stages that are gone drop out with the first change.
    const kept = draft.stages.filter((stage) => (stage.id === id ? on : criterion.stages.includes(stage.id)));
    onChange({ ...criterion, stages: kept.length === draft.stages.length ? [] : kept.map((stage) => stage.id) });
  };
  const everywhere = criterion.stages.length === 0;
  return (
    <fieldset class="survey-checks" id={fieldId(`${path}.stages`)} tabIndex={-1}>
      <legend>{words.askedAt}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={everywhere}
          disabled={!mayEdit || everywhere}
          onChange={() => onChange({ ...criterion, stages: [] })}
        />
        {words.everyStage}
      </label>
      {draft.stages.map(({ id, label }, at) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            checked={!everywhere && criterion.stages.includes(id)}
            disabled={!mayEdit}
            onChange={(event) => toggle(id, event.currentTarget.checked)}
          />
          {label[language].trim() || words.stage(String(at + 1))}
        </label>
      ))}
      {wrong && <p class="field-fault">{problemText(wrong, words)}</p>}
    </fieldset>
  );
}

function Body({ path, criterion, onChange }: { path: string } & Pick<CriterionCardProps, 'criterion' | 'onChange'>) {
  const { draft, base, mayEdit } = useEditing();
  const { words } = useSurveyWords();
  const was = base.criteria.find(({ id }) => id === criterion.id);
  const isReworded =
    was !== undefined && (was.question.vi !== criterion.question.vi || was.question.en !== criterion.question.en);
  return (
    <div class="survey-criterion-body">
      <WordsField
        path={`${path}.question`}
        label={words.question}
        value={criterion.question}
        limit={LONGEST.question}
        long
        onChange={(question) => onChange({ ...criterion, question })}
      />
      {isNew(criterion.id) && <p class="field-hint">{words.isNew}</p>}
      {isReworded && mayEdit && (
        <div class="notice">
          <p>{words.reworded}</p>
          <button
            type="button"
            class="button button-quiet"
            onClick={() => onChange({ ...criterion, id: newId(draft) }, true)}
          >
            {words.makeNew}
          </button>
        </div>
      )}
      <WordsField
        path={`${path}.name`}
        label={words.name}
        hint={words.nameHint}
        value={criterion.name}
        limit={LONGEST.name}
        onChange={(name) => onChange({ ...criterion, name })}
      />
      <ChoiceList
        path={`${path}.reasons`}
        title={words.reasons}
        hint={words.reasonsHint}
        rowName={words.reason}
        addLabel={words.addReason}
        list={criterion.reasons}
        limit={LONGEST.reason}
        most={MOST.reasons}
        newId={() => newId(draft)}
        onChange={(reasons, removes) => onChange({ ...criterion, reasons }, removes)}
      />
      <StageChoice {...{ path, criterion, onChange }} />
      <NumberField
        path={`${path}.weight`}
        label={words.weight}
        hint={draft.overall === 'weighted' ? undefined : words.weightUnused}
        value={criterion.weight}
        onChange={(weight) => onChange({ ...criterion, weight })}
      />
    </div>
  );
}

export function CriterionCard({ criterion, open, onToggle, onChange, ...order }: CriterionCardProps) {
  const { problems } = useEditing();
  const { words, language } = useSurveyWords();
  const path = `criteria.${order.at}`;
  const number = words.criterion(String(order.at + 1));
  const name = criterion.name[language].trim() || criterion.name.vi.trim() || words.unnamed;
  const wrong = problems.filter((problem) => problem.path.startsWith(`${path}.`)).length;
  return (
    <li class="survey-criterion">
      <div class="survey-criterion-head">
        <h2>
          <button
            type="button"
            id={fieldId(path)}
            aria-expanded={open}
            aria-controls={open ? `${fieldId(path)}-body` : undefined}
            onClick={onToggle}
          >
            <span class="survey-criterion-number">{number}</span>
            <span>{name}</span>
          </button>
        </h2>
        {wrong > 0 && <span class="tag survey-wrong">{words.problemShort(String(wrong))}</span>}
        <OrderButtons {...order} name={name} />
      </div>
      {open && (
        <div id={`${fieldId(path)}-body`}>
          <Body {...{ path, criterion, onChange }} />
        </div>
      )}
    </li>
  );
}
