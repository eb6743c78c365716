import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import { withCriterion } from '../overview/narrow.ts';
import { usePage } from '../overview/page.ts';
import { useShell } from '../shell/shell.ts';

/** What the groups are compared by: ballots as a whole, or one criterion. */
export function Measure({ criteria }: { criteria: readonly { id: string }[] }) {
  const { view, labels, language } = usePage();
  const { go } = useShell();
  const words = COMPARE_WORDS[language];
  return (
    <label class="field compare-measure screen-only">
      <span>{words.measure}</span>
      <select
        class="input"
        value={view.criterion ?? ''}
        onChange={({ currentTarget }) => go(withCriterion(view, currentTarget.value || null))}
      >
        <option value="">{words.allSatisfied}</option>
        {criteria.map(({ id }) => (
          <option key={id} value={id} selected={id === view.criterion}>
            {labels.criterion(id)}
          </option>
        ))}
      </select>
    </label>
  );
}
