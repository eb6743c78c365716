/** The fields of one rule. */
import { useId } from 'preact/hooks';
import { AlertScope } from '../../domain/alert-rules.ts';
import { ALERT_WORDS } from '../../ui/words/alerts.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { faultsOf, NUMBERS, type NumberName, RANGES, type RuleDraft } from './rule-draft.ts';

const SCOPES: readonly AlertScope[] = ['office', 'counter', 'criterion'];

interface Props {
  draft: RuleDraft;
  goal: string;
  onChange: (draft: RuleDraft) => void;
  onRemove: () => void;
}

export function RuleFields({ draft, goal, onChange, onRemove }: Props) {
  const { language, format } = useShell();
  const words = ALERT_WORDS[language];
  const id = useId();
  const faults = faultsOf(draft);
  const hint = (name: NumberName) => {
    const [least, most] = RANGES[name];
    if (faults.includes(name)) return words.range(format.count(least), format.count(most));
    return name === 'below' ? words.belowHint(goal) : null;
  };
  return (
    <fieldset class="panel rule">
      <legend>{words.kinds[draft.kind]}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.on}
          onChange={({ currentTarget }) => onChange({ ...draft, on: currentTarget.checked })}
        />
        <span>{words.on}</span>
      </label>
      <div class="rule-fields">
        {(draft.kind === 'index' || draft.kind === 'low') && (
          <label class="field">
            <span>{words.scope}</span>
            <select
              value={draft.scope}
              onChange={({ currentTarget }) => {
                const scope = AlertScope.safeParse(currentTarget.value);
                if (scope.success) onChange({ ...draft, scope: scope.data });
              }}
            >
              {SCOPES.map((scope) => (
                <option key={scope} value={scope}>
                  {words.scopes[scope]}
                </option>
              ))}
            </select>
          </label>
        )}
        {NUMBERS[draft.kind].map((name) => {
          const said = hint(name);
          return (
            <div key={name} class="field">
              <label for={`${id}-${name}`}>{words[name]}</label>
              <input
                id={`${id}-${name}`}
                inputMode={name === 'below' || name === 'above' ? 'decimal' : 'numeric'}
                value={draft.numbers[name]}
                maxLength={6}
                autocomplete="off"
                aria-invalid={faults.includes(name)}
                aria-describedby={said === null ? undefined : `${id}-${name}-hint`}
                onInput={({ currentTarget }) =>
                  onChange({ ...draft, numbers: { ...draft.numbers, [name]: currentTarget.value } })
                }
              />
              {said !== null && (
                <span class={faults.includes(name) ? 'field-fault' : 'field-hint'} id={`${id}-${name}-hint`}>
                  {said}
                </span>
              )}
            </div>
          );
        })}
      </div>
      {draft.kind === 'backup' && (
        <Link to="/dashboard/settings/backups" class="link">
          {words.toBackups}
        </Link>
      )}
      <div class="rule-end">
        <label class="check">
          <input
            type="checkbox"
            checked={draft.closesItself}
            onChange={({ currentTarget }) => onChange({ ...draft, closesItself: currentTarget.checked })}
          />
          <span>{words.closesItself}</span>
        </label>
        <button type="button" class="button button-quiet" onClick={onRemove}>
          {words.remove}
        </button>
      </div>
    </fieldset>
  );
}
