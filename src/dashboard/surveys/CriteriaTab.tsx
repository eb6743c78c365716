/** The criteria in their order; the one that is open is in the address, so that a link can lead to it. */
import { useRef } from 'preact/hooks';
import { newId, type DraftCriterion } from '../../domain/survey-draft.ts';
import { MOST } from '../../domain/survey-problems.ts';
import { CriterionCard } from './CriterionCard.tsx';
import { fieldId, moved, replaced, without } from './edit.ts';
import { problemText, useEditing, useSurveyWords } from './editing.ts';

export function CriteriaTab({ open, onOpen }: { open: string | null; onOpen: (id: string | null) => void }) {
  const { draft, problems, mayEdit, change } = useEditing();
  const { words } = useSurveyWords();
  const add = useRef<HTMLButtonElement>(null);
  const { criteria } = draft;
  const wrong = problems.filter(({ path }) => path === 'criteria' || /^criteria\.\d+\.id$/.test(path));
  const append = () => {
    const id = newId(draft);
    const empty = { vi: '', en: '' };
    const fresh: DraftCriterion = { id, name: empty, question: empty, weight: 1, stages: [], reasons: [] };
    const at = criteria.length;
    change((now) => ({ ...now, criteria: [...now.criteria, fresh] }));
    onOpen(id);
    requestAnimationFrame(() => document.getElementById(fieldId(`criteria.${at}.question.vi`))?.focus());
  };
  return (
    <section class="survey-tab" aria-label={words.tabs.criteria} id={fieldId('criteria')} tabIndex={-1}>
      {mayEdit && <p class="field-hint">{words.orderHint}</p>}
      {wrong.map((problem) => (
        <p key={problem.path} class="field-fault">
          {problemText(problem, words)}
        </p>
      ))}
      <ol class="survey-criteria">
        {criteria.map((criterion, at) => (
          <CriterionCard
            key={criterion.id}
            criterion={criterion}
            at={at}
            count={criteria.length}
            open={open === criterion.id}
            onToggle={() => onOpen(open === criterion.id ? null : criterion.id)}
            onChange={(next, removes) => {
              change((now) => ({ ...now, criteria: replaced(now.criteria, at, next) }), removes);
              if (next.id !== criterion.id) onOpen(next.id);
            }}
            onMove={(to) => change((now) => ({ ...now, criteria: moved(now.criteria, at, to) }))}
            onRemove={() => {
              change((now) => ({ ...now, criteria: without(now.criteria, at) }), true);
              add.current?.focus();
            }}
          />
        ))}
      </ol>
      {mayEdit && criteria.length < MOST.criteria && (
        <button type="button" class="button button-quiet" ref={add} onClick={append}>
          {words.addCriterion}
        </button>
      )}
    </section>
  );
}
